"""采: sources → items. The only network reader; sends nothing but GET."""

from collect.harvest import collect
from collect.known import Known

__all__ = ["Known", "collect"]
