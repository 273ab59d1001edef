"""Measurements run by hand; they read the shared data and print figures only."""
