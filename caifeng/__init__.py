"""Caifeng 采风: open, auditable public-opinion monitoring that an organisation runs by itself."""

__version__ = "0.1.0"
