"""Digests and alerts as mails, and how each leaves and is accounted for."""
