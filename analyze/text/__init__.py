"""Folding, words, passages: what every judgement stands on."""
