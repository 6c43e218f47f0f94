"""Speed of answering: durable responses by real HTTP, on SQLite and on PostgreSQL.

Starts the product's own server on loopback with a questionnaire of seven questions and sends from
32 connections of one thread of this process, so that load and server share the machine. Prints
accepted posts per second with p50 and p99 (pages opened before), completed responses per second
(page opened, sent, thank-you seen), and the same posts with a commit for each response: behind the
same lock, and through the ORM without it. At the end every acknowledged response must be in the
database, once.
Usage: python benchmarks/answering.py [posts]
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.clients.respondents import CONNECTIONS, Load, Requests, Story, run
from benchmarks.product.asking import QUESTIONNAIRES, ask_people, count_stored
from benchmarks.product.serving import Variant, serving
from tests.databases import HAS_POSTGRESQL, postgresql_server

ANSWERS: dict[str, str | list[str]] = {
    "recommend": "9",
    "satisfaction": "4",
    "effort": "6",
    "repurchase": "8",
    "went_well": ["punctual", "explained"],
    "reason": "skill",
    "comment": "The technician came on time and explained what had been worn out.",
}
ANSWER_COUNT = 8
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
COMPLETED_SHARE = 0.3
OTHERS_SHARE = 0.5
MUST_REACH = {  # on the embedded database; PostgreSQL is measured beside it
    "SQLite posts": "must reach 700/s, p99 250 ms",
    "SQLite completed": "must reach 300/s",
}

Sheet = tuple[str, bytes]


def main(posts: int) -> None:
    print(
        f"{posts} sheets of {ANSWER_COUNT} answers from {CONNECTIONS} connections on "
        f"{os.cpu_count()} cores, the sender's share of all CPU time beside each\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", Path(folder), f"sqlite:///{folder}/twofold.sqlite", posts)
    if not HAS_POSTGRESQL:
        print("PostgreSQL  not run: its wheel is not installed here")
        return
    with tempfile.TemporaryDirectory() as folder, durable_postgresql() as url:
        measure("PostgreSQL", Path(folder), url, posts // 2)


def measure(name: str, folder: Path, url: str, posts: int) -> None:
    completed, others = int(posts * COMPLETED_SHARE), int(posts * OTHERS_SHARE)
    people = posts + completed + 2 * others
    paths = iter(ask_people(url, folder / "secret.key", people, QUESTIONNAIRES / "seven"))
    with serving(folder, url) as port:
        product = send_prefetched(port, paths, posts)
        show(f"{name} posts", product)
        requests = Requests(port)
        whole = run(port, [completing(requests, next(paths)) for _ in range(completed)])
        show(f"{name} completed", whole)
    for variant, note in (
        (Variant.EACH, "a commit each"),
        (Variant.ORM, "by the ORM, a commit each"),
    ):
        with serving(folder, url, variant) as port:
            show_ratio(name, product, send_prefetched(port, paths, others), note)
    assert count_stored(url) == (people, people * ANSWER_COUNT), count_stored(url)
    print(f"{name}: all {people} acknowledged responses are stored, each once\n", flush=True)


def send_prefetched(port: int, paths: Iterator[str], count: int) -> Load:
    requests = Requests(port)
    sheets: list[Sheet] = []
    run(port, [opening(requests, next(paths), sheets) for _ in range(count)])
    return run(port, [sending(requests, sheet) for sheet in sheets])


def opening(requests: Requests, path: str, sheets: list[Sheet]) -> Story:
    reply = yield requests.get(path)
    assert reply.status == 200, reply
    sheets.append((path, filled_in(reply.text)))


def sending(requests: Requests, sheet: Sheet) -> Story:
    reply = yield requests.post(*sheet)
    assert reply.status == 303, reply


def completing(requests: Requests, path: str) -> Story:
    page = yield requests.get(path)
    sent = yield requests.post(path, filled_in(page.text))
    thanks = yield requests.get(f"{path}/thanks")
    assert (page.status, sent.status, thanks.status) == (200, 303, 200)


def filled_in(page: str) -> bytes:
    """The body that a browser would send."""
    return urlencode({**dict(HIDDEN.findall(page)), **ANSWERS}, doseq=True).encode()


def show(name: str, load: Load, note: str = "") -> None:
    sender = load.own_cpu_seconds / load.seconds / (os.cpu_count() or 1)
    print(
        f"{name:21}{load.rate:6.0f}/s  p50 {load.percentile_ms(50):4.0f} ms  "
        f"p99 {load.percentile_ms(99):5.0f} ms  n {len(load.each):5}  sender {sender:4.1%}  "
        f"{note or MUST_REACH.get(name, '')}",
        flush=True,
    )


def show_ratio(name: str, product: Load, other: Load, note: str) -> None:
    show(f"{name} posts", other, note)
    print(
        f"{'':21}{product.rate / other.rate:6.2f} × as many a second with a shared commit, "
        f"p99 {other.percentile_ms(99) / product.percentile_ms(99):.2f} × shorter"
    )


@contextmanager
def durable_postgresql() -> Iterator[str]:
    with (
        postgresql_server(survives_power_cuts=True) as source,
        source.database(Path(), migrated=False) as url,
    ):
        yield url


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4_000)
