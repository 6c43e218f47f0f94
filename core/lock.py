"""A first-come-first-served lock between threads and between processes.

SQLite's own waiting is by polling, so that a writer can starve while others pass it. Threads queue
here in order, and one thread of each process at a time competes for the file lock.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

try:
    import fcntl
except ImportError:  # no file locks there: one process only, which SQLite's own lock still guards
    fcntl = None  # type: ignore[assignment]


class FairLock:
    def __init__(self, path: str) -> None:
        self._path = path
        self._guard = Lock()
        self._taken = False
        self._waiting: deque[Lock] = deque()

    @contextmanager
    def held(self) -> Iterator[None]:
        self._enter_queue()
        try:
            with _file_lock(self._path):
                yield
        finally:
            self._leave()

    def _enter_queue(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            turn = Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def _leave(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


@contextmanager
def _file_lock(path: str) -> Iterator[None]:
    if fcntl is None:
        yield
        return
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
