"""Alerts as chat messages, sent by Apprise and judged by their reply."""
