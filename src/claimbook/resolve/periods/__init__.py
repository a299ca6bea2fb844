"""Time expressions of a text, and the periods that they mean."""

from .finding import METHOD, find_periods

__all__ = ["METHOD", "find_periods"]
