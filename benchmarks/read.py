"""How fast `read` is: against a bare run of its own spaCy pipeline, on two jobs against one, its memory, and `--help`.

    python benchmarks/read.py [--profile] [--only parse|jobs|memory|help ...]

Everything is measured in one run on this machine.  The bare parse is the spaCy pipeline as its package brings it, on the same
clean texts, one at a time; beside it stands the part of it that `read` uses, which recognises no entities.  `read` is
`Pipeline.read`, from the report to its claims.  They take turns, report by report, so that a busy machine slows all alike.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import spacy
from common import shared_folder, tell

from claimbook.extract.parser import load_parser
from claimbook.ingest import ReadOptions, clean, find_inputs, read_file
from claimbook.model import Notice, Report
from claimbook.pipeline import Pipeline, read_all
from claimbook.settings import Settings

MEGABYTE = 1024 * 1024
SCRIPT = "from claimbook.cli.main import main; main()"


def load_reports(folder: Path) -> list[Report]:
    """The reports of a folder; what cannot be read is none of this benchmark's business."""
    answers = (read_file(item, ReadOptions()) for item in find_inputs([folder]).items)
    return [answer for answer in answers if not isinstance(answer, Notice)]


def measure_parse(folder: Path) -> None:
    """Words a second of the bare parse, of the part of it that is used, and of the whole of read."""
    reports = load_reports(folder)
    pipeline = Pipeline(Settings())
    bare, used = spacy.load(Settings().spacy_pipeline), load_parser(Settings().spacy_pipeline)
    texts = [clean(report).text for report in reports]
    words = sum(len(text.split()) for text in texts)
    jobs: list[Callable[[Report, str], object]] = [
        lambda report, text: bare(text),
        lambda report, text: used(text),
        lambda report, text: pipeline.read(report),
    ]
    seconds = [0.0] * len(jobs)
    for n, (report, text) in enumerate(zip(reports[:10] + reports, texts[:10] + texts, strict=True)):
        for k, job in enumerate(jobs):
            start = time.perf_counter()
            job(report, text)
            if n >= 10:  # all are warm before the clock runs
                seconds[k] += time.perf_counter() - start
    parse_s, used_s, read_s = seconds
    print(f"{len(reports)} reports, {words:,} words; components: {', '.join(bare.pipe_names)}")
    print(f"not used: {', '.join(sorted({*bare.pipe_names} - {*used.pipe_names}))}")
    for name, taken in (("bare parse", parse_s), ("what read uses of it", used_s), ("read", read_s)):
        print(f"{name:<44} {words / taken:>10,.0f} words/s")
    tell("read, of the bare parse", parse_s / read_s, "", target=">= 0.60", met=parse_s / read_s >= 0.6)
    tell("read, of what it uses of it", used_s / read_s, "", target=">= 0.60", met=used_s / read_s >= 0.6)


def measure_jobs(folder: Path) -> None:
    """Reports read a second by one process and by two, starting included in neither."""
    items = find_inputs([folder]).items
    seconds = {}
    for jobs in (1, 2):
        answers = read_all(items, ReadOptions(), Settings(), jobs=jobs)
        next(answers)
        start = time.perf_counter()
        count = sum(1 for _ in answers)
        seconds[jobs] = time.perf_counter() - start
        print(f"{f'{jobs} job' + 's' * (jobs > 1):<44} {count / seconds[jobs]:>10.1f} reports/s")
    ratio = seconds[1] / seconds[2]
    tell("two jobs, of one", ratio, "", target=">= 1.70", met=ratio >= 1.7)


def measure_memory(folder: Path) -> None:
    """The most memory that one job holds while it reads everything."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        peak = pool.submit(_peak_megabytes, folder).result()
    tell("peak memory of a job", peak, "MB", target="< 700", met=peak < 700)


def _peak_megabytes(folder: Path) -> float:
    for _ in read_all(find_inputs([folder]).items, ReadOptions(), Settings()):
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE


def measure_help(folder: Path) -> None:
    """`claimbook --help` beyond the interpreter's own start: the middle of nine."""

    def seconds(*arguments: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start

    beyond = statistics.median(seconds("-c", SCRIPT, "--help") - seconds("-c", "pass") for _ in range(9))
    tell("claimbook --help beyond the interpreter", beyond, "s", target="< 0.40", met=beyond < 0.4)


def profile(folder: Path) -> None:
    """Where the time of read goes."""
    reports = load_reports(folder)
    pipeline = Pipeline(Settings())
    pipeline.read(reports[0])
    profiler = cProfile.Profile()
    profiler.enable()
    for report in reports:
        pipeline.read(report)
    profiler.disable()
    pstats.Stats(profiler).sort_stats("cumulative").print_stats("claimbook|spacy/language", 45)


PARTS: dict[str, Callable[[Path], None]] = {
    "parse": measure_parse,
    "jobs": measure_jobs,
    "memory": measure_memory,
    "help": measure_help,
}


def main() -> None:
    """Runs the parts that are asked for, by default all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--profile", action="store_true", help="show where the time goes instead")
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS))
    arguments = parser.parse_args()
    folder = shared_folder() / "reports"
    if arguments.profile:
        profile(folder)
        return
    for name in arguments.only:
        PARTS[name](folder)


if __name__ == "__main__":
    main()
