"""What a long run tells about itself while it runs."""

from collections.abc import Callable

from caifeng.models import SourceReport

Progress = Callable[[str, SourceReport | None], None]  # a stage's name, or a source that has just been read
