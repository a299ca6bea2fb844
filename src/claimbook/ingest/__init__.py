"""Bytes → Report: plain text, HTML and PDF, the clean text, and the date of publication."""

from .cleaning import clean
from .files import Inputs, find_inputs, read_bytes, read_file
from .options import Input, ReadOptions

__all__ = ["Input", "Inputs", "ReadOptions", "clean", "find_inputs", "read_bytes", "read_file"]
