"""Frozen data → Markdown pages with charts; templates show, nothing is counted here."""
