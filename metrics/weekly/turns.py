"""Computing a week takes seconds of a processor that also serves answers: one page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from metrics.errors import BusyComputingError

PATIENCE_SECONDS = 5.0

_turn = BoundedSemaphore(1)


@contextmanager
def computing() -> Iterator[None]:
    """This process's one turn to compute; raises BusyComputingError when it does not come soon."""
    if not _turn.acquire(timeout=PATIENCE_SECONDS):
        raise BusyComputingError(
            "Another week is being computed at this moment. Nothing was changed; try again in a "
            "minute."
        )
    try:
        yield
    finally:
        _turn.release()
