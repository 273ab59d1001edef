"""Editions in other scripts and languages: Traditional whole, English as a frame around the Chinese words."""
