"""应: stories → alerts, incidents, clocks. Decides purely; the lake keeps what was decided."""

from respond.alerts.decide import Past, Response, respond

__all__ = ["Past", "Response", "respond"]
