"""Speed and weight of readers' pages after five years of weeks, and how little history matters.

Writes 260 weekly finals and a flash for 400 channel partners in 40 regions and 10 countries, as
many figures shown, held and hidden as in the demo, and again 60 weeks; serves both as the product
is served, on SQLite, and reads every page as an executive, a manager and a partner would. Prints
for each: milliseconds within which 50 and 95 of 100 requests were answered, of one reader and of
two at a time; the server's processor time; the compressed bytes before the first paint; and the
time against that of the same page with 60 weeks of history, asked in turns.
Usage: python benchmarks/dashboards.py [weeks] [touchpoints]   (12 touchpoints: as many rows as
six metrics at eight make, while the method has four)
"""

from __future__ import annotations

import os
import sys
import tempfile
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
from benchmarks.readers.pages import Page, Reading, prepare_reading
from core.serving import usual_staff
from metrics.models import Metric

# A trend spans 53 weeks: below, a short history would also be a smaller page.
SHORT_WEEKS = 60
REQUESTS, WARM_UPS = 60, 6
MUST_REACH = "must reach: p95 100 ms, first paint 100 KB, history 1.0 ×, written within 300 s"


@dataclass(frozen=True)
class Installation:
    """A server on a history, its processes, and its pages."""

    port: int
    processes: frozenset[int]
    reading: Reading

    def reader(self, page: Page) -> Reader:
        return Reader(self.port, self.reading.codes[page.reader])


@dataclass(frozen=True)
class Measured:
    one: Times
    two: Times
    processor_ms: float
    first_paint_bytes: int
    of_short_history: float


def main(weeks: int, touchpoints: int) -> None:
    sizes = [Size(count, touchpoint_count=touchpoints) for count in (weeks, SHORT_WEEKS)]
    with ExitStack() as stack:
        long, short = (stack.enter_context(installed(size)) for size in sizes)
        print(f"\n{REQUESTS} requests each, on {os.cpu_count()} cores; {MUST_REACH}\n")
        print(f"{'':30}{'one reader':>16}{'two readers':>16}{'processor':>11}{'paint':>10}")
        print(f"{'':30}{'p50':>8}{'p95':>8}{'p50':>8}{'p95':>8}")
        for page, twin in zip(long.reading.pages, short.reading.pages, strict=True):
            show(page, measure(long, page, short, twin))


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
    print(
        f"{size.week_count} weeks, {size.partner_count} partners, {size.touchpoint_count} "
        f"touchpoints, {len(Metric)} metrics: {written.row_count / 1e6:.1f} million rows, "
        f"{written.row_counts['estimates'] / 1e6:.1f} of them estimates, "
        f"{byte_count / 1e9:.2f} GB, written in {written.seconds:.0f} s",
        flush=True,
    )


def measure(long: Installation, page: Page, short: Installation, twin: Page) -> Measured:
    warm_up(long, page)
    warm_up(short, twin)
    readers = (long.reader(page), long.reader(page))
    first_paint = readers[0].first_paint_bytes(page.path)
    before = processor_seconds(long.processes)
    one = read_in_turns(readers[:1], page.path, REQUESTS)
    processor = processor_seconds(long.processes) - before
    two = read_in_turns(readers, page.path, REQUESTS)
    ratio = against_short_history(readers[0], page, short.reader(twin), twin)
    for reader in readers:
        reader.close()
    return Measured(one, two, processor / REQUESTS * 1000, first_paint, ratio)


def warm_up(installation: Installation, page: Page) -> None:
    """Each on a connection of its own, so that every process of the server has seen the page."""
    for _ in range(WARM_UPS * usual_staff().process_count):
        reader = installation.reader(page)
        reader.get(page.path)
        reader.close()


def against_short_history(long: Reader, page: Page, short: Reader, twin: Page) -> float:
    """The same page of both in turns, so that both see the same neighbours on the machine."""
    pairs = [(long.timed(page.path), short.timed(twin.path)) for _ in range(REQUESTS)]
    short.close()
    return median(pair[0] for pair in pairs) / median(pair[1] for pair in pairs)


def show(page: Page, measured: Measured) -> None:
    times = "".join(
        f"{times.at(share):8.0f}" for times in (measured.one, measured.two) for share in (0.5, 0.95)
    )
    print(
        f"{page.reader:11}{page.name:19}{times}{measured.processor_ms:8.0f} ms"
        f"{measured.first_paint_bytes / 1024:7.1f} KB"
        f"   {measured.of_short_history:.2f} × with {SHORT_WEEKS} weeks",
        flush=True,
    )


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 260,
        int(sys.argv[2]) if len(sys.argv) > 2 else 8,
    )
