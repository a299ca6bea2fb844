"""Provenance: the spans of every STATED value read back as its wording, on every real report and on the examples."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

import claimbook
from claimbook.ingest import Input, ReadOptions, find_inputs, read_file
from claimbook.model import Basis, Claim, Report, Sourced, read_back
from claimbook.pipeline import Pipeline
from claimbook.settings import Settings

EXAMPLES = Path(claimbook.__file__).parent / "examples"
SHARED = Path(os.environ.get("CLAIMBOOK_SHARED") or Path(__file__).resolve().parents[3] / "shared") / "reports"


def find_items() -> list[Input]:
    """The examples, and the real reports where the folder that holds them is there."""
    return [*find_inputs([EXAMPLES]).items, *(find_inputs([SHARED]).items if SHARED.is_dir() else ())]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """One pipeline for all reports."""
    return Pipeline(Settings.from_environment())


def sourced_values(value: object) -> Iterator[Sourced[object]]:
    """Every sourced value inside a noun, however deep."""
    if isinstance(value, Sourced):
        yield value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from sourced_values(getattr(value, name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from sourced_values(inner)


@pytest.mark.parametrize("item", find_items(), ids=lambda item: item.name)
def test_stated_values_read_back(pipeline, item):
    """What a value's spans hold in the report's text is its wording, to the character; ids differ within a report."""
    report = read_file(item, ReadOptions())
    assert isinstance(report, Report)
    claims = pipeline.read(report)
    for value in sourced_values((report, *claims)):
        if value.basis is Basis.STATED:
            assert read_back(report.text, value.spans) == value.wording
    assert len({claim.id for claim in claims}) == len(claims)
    assert all(claim.report == report.id for claim in claims)
    assert all(0 <= mention.start < mention.end <= len(report.text) for c in claims for mention in c.mentions)


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real reports are not beside the repository ({SHARED.name})")
def test_real_reports_are_there():
    """Where the shared folder is present, it is read."""
    assert len(find_inputs([SHARED]).items) > 100


def test_reading_twice_gives_the_same(pipeline):
    """The same report gives the same claims, by the same pipeline and by a fresh one."""
    fresh = Pipeline(Settings.from_environment())
    for item in find_inputs([EXAMPLES]).items:
        report = read_file(item, ReadOptions())
        assert isinstance(report, Report)
        first: tuple[Claim, ...] = pipeline.read(report)
        assert first == pipeline.read(report) == fresh.read(report)
