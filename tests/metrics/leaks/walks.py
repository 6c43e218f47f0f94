"""Somebody who opens everything there is, and what of it they must not have seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask.testing import FlaskClient

from tests.metrics.leaks.addresses import followed, queries_of
from tests.metrics.leaks.decoding import text_of
from tests.metrics.leaks.networks import COMMENT, COMPANY, CONTACT, NAMES, ORDER, PERSON, SECRET
from tests.metrics.leaks.planting import (
    DIGITS,
    HIDDEN_COUNT,
    ROUNDED_COUNT,
    ROUNDED_DIGITS,
    SHOWN_INTERVAL,
    SHOWN_NPS,
    TEXTS,
)

WORDS: Mapping[str, str] = {
    **TEXTS,
    "the partner's name": NAMES[SECRET],
    "the partner's key": SECRET,
    "a company that buys from the partner": COMPANY,
    "a person who buys from the partner": PERSON,
    "a person at the partner": CONTACT,
    "a transaction of the partner": ORDER,
    "a comment about the partner": COMMENT,
    "a hidden figure at the page's places": SHOWN_NPS,
    "a hidden interval at the page's places": SHOWN_INTERVAL,
}
NUMBERS = {
    "a hidden figure": re.compile(rf"\d\.\d*{DIGITS}"),
    "what was rounded": re.compile(rf"\d\.\d*{ROUNDED_DIGITS}"),
}
COUNT = re.compile(r"(?<![\w.])(\d{6})(?:\.0+)?(?![\w.])")
COUNTS = {"a hidden count": HIDDEN_COUNT, "a count that is told as a band": ROUNDED_COUNT}
MOST_COUNTED = 10_000
# With how many addresses of a page its parameters are tried, and how many links are followed.
ASKED_OF_EACH, MOST_FOLLOWED = 2, 400


@dataclass(frozen=True)
class Seen:
    """What came back from an address: headers with the names of files, and the words of it."""

    path: str
    status: int
    headers: str
    text: str
    mimetype: str

    @property
    def canaries(self) -> set[str]:
        return canaries_in(f"{self.headers}\n{self.text}", self.path)


def canaries_in(text: str, asked: str = "") -> set[str]:
    """Names of the canaries in a text. What was asked for is no secret to whoever asks."""
    known = text.casefold()
    found = {
        name
        for name, word in WORDS.items()
        if word.casefold() in known and not (word == SECRET and SECRET in asked)
    }
    found |= {name for name, digits in NUMBERS.items() if digits.search(text)}
    counts = {int(count) for count in COUNT.findall(text.replace(",", ""))}
    for name, first in COUNTS.items():
        if counts & set(range(first, first + MOST_COUNTED)):
            found.add(name)
    return found


def walk(
    client: FlaskClient,
    paths: Mapping[str, Iterable[str]],
    *,
    asked_of_each: int = ASKED_OF_EACH,
    follows: int = MOST_FOLLOWED,
) -> Iterator[Seen]:
    """Every address, the parameters of those that open, and the links of what they say."""
    done, links = set(), list[str]()
    for endpoint, listed in paths.items():
        opened = []
        for path in listed:
            seen = _open(client, path)
            done.add(path)
            yield seen
            if seen.status == 200:
                opened.append(path)
                links += sorted(followed(seen.text))
        for path in _spread(opened, asked_of_each):
            for asked in queries_of(endpoint, path):
                yield _open(client, asked)
    yield from _follow(client, links, done, follows)


def _spread(paths: Sequence[str], count: int) -> Sequence[str]:
    """So many of them, from the first to the last."""
    return paths[:: -(-len(paths) // count)] if paths and count else ()


def _follow(client: FlaskClient, links: list[str], done: set[str], most: int) -> Iterator[Seen]:
    waiting = [path for path in dict.fromkeys(links) if path not in done]
    for place in range(most):
        if place >= len(waiting):
            return
        seen = _open(client, waiting[place])
        yield seen
        known = {*waiting, *done}
        waiting += sorted(path for path in followed(seen.text) if path not in known)


def _open(client: FlaskClient, path: str) -> Seen:
    answer = client.get(path)
    assert answer.status_code < 500, path
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    text = text_of(answer.data, answer.mimetype)
    answer.close()
    return Seen(path, answer.status_code, headers, text, answer.mimetype or "")
