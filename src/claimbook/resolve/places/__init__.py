"""Places: the embedded gazetteer, imports, and the resolver that turns names into honest areas."""

from .gazetteer import Gazetteer, LayeredGazetteer, open_gazetteer
from .index import Entry, Found
from .resolver import Frame, PlaceResolver

__all__ = ["Entry", "Found", "Frame", "Gazetteer", "LayeredGazetteer", "PlaceResolver", "open_gazetteer"]
