"""How often Python looks for objects that only refer to each other."""

from __future__ import annotations

import gc

# A page makes many thousand objects and a week some millions, hardly any of them in circles: to
# look every 700, as is usual, takes a sixth of the time of closing a week.
SEARCH_AFTER = (20_000, 10, 20)


def search_seldom() -> None:
    """For this process and those forked from it."""
    gc.set_threshold(*SEARCH_AFTER)
