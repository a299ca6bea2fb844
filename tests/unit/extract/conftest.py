"""Readings of small texts, parsed once a session by the pipeline that `claimbook read` uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from claimbook.extract.findings import gather
from claimbook.extract.parts import Asked
from claimbook.extract.reading import Reading
from claimbook.extract.same import Trigger
from claimbook.ingest import ReadOptions, read_bytes
from claimbook.model import Kind, Report
from claimbook.pipeline import Pipeline
from claimbook.settings import Settings


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """The pipeline, loaded once."""
    return Pipeline(Settings.from_environment())


@pytest.fixture(scope="session")
def parse(pipeline: Pipeline) -> Callable[[str], Reading]:
    """Text published on 8 May 2021 → its reading."""

    def parsed(text: str) -> Reading:
        report = read_bytes(text.encode(), name="t", options=ReadOptions(published=date(2021, 5, 8)))
        assert isinstance(report, Report)
        return pipeline.parse(report)

    return parsed


@pytest.fixture(scope="session")
def asked(pipeline: Pipeline) -> Callable[..., tuple[Asked, list[list[Trigger]]]]:
    """A reading → its steps, answered by features alone, and groups of the candidates at these words."""

    def ask(reading: Reading, *words: Sequence[str]) -> tuple[Asked, list[list[Trigger]]]:
        findings = gather(reading)
        at = {reading.lower[c.index]: Trigger(c, Kind.EXPLOSIVE_DEVICE, 0.8, 0.1) for c in findings.candidates}
        return Asked(reading, findings, pipeline.extractor.models), [[at[word] for word in group] for group in words]

    return ask


@pytest.fixture(scope="session")
def read(pipeline: Pipeline) -> Callable[..., tuple]:
    """Text published on 8 May 2021 → its claims."""

    def claims(text: str) -> tuple:
        report = read_bytes(
            text.encode(), name="t", options=ReadOptions(published=date(2021, 5, 8), outlet="Example Wire")
        )
        assert isinstance(report, Report)
        return pipeline.read(report)

    return claims
