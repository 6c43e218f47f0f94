"""Words of the sentences in which results print."""

from __future__ import annotations


def counted(count: float, one: str, many: str = "") -> str:
    """A count with its noun; `many` where an s at the end does not make the plural.

    >>> counted(1, "step"), counted(2e6, "step"), counted(2, "stratum", "strata")
    ('1 step', '2000000 steps', '2 strata')
    """
    return f"{count:.12g} {one if count == 1 else many or one + 's'}"
