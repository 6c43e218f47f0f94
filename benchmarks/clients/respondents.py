"""Respondents for benchmarks: kept-alive connections that open pages and send sheets."""

from __future__ import annotations

import re
import socket
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

import numpy as np

CONNECTIONS = 32
ANSWERS = {
    "recommend": "9",
    "satisfaction": "4",
    "effort": "6",
    "repurchase": "8",
    "reason": "skill",
    "comment": "The technician came on time and explained what had been worn out.",
}
TOKEN = re.compile(rb'name="sheet" value="([^"]+)"')


@dataclass(frozen=True)
class Load:
    """What one run took: seconds of each exchange, and of all of them."""

    seconds: float
    each: Sequence[float]

    @property
    def rate(self) -> float:
        return len(self.each) / self.seconds

    def percentile_ms(self, percent: int) -> float:
        return float(np.percentile(self.each, percent)) * 1000


class Connection:
    """A kept-alive connection that does only what the benchmark needs."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head = f"Host: 127.0.0.1:{port}\r\nUser-Agent: Mobile\r\n"

    def get(self, path: str) -> tuple[int, bytes]:
        return self._exchange(f"GET {path} HTTP/1.1\r\n{self._head}\r\n".encode())

    def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        head = (
            f"POST {path} HTTP/1.1\r\n{self._head}Content-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        return self._exchange(head.encode() + body)

    def _exchange(self, request: bytes) -> tuple[int, bytes]:
        self._socket.sendall(request)
        head, body = b"", b""
        while b"\r\n\r\n" not in head:
            head += self._receive()
        head, _, body = head.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        while length and len(body) < int(length[1]):
            body += self._receive()
        return int(head[9:12]), body

    def _receive(self) -> bytes:
        received = self._socket.recv(65536)
        if not received:
            raise ConnectionError("the server closed the connection")
        return received


def run(port: int, paths: deque[str], count: int, *, prefetched: bool) -> Load:
    """Send `count` sheets from all connections; every one must be accepted."""
    connections = [Connection(port) for _ in range(CONNECTIONS)]
    mine = [paths.popleft() for _ in range(count)]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        shares = [mine[number::CONNECTIONS] for number in range(CONNECTIONS)]
        sheets = list(pool.map(fetch_all, connections, shares)) if prefetched else shares
        exchange: Callable[..., list[float]] = send_all if prefetched else complete_all
        started = time.perf_counter()
        each = [seconds for part in pool.map(exchange, connections, sheets) for seconds in part]
        return Load(time.perf_counter() - started, each)


def fetch_all(connection: Connection, paths: Sequence[str]) -> list[tuple[str, bytes]]:
    return [(path, fetch(connection, path)) for path in paths]


def fetch(connection: Connection, path: str) -> bytes:
    """The body that a browser would send for this page."""
    status, page = connection.get(path)
    found = TOKEN.search(page)
    assert status == 200, page
    assert found
    return urlencode({"sheet": found[1].decode(), **ANSWERS}).encode()


def send_all(connection: Connection, sheets: Sequence[tuple[str, bytes]]) -> list[float]:
    return [timed(partial(send, connection, path, body)) for path, body in sheets]


def send(connection: Connection, path: str, body: bytes) -> None:
    status, page = connection.post(path, body)
    assert status == 303, (status, page)


def complete_all(connection: Connection, paths: Sequence[str]) -> list[float]:
    return [timed(partial(complete, connection, path)) for path in paths]


def complete(connection: Connection, path: str) -> None:
    send(connection, path, fetch(connection, path))
    status, _ = connection.get(f"{path}/thanks")
    assert status == 200


def timed(deed: Callable[[], None]) -> float:
    started = time.perf_counter()
    deed()
    return time.perf_counter() - started
