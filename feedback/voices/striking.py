"""Striking words out of a comment: what is shown is the original with parts left out, or nothing.

Nobody's words are rewritten: whatever a manager sends is held against what was written.
"""

from __future__ import annotations

from collections.abc import Iterable

STRUCK = "[…]"
NOTHING_LEFT = (
    "Nothing is left to read once these words are struck out. Choose “Do not show it” instead."
)
REWRITTEN = (
    f"This is not what was written. Words may only be replaced by {STRUCK}, never changed, added "
    "or moved. The text below is as it was; strike out again."
)


def plain(text: str) -> str:
    """As it comes back from a browser's field: one kind of line end, no space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def strike(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with some spans (from, to) struck out; spans that touch become one.

    >>> strike("Call Ann or Bob", [(5, 8), (12, 15)])
    'Call […] or […]'
    """
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if start > at or not parts:
            parts.append(text[at:start])
        at = max(at, end)
    return STRUCK.join([*parts, text[at:]]) if parts else text


def is_original_with_strikes(original: str, shown: str) -> bool:
    """Whether `shown` is the original with parts (each at least a character) replaced by […].

    >>> is_original_with_strikes("Ask Ann, she knows", "Ask […], she knows")
    True
    >>> is_original_with_strikes("Ask Ann, she knows", "Ask […], she never knows")
    False
    """
    first, *others = plain(shown).split(STRUCK)
    written = plain(original)
    if not others:
        return first == written
    *middle, last = others
    if not written.startswith(first):
        return False
    at = len(first)
    # The leftmost place leaves most room for what follows, so that no other has to be tried.
    for part in middle:
        found = written.find(part, at + 1)
        if found < 0:
            return False
        at = found + len(part)
    return written.endswith(last) and len(written) - len(last) > at


def what_is_wrong_with(original: str, shown: str) -> str:
    """Why a text cannot be shown in the original's place; empty where it can."""
    if not is_original_with_strikes(original, shown):
        return REWRITTEN
    left = plain(shown).replace(STRUCK, "")
    return "" if any(sign.isalnum() for sign in left) else NOTHING_LEFT
