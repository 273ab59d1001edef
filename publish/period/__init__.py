"""周报, 月报: composed from what the daily briefings of a week or a month say, and from how it was handled."""
