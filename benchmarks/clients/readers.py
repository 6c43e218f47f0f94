"""Somebody who reads pages: one connection kept open, what a page weighs and how long it took."""

from __future__ import annotations

import gzip
import http.client
import re
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

TIMEOUT_SECONDS = 120
OK, NOT_MODIFIED = 200, 304
# A style sheet, or a script that is neither deferred nor a module, keeps the page from painting.
STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
SCRIPT = re.compile(r'<script(?![^>]*\b(?:defer|async|module)\b)[^>]*\bsrc="([^"]+)"')


@dataclass(frozen=True)
class Times:
    """Milliseconds of each request."""

    each: tuple[float, ...]

    def at(self, share: float) -> float:
        """The time that `share` of the requests stayed within."""
        ordered = sorted(self.each)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True)
class Answer:
    """`byte_count` on the wire, headers included; `content` as it was sent."""

    byte_count: int
    content: bytes
    is_packed: bool
    etag: str

    @property
    def text(self) -> str:
        return (gzip.decompress(self.content) if self.is_packed else self.content).decode()


class NotServedError(Exception):
    """A page did not answer as it should; the text names it."""


class Reader:
    """Somebody signed in, by a cookie or a token, with one connection to one server."""

    def __init__(self, port: int, signed_in: Mapping[str, str]) -> None:
        self._headers = {**signed_in, "Accept-Encoding": "gzip"}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
        self._expected = OK

    def keep(self, path: str) -> None:
        """From now on ask for this with the entity tag of what is kept; 304 is expected."""
        self._headers["If-None-Match"] = self.get(path).etag
        self._expected = NOT_MODIFIED

    def get(self, path: str) -> Answer:
        """Raises NotServedError for any other status than the one expected."""
        answer = self._answer(path)
        body = answer.read()
        if answer.status != self._expected:
            raise NotServedError(f"{path} answered {answer.status}")
        head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
        is_packed = answer.headers.get("Content-Encoding") == "gzip"
        return Answer(head + len(body), body, is_packed, answer.headers.get("ETag") or "")

    def _answer(self, path: str) -> http.client.HTTPResponse:
        """Over a new connection where the server gave up the old one, which had been idle."""
        for _ in range(2):
            try:
                self._connection.request("GET", path, headers=self._headers)
                return self._connection.getresponse()
            except (http.client.RemoteDisconnected, ConnectionError):
                self._connection.close()
        raise NotServedError(f"{path} was not answered")

    def first_paint_bytes(self, path: str) -> int:
        """The page with everything that a browser waits for before it paints."""
        page = self.get(path)
        needed = dict.fromkeys([*STYLE.findall(page.text), *SCRIPT.findall(page.text)])
        return page.byte_count + sum(self.get(address).byte_count for address in needed)

    def bytes_of(self, path: str) -> int:
        return self.get(path).byte_count

    def timed(self, path: str) -> float:
        """Milliseconds from asking to the last byte."""
        started = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - started) * 1000

    def close(self) -> None:
        self._connection.close()


def read_in_turns(readers: tuple[Reader, ...], path: str, count: int) -> Times:
    """`count` requests in all, each reader asking again as soon as it was answered."""
    each = max(1, count // len(readers))
    with ThreadPoolExecutor(len(readers)) as pool:
        runs = pool.map(lambda reader: [reader.timed(path) for _ in range(each)], readers)
        return Times(tuple(time for run in runs for time in run))
