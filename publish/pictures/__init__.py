"""Charts as static pictures: drawn once by a browser, small, in light and dark, frozen with their briefing."""

from publish.pictures.files import picture_files
from publish.pictures.make import make_pictures

__all__ = ["make_pictures", "picture_files"]
