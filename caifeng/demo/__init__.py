"""The demo: eight days of a fictional maker of water purifiers, through the real pipeline, on loopback."""
