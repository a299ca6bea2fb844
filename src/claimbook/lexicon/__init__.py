"""What the rules know, as YAML that a researcher can extend, and the loader that checks it."""

from .load import built_in, load_entries

__all__ = ["built_in", "load_entries"]
