"""复盘: what measures brought, what is still to be mended, and which former cases teach something. Decides purely."""
