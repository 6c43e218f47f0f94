"""Somebody who reads pages: one connection kept open, what a page weighs and how long it took."""

from __future__ import annotations

import gzip
import http.client
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

TIMEOUT_SECONDS = 60
OK = 200
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


class NotServedError(Exception):
    """A page did not answer 200; the text names it."""


class Reader:
    """A signed-in browser with one connection to one server."""

    def __init__(self, port: int, code: str) -> None:
        self._headers = {"Cookie": f"twofold-session-{port}={code}", "Accept-Encoding": "gzip"}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)

    def get(self, path: str) -> tuple[int, bytes]:
        """Bytes on the wire, headers included, and the body as it was sent; or NotServedError."""
        answer = self._answer(path)
        body = answer.read()
        if answer.status != OK:
            raise NotServedError(f"{path} answered {answer.status}")
        head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
        packed = answer.headers.get("Content-Encoding") == "gzip"
        return head + len(body), gzip.decompress(body) if packed else body

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
        count, body = self.get(path)
        text = body.decode()
        needed = dict.fromkeys([*STYLE.findall(text), *SCRIPT.findall(text)])
        return count + sum(self.get(address)[0] for address in needed)

    def timed(self, path: str) -> float:
        """Milliseconds from asking to the last byte."""
        started = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - started) * 1000

    def close(self) -> None:
        self._connection.close()


def read_in_turns(readers: tuple[Reader, ...], path: str, count: int) -> Times:
    """`count` requests in all, each reader asking again as soon as it was answered."""
    each = count // len(readers)
    with ThreadPoolExecutor(len(readers)) as pool:
        runs = pool.map(lambda reader: [reader.timed(path) for _ in range(each)], readers)
        return Times(tuple(time for run in runs for time in run))
