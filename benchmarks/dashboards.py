"""Speed and weight of readers' pages after five years of weeks, and how little history matters.

Writes 260 weekly finals and a flash for 400 channel partners in 40 regions and 10 countries, with
comments and signals, as many figures shown, held and hidden as in the demo, and again 60 weeks;
serves both as the product is served, on SQLite, and reads every page as an executive, a manager, a
partner and a program would. Prints for each: milliseconds within which 50 and 95 of 100 requests
were answered, of one reader and of two at a time; the server's processor time; the compressed
bytes before the first paint; and three ratios: 95 of 100 requests against what it must reach,
bytes against what it must reach, and the time against that of the same page with 60 weeks of
history, asked in turns.
Usage: python benchmarks/dashboards.py [--weeks 260] [--short-weeks 60] [--partners 400]
           [--touchpoints 12] [--requests 60]
Twelve touchpoints make as many rows as six metrics at eight would, while the method has four.
"""

from __future__ import annotations

import os
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy.orm import Session

from benchmarks.clients.readers import Reader, Times, read_in_turns
from benchmarks.product.asking import engine_of
from benchmarks.product.processor import descendants, processor_seconds
from benchmarks.product.serving import serving
from benchmarks.readers.history import Size, Written, file_size, write_history
from benchmarks.readers.pages import Kind, Page, Reading, prepare_reading
from core.serving import usual_staff
from metrics.models import Metric

# A trend spans 53 weeks: below, a short history would also be a smaller page.
SHORT_WEEKS = 60
WARM_UPS = 6
MOST_OF_LONG_ONES = 6  # requests of a file or a PDF
SECONDS_TO_WRITE, PAINT_KILOBYTES = 300, 100
MILLISECONDS = {Kind.PAGE: 100, Kind.DATA: 100, Kind.KEPT: 100, Kind.PAPER: 3000}
LONG_ONES = (Kind.FILE, Kind.PAPER)
FIRST_TIMED = (Kind.PAGE, Kind.PAPER)
HEAD = (
    f"{'':31}{'one reader, ms':>16}{'two at a time':>16}{'processor':>11}{'bytes':>11}"
    f"{'p95 of':>10}{'bytes of':>10}{'of short':>10}\n"
    f"{'':31}{'p50':>8}{'p95':>8}{'p50':>8}{'p95':>8}{'ms':>11}{'KB':>11}"
    f"{'target':>10}{'target':>10}{'history':>10}"
)


@dataclass(frozen=True)
class Installation:
    """A server on a history, the processes that it started with, and its pages."""

    port: int
    started: frozenset[int]
    reading: Reading

    @property
    def processes(self) -> frozenset[int]:
        """All that answer by now."""
        return self.started.union(*map(descendants, self.started))

    def reader(self, page: Page) -> Reader:
        reader = Reader(self.port, self.reading.people[page.reader].signed_in(self.port))
        if page.kind is Kind.KEPT:
            reader.keep(page.path)
        return reader


@dataclass(frozen=True)
class Measured:
    first_ms: float
    one: Times
    two: Times
    processor_ms: float
    byte_count: int
    of_short_history: float


def main(asked: Namespace) -> None:
    sizes = [
        Size(count, asked.partners, asked.touchpoints) for count in (asked.weeks, asked.short_weeks)
    ]
    with ExitStack() as stack:
        long, short = (stack.enter_context(installed(size)) for size in sizes)
        print(
            f"\n{asked.requests} requests each, of files and PDFs {MOST_OF_LONG_ONES} at most, on "
            f"{os.cpu_count()} cores at load {os.getloadavg()[0]:.1f}.\nTargets: p95 100 ms, PDFs "
            f"3,000 ms; first paint {PAINT_KILOBYTES} KB; history 1.0 "
            f"({asked.weeks} : {asked.short_weeks} weeks). Files have none.\n\n{HEAD}"
        )
        for page, twin in zip(long.reading.pages, short.reading.pages, strict=True):
            show(page, measure(long, page, short, twin, asked.requests))


@contextmanager
def installed(size: Size) -> Iterator[Installation]:
    """Write a history into a folder of its own and serve it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "twofold.sqlite"
        url = f"sqlite:///{database}"
        tell(size, write_history(url, size), file_size(database))
        with engine_of(url) as engine, Session(engine, expire_on_commit=False) as session:
            reading = prepare_reading(session)
        others = descendants(os.getpid())
        with serving(folder, url) as port:
            yield Installation(port, descendants(os.getpid()) - others, reading)


def tell(size: Size, written: Written, byte_count: int) -> None:
    counts = written.row_counts
    print(
        f"{size.week_count} weeks, {size.partner_count} partners, {size.touchpoint_count} "
        f"touchpoints, {len(Metric)} metrics: {written.row_count / 1e6:.1f} million rows, "
        f"{counts['estimates'] / 1e6:.1f} of them estimates, {counts['voices']:,} comments, "
        f"{counts['signals']:,} signals, {byte_count / 1e9:.2f} GB, written in "
        f"{written.seconds:.0f} s, {written.seconds / SECONDS_TO_WRITE:.2f} of the target",
        flush=True,
    )


def measure(
    long: Installation, page: Page, short: Installation, twin: Page, wanted: int
) -> Measured:
    count = min(wanted, MOST_OF_LONG_ONES) if page.kind in LONG_ONES else wanted
    readers = (long.reader(page), long.reader(page))
    first = readers[0].timed(page.path)
    warm_up(long, page)
    warm_up(short, twin)
    weigh = readers[0].first_paint_bytes if page.kind is Kind.PAGE else readers[0].bytes_of
    byte_count = weigh(page.path)
    before = processor_seconds(long.processes)
    one = read_in_turns(readers[:1], page.path, count)
    processor = processor_seconds(long.processes) - before
    two = read_in_turns(readers, page.path, count)
    ratio = against_short_history((readers[0], page), (short.reader(twin), twin), count)
    for reader in readers:
        reader.close()
    return Measured(first, one, two, processor / count * 1000, byte_count, ratio)


def warm_up(installation: Installation, page: Page) -> None:
    """Each on a connection of its own, so that every process of the server has seen the page."""
    count = 1 if page.kind in LONG_ONES else WARM_UPS
    for _ in range(count * usual_staff().process_count):
        reader = installation.reader(page)
        reader.get(page.path)
        reader.close()


def against_short_history(
    long: tuple[Reader, Page], short: tuple[Reader, Page], count: int
) -> float:
    """The same page of both in turns, so that both see the same neighbours on the machine."""
    times = [[reader.timed(page.path) for reader, page in (long, short)] for _ in range(count)]
    short[0].close()
    return median(pair[0] for pair in times) / median(pair[1] for pair in times)


def show(page: Page, measured: Measured) -> None:
    times = "".join(
        f"{times.at(share):8.0f}" for times in (measured.one, measured.two) for share in (0.5, 0.95)
    )
    kilobytes = measured.byte_count / 1024
    target = MILLISECONDS.get(page.kind)
    of_target = f"{measured.one.at(0.95) / target:10.2f}" if target else f"{'–':>10}"
    is_page = page.kind is Kind.PAGE
    of_paint = f"{kilobytes / PAINT_KILOBYTES:10.2f}" if is_page else f"{'–':>10}"
    first = f"   first {measured.first_ms:,.0f} ms" if page.kind in FIRST_TIMED else ""
    print(
        f"{page.reader:10}{page.name:21}{times}{measured.processor_ms:11.0f}{kilobytes:11.1f}"
        f"{of_target}{of_paint}{measured.of_short_history:10.2f}{first}",
        flush=True,
    )


def arguments() -> Namespace:
    parser = ArgumentParser(description="Speed and weight of readers' pages.")
    for name, usual in (
        ("--weeks", 260), ("--short-weeks", SHORT_WEEKS), ("--partners", 400),
        ("--touchpoints", 12), ("--requests", 60),
    ):  # fmt: skip
        parser.add_argument(name, type=int, default=usual)
    return parser.parse_args()


if __name__ == "__main__":
    main(arguments())
