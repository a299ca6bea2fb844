"""Claimbook reads reports of armed conflict and keeps a book of what they claim, and who says so."""

__version__ = "0.1.0"
