"""Respondents for benchmarks: many kept-alive connections driven by one thread.

A respondent is a story: a generator that yields requests and is sent the replies. One thread with
a selector costs the machine a tenth of what a thread for each connection does, so that what is
measured is the server.
"""

from __future__ import annotations

import re
import selectors
import socket
import time
import zlib
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

CONNECTIONS = 32
HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


@dataclass(frozen=True)
class Reply:
    status: int
    head: bytes
    body: bytes

    @property
    def text(self) -> str:
        is_packed = b"content-encoding: gzip" in self.head.lower()
        return (zlib.decompress(self.body, 31) if is_packed else self.body).decode()


Story = Generator[bytes, Reply, None]


@dataclass(frozen=True)
class Load:
    """What one run took: seconds of each story, of all of them, and of this process's own CPU."""

    seconds: float
    own_cpu_seconds: float
    each: Sequence[float]

    @property
    def rate(self) -> float:
        return len(self.each) / self.seconds

    def percentile_ms(self, percent: int) -> float:
        return float(np.percentile(self.each, percent)) * 1000


@dataclass(frozen=True)
class Requests:
    """Requests as a phone's browser sends them, to one server."""

    port: int

    def get(self, path: str) -> bytes:
        return f"GET {path} HTTP/1.1\r\n{self._head}\r\n".encode()

    def post(self, path: str, body: bytes) -> bytes:
        head = (
            f"POST {path} HTTP/1.1\r\n{self._head}Content-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        return head.encode() + body

    @property
    def _head(self) -> str:
        return (
            f"Host: 127.0.0.1:{self.port}\r\nUser-Agent: Mozilla/5.0 (Linux; Android 14) Mobile\r\n"
            "Accept: text/html\r\nAccept-Encoding: gzip\r\nAccept-Language: en\r\n"
        )


class Connection:
    """One kept-alive connection and the story that is on it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.story: Story
        self.started = 0.0
        self._received = b""
        self._ends_at = 0

    def begin(self, story: Story) -> None:
        self.story, self.started = story, time.perf_counter()
        self.socket.sendall(next(story))

    def receive(self) -> Reply | None:
        """What came, once it is whole."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("the server closed the connection")
        self._received += part
        if not self._ends_at and HEAD_END in self._received:
            found = LENGTH.search(self._received)
            length = int(found[1]) if found else 0
            self._ends_at = self._received.index(HEAD_END) + len(HEAD_END) + length
        if not self._ends_at or len(self._received) < self._ends_at:
            return None
        whole, self._received, self._ends_at = self._received, b"", 0
        head, _, body = whole.partition(HEAD_END)
        return Reply(int(head[9:12]), head, body)

    def go_on(self, reply: Reply) -> bool:
        """Hand the reply to the story and send what it asks for next; False at its end."""
        try:
            self.socket.sendall(self.story.send(reply))
        except StopIteration:
            return False
        return True


def run(port: int, stories: Iterable[Story], connection_count: int = CONNECTIONS) -> Load:
    """Let all stories happen, as many at a time as there are connections."""
    waiting = deque(stories)
    each: list[float] = []
    with selectors.DefaultSelector() as selector:
        connections = [Connection(port) for _ in range(min(connection_count, len(waiting)))]
        started, own = time.perf_counter(), time.process_time()
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.begin(waiting.popleft())
        open_count = len(connections)
        while open_count:
            for key, _ in selector.select():
                connection = key.data
                reply = connection.receive()
                if reply is None or connection.go_on(reply):
                    continue
                each.append(time.perf_counter() - connection.started)
                if waiting:
                    connection.begin(waiting.popleft())
                else:
                    selector.unregister(connection.socket)
                    open_count -= 1
        return Load(time.perf_counter() - started, time.process_time() - own, each)
