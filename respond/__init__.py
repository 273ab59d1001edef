"""应: stories → alerts, incidents, clocks. Decides purely; the lake keeps what was decided."""

from respond.alerts.course import was_meant
from respond.alerts.decide import respond
from respond.alerts.past import Look, Past, Response
from respond.alerts.proof import proving

__all__ = ["Look", "Past", "Response", "proving", "respond", "was_meant"]
