"""What was made of things that never change, kept for whoever asks next.

Only what is named by everything that it was made of may be kept: then it cannot be out of date.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

from flask import current_app

Made = TypeVar("Made")
EXTENSION = "twofold-remembered"


class Remembered:
    """The `most` things that were asked for last, of one process; safe for its threads."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, made_of: Hashable, make: Callable[[], Made]) -> Made:
        """What is kept under exactly this, or else what `make` makes; two may make it at once."""
        with self._lock:
            if made_of in self._kept:
                self._kept.move_to_end(made_of)
                return cast(Made, self._kept[made_of])
        made = make()
        with self._lock:
            self._kept[made_of] = made
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return made


def current_remembered() -> Remembered:
    """That of the running application."""
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, Remembered)
    return found
