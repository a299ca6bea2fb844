"""The steps, on one screen: bytes → report → clean text → parse and phrases → happenings → claims."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from claimbook.extract.claims import Resolvers, make_claims
from claimbook.extract.explain import explain
from claimbook.extract.extractor import Extractor, load_extractor
from claimbook.extract.happening import Happening
from claimbook.extract.parser import load_parser
from claimbook.extract.reading import Reading, Recognised, make_reading
from claimbook.ingest import Input, ReadOptions, clean, read_file
from claimbook.model import Claim, Notice, Reason, RelationClaim, Report
from claimbook.resolve.actors import ActorIndex
from claimbook.resolve.counts import find_counts
from claimbook.resolve.periods import find_periods
from claimbook.resolve.places import Frame, PlaceResolver, open_gazetteer
from claimbook.resolve.relations import relation_claims
from claimbook.resolve.speakers import SpeakerIndex
from claimbook.settings import Settings


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report and its claims; where they were to be explained, the reasons for each claim, in the claims' order."""

    report: Report
    claims: tuple[Claim, ...]
    reasons: tuple[tuple[Reason, ...], ...] = ()


class Pipeline:
    """Everything that reading needs, loaded once."""

    def __init__(self, settings: Settings, *, extractor: Extractor | None = None) -> None:
        self.nlp = load_parser(settings.spacy_pipeline)
        self.actors = ActorIndex.load(settings.actors)
        self.speakers = SpeakerIndex.load(self.actors)
        self.places = PlaceResolver(open_gazetteer(settings.cache_folder))
        self._extractor = extractor

    @property
    def extractor(self) -> Extractor:
        """The trained steps, loaded when they are first needed."""
        if self._extractor is None:
            self._extractor = load_extractor()
        return self._extractor

    def parse(self, report: Report) -> Reading:
        """The report's clean text, parsed, with what the resolvers recognise in it."""
        cleaned = clean(report)
        text = cleaned.text
        published = report.published.value if report.published else None
        found = Recognised(
            periods=find_periods(text, published=published, before=_title(report)),
            counts=find_counts(text),
            actors=self.actors.find(text),
            speakers=self.speakers.find(text),
            known_place=self.places.known,
        )
        return make_reading(report, cleaned, self.nlp(text), found)

    def read(self, report: Report) -> tuple[Claim, ...]:
        """The claims of one report, in text order."""
        reading = self.parse(report)
        return self.claims(reading, self.extractor.happenings(reading))

    def explain(self, report: Report) -> ReadReport:
        """The claims of one report, each with what the steps weighed for it."""
        reading = self.parse(report)
        happenings = self.extractor.happenings(reading)
        why = explain(self.extractor, reading, happenings)
        claims = self.claims(reading, happenings)
        return ReadReport(report, claims, tuple(why[claim.happening - 1] for claim in claims))

    def relations(self, report: Report) -> tuple[RelationClaim, ...]:
        """What the report says of how parties stand to each other ("backed by", "part of"), in text order."""
        return relation_claims(report, clean(report), self.actors, self.speakers)

    def claims(self, reading: Reading, happenings: Sequence[Happening]) -> tuple[Claim, ...]:
        """The happenings of a reading as claims, their words resolved."""
        report = reading.report
        outlet = report.outlet.value if report.outlet else None
        speaker = self.speakers.outlet_of(outlet, report.address, reading.clean.text)
        landmarks = self.places.landmarks(reading.clean.text)
        context = self.actors.context(
            reading.clean.text,
            outlet=outlet,
            speaker=self.speakers.entries[speaker] if speaker else None,
            year=reading.published.year if reading.published else None,
            landmarks=landmarks,
            found=reading.found.actors,
        )
        resolvers = Resolvers(
            actors=self.actors,
            speakers=self.speakers,
            places=self.places,
            context=context,
            cited=self.speakers.context(reading.clean.text, context),
            frame=Frame(
                published=reading.published,
                country=self.speakers.entries[speaker].country if speaker else None,
                landmarks=landmarks,
            ),
        )
        return make_claims(reading, happenings, resolvers)


def _title(report: Report) -> str:
    return (report.title.value or "") if report.title else ""


def read_all(
    items: Sequence[Input], options: ReadOptions, settings: Settings, *, jobs: int = 1, explained: bool = False
) -> Iterator[ReadReport | Notice]:
    """Each input as a report with its claims, or as a Notice, in order; with `jobs` over 1, in as many processes."""
    if jobs <= 1 or len(items) < 2:
        pipeline = Pipeline(settings)
        for item in items:
            yield _read_one(pipeline, item, options, explained)
        return
    open_gazetteer(settings.cache_folder)  # once, before there are several who would
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start_worker, initargs=(settings,))
    with pool:
        with _one_thread_each():  # all begin as they are given work
            told = pool.map(_work, ((item, options, explained) for item in items), chunksize=4)
        yield from told


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes that begin meanwhile multiply on one thread each, unless the user asks for more: threads of several
    processes that wait for each other halve their speed.  numpy's libraries look only while they are loaded."""
    added = [name for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS") if name not in os.environ]
    os.environ.update(dict.fromkeys(added, "1"))
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


def _read_one(pipeline: Pipeline, item: Input, options: ReadOptions, explained: bool) -> ReadReport | Notice:
    report = read_file(item, options)
    if isinstance(report, Notice):
        return report
    return pipeline.explain(report) if explained else ReadReport(report, pipeline.read(report))


_worker: list[Pipeline] = []  # one pipeline a process, filled by the initializer


def _start_worker(settings: Settings) -> None:
    _worker.append(Pipeline(settings))


def _work(job: tuple[Input, ReadOptions, bool]) -> ReadReport | Notice:
    return _read_one(_worker[0], *job)
