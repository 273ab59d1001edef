"""A day's material → the Briefing: selected, counted and worded once, then frozen."""
