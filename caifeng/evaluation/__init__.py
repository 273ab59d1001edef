"""Measure what the product judges against labelled sets, by the product's own way of reading."""
