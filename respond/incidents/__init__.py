"""案件: states, time limits, and what people do to an incident. Decides purely."""
