"""The demo: eight days of a fictional maker of water purifiers, through the real pipeline, on loopback."""

from caifeng.demo.run import DemoSummary, run_demo

__all__ = ["DemoSummary", "run_demo"]
