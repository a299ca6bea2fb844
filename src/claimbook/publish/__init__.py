"""A book as a static site of its public profile: map, list, a page for each incident, and how it was made."""

from .site import Published, publish

__all__ = ["Published", "publish"]
