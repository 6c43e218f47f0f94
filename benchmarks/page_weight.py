"""What the answering page costs a phone on a slow line, beside SurveyJS's published bundles.

Both ask the same five questions, on a cold cache in Chromium at 400 kbit/s, 400 ms latency and a
CPU four times slower: bytes on the wire with their headers, requests, seconds to the first paint
and to the first question shown. Median of some visits, the two in turns. Fetches the bundles from
the npm registry the first time; where that cannot be done, the peer is printed with the reason.
Usage: python benchmarks/page_weight.py [visits]
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from benchmarks.clients.browsers import Visit, browser, visit
from benchmarks.product.asking import QUESTIONNAIRES, ask_people
from benchmarks.product.peer_pages import NotRun, serving_peer
from benchmarks.product.serving import serving

OUR_QUESTION = "input[name=recommend]"
PEER_QUESTION = "#sheet input[type=radio]"
MUST_REACH = "must reach 14 KB, 2 requests, first paint 1.0 s"


def main(visit_count: int) -> None:
    with browser() as opened, ExitStack() as stack:
        if opened is None:
            sys.exit("No Chromium was found: install one, or name yours in TWOFOLD_CHROMIUM.")
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder}/twofold.sqlite"
        (path,) = ask_people(url, folder / "secret.key", 1, QUESTIONNAIRES / "five")
        port = stack.enter_context(serving(folder, url))
        pages = {"ours": (f"http://127.0.0.1:{port}{path}", OUR_QUESTION)}
        try:
            pages["SurveyJS"] = (stack.enter_context(serving_peer()), PEER_QUESTION)
        except NotRun as reason:
            print(f"SurveyJS  not run: {reason}")
        compare(opened, pages, visit_count)


def compare(opened: Browser, pages: dict[str, tuple[str, str]], visit_count: int) -> None:
    visits: dict[str, list[Visit]] = {name: [] for name in pages}
    for url, question in pages.values():
        visit(opened, url, question)  # one to warm up the servers
    for _ in range(visit_count):
        for name, (url, question) in pages.items():
            visits[name].append(visit(opened, url, question))
    usual = {name: middle(each) for name, each in visits.items()}
    for name, one in usual.items():
        show(name, one, MUST_REACH if name == "ours" else "")
    if "SurveyJS" in usual:
        show_ratios(usual["SurveyJS"], usual["ours"])


def middle(visits: Sequence[Visit]) -> Visit:
    """The median of each figure."""

    def of(name: str) -> float:
        return float(median(getattr(one, name) for one in visits))

    return Visit(
        byte_count=round(of("byte_count")),
        request_count=round(of("request_count")),
        first_paint_seconds=of("first_paint_seconds"),
        question_shown_seconds=of("question_shown_seconds"),
    )


def show(name: str, one: Visit, note: str) -> None:
    print(
        f"{name:9}{one.byte_count / 1024:7.1f} KB in {one.request_count} requests, "
        f"first paint {one.first_paint_seconds:5.2f} s, "
        f"first question {one.question_shown_seconds:5.2f} s  {note}"
    )


def show_ratios(peer: Visit, ours: Visit) -> None:
    print(
        f"SurveyJS  {peer.byte_count / ours.byte_count:.0f} × the bytes, "
        f"{peer.first_paint_seconds / ours.first_paint_seconds:.1f} × the time to the first paint, "
        f"{peer.question_shown_seconds / ours.question_shown_seconds:.1f} × to the first question"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
