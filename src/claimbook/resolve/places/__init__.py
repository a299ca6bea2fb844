"""Places: the embedded gazetteer, and the resolver that turns names into honest areas."""

from .gazetteer import EmbeddedGazetteer, Entry, Gazetteer, open_gazetteer
from .resolver import Frame, PlaceResolver

__all__ = ["EmbeddedGazetteer", "Entry", "Frame", "Gazetteer", "PlaceResolver", "open_gazetteer"]
