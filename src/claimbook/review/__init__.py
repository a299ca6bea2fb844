"""What people ruled: decisions folded into what stands, and values corrected by them."""

from .correct import correct, parse_value
from .standing import Standing, State, Suggestion, stand

__all__ = ["Standing", "State", "Suggestion", "correct", "parse_value", "stand"]
