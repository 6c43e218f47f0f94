"""The signed trail of a sheet: which page is shown since when, and how it was answered before.

It travels in the form, so that neither a cookie nor a stored session is needed, and nobody but us
can have written it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from core.keys import KeyRing
from feedback.tokens import MILLISECOND, milliseconds_of, moment_of

PURPOSE = "trail"
LONGEST_TRAIL = 4000
# Nobody looks at one page for longer: the phone lay aside, and the time says nothing.
LONGEST_LOOK = timedelta(hours=1)
UNKNOWN = "x"
FORM = re.compile(r"[0-9]{1,4}\.[0-9a-f]{1,12}\.[0-9a-fx_-]*")


@dataclass(frozen=True)
class PageLook:
    """One page so far: how long it was looked at (None: unknown), and how often it was come to."""

    page: int
    milliseconds: int | None
    visits: int

    def longer(self, by: int | None) -> PageLook:
        known = self.milliseconds is not None and by is not None
        return replace(self, milliseconds=(self.milliseconds or 0) + (by or 0) if known else None)


@dataclass(frozen=True)
class Trail:
    """The page that is shown, since when, and every page's look so far."""

    page: int
    shown_at: datetime
    looks: tuple[PageLook, ...]

    def seen_until(self, now: datetime, *, waited: bool = False) -> Trail:
        """The trail with the time since `shown_at`: unknown where it `waited` or was sent again,
        where a clock jumped, or where nobody can have looked for so long."""
        spent = now - self.shown_at
        is_known = not waited and timedelta(0) <= spent <= LONGEST_LOOK
        by = spent // MILLISECOND if is_known else None
        return replace(
            self,
            shown_at=now,
            looks=tuple(look.longer(by) if look.page == self.page else look for look in self.looks),
        )

    def is_behind(self, looks: Iterable[PageLook]) -> bool:
        """Whether these looks of the same sheet know of a visit that this trail does not: an
        earlier page was sent again, or the sheet is open twice."""
        visits = {look.page: look.visits for look in self.looks}
        return any(look.visits > visits.get(look.page, 0) for look in looks)

    def at(self, page: int, now: datetime) -> Trail:
        """Now at this page; to draw the same page again is no new visit."""
        if page == self.page:
            return replace(self, shown_at=now)
        looks = {look.page: look for look in self.looks}
        before = looks.get(page, PageLook(page, 0, 0))
        looks[page] = replace(before, visits=before.visits + 1)
        return Trail(page, now, tuple(looks[number] for number in sorted(looks)))

    def stored(self, page_count: int) -> list[dict[str, Any]]:
        """As `Response.pages` keeps it; the closing page, which asks nothing, is left out."""
        return [
            {
                "page": look.page,
                "seconds": None if look.milliseconds is None else look.milliseconds / 1000,
                "visits": look.visits,
            }
            for look in self.looks
            if look.page <= page_count
        ]


def begin_trail(page: int, now: datetime) -> Trail:
    return Trail(page, now, (PageLook(page, 0, 1),))


def sign_trail(keys: KeyRing, sheet_key: str, trail: Trail) -> str:
    """The trail as the page carries it, bound to its sheet."""
    body = f"{trail.page}.{milliseconds_of(trail.shown_at):x}.{write_looks(trail.looks)}"
    return f"{body}.{keys.code(PURPOSE, f'{sheet_key}.{body}')}"


def read_trail(keys: KeyRing, sheet_key: str, text: str) -> Trail | None:
    """The trail of this sheet, or None: then nothing is known of how it was answered."""
    body, _, code = text.rpartition(".")
    if len(text) > LONGEST_TRAIL or not FORM.fullmatch(body):
        return None
    if not keys.matches(PURPOSE, f"{sheet_key}.{body}", code):
        return None
    page, stamp, looks = body.split(".")
    return Trail(int(page), moment_of(int(stamp, 16)), read_looks(looks))


def write_looks(looks: Iterable[PageLook]) -> str:
    return "_".join(
        f"{look.page:x}-{UNKNOWN if look.milliseconds is None else f'{look.milliseconds:x}'}"
        f"-{look.visits:x}"
        for look in looks
    )


def read_looks(text: str) -> tuple[PageLook, ...]:
    """What `write_looks` wrote."""
    return tuple(_look(*part.split("-")) for part in text.split("_") if part)


def _look(page: str, milliseconds: str, visits: str) -> PageLook:
    known = None if milliseconds == UNKNOWN else int(milliseconds, 16)
    return PageLook(int(page, 16), known, int(visits, 16))
