"""What respondents were promised, as rules: beside which figures their words may stand.

The promises are those of the answering page's notice, word for word in `feedback/wordings`:

anonymous     "without your name and published only together with those of at least nine others":
              beside figures of the network, of one touchpoint or of one country, and only where
              each single week of the figure rests on 30 answers or more
confidential  "your name is never shown beside them, to no channel partner": beside every figure
              of the house; to the partner without anything that tells its end users apart
attributed    "people who work on this see your answers with your name": as confidential, and in the
              house with the company's name; to a partner nothing more than confidential

Whoever sees a partner's figures knows its end users. So comments at a partner come in fixed periods
that do not roll: in a rolling one a comment's coming and going would say its week.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.clock import Week
from customers.models import Audience
from metrics.models import Decision, Level
from stats.disclosure.employees import MIN_N_FOR_COMMENTS
from surveys.models import Promise

MIN_N_FOR_ANONYMOUS = 30
SHOWN = frozenset((Decision.PUBLISH, Decision.CAVEAT))
DAYS_OF_WEEK = 7


class Reader(StrEnum):
    """With whose eyes: the house's, or a channel partner's on its own page."""

    HOUSE = "house"
    PARTNER = "partner"


@dataclass(frozen=True)
class VoiceCut:
    """The figure that comments are to stand beside; empty keys as in an estimate."""

    audience: str
    window: int
    level: str = Level.NETWORK
    node_key: str = ""
    touchpoint_key: str = ""


def promises_beside(cut: VoiceCut, reader: Reader) -> tuple[Promise, ...]:
    """Under which promises a comment may stand beside a figure; none: no comment at all."""
    if reader is Reader.PARTNER:
        # Its own people's words are not the partner's to read, and a touchpoint or another window
        # beside the total would narrow down whose words these are.
        is_own_total = cut.level == Level.PARTNER and not cut.touchpoint_key
        is_own_total = is_own_total and cut.audience == Audience.END_USER
        return NAMED if is_own_total else ()
    return (*NAMED, Promise.ANONYMOUS) if takes_anonymous(cut) else NAMED


NAMED = (Promise.CONFIDENTIAL, Promise.ATTRIBUTED)


def takes_anonymous(cut: VoiceCut) -> bool:
    """Beside the network, one touchpoint or one country; never beside a touchpoint in a country."""
    return cut.level == Level.NETWORK or (cut.level == Level.COUNTRY and not cut.touchpoint_key)


def anonymous_half(cut: VoiceCut) -> int | None:
    """Which half of the anonymous comments (by their lot) may stand here; None: all of them.

    One half is shown by touchpoint, the other by country: who finds the same words twice does not
    learn both.
    """
    if cut.touchpoint_key:
        return 0
    return 1 if cut.level == Level.COUNTRY else None


def rests_on_enough(decision: str, n: int, least: int = MIN_N_FOR_COMMENTS) -> bool:
    """Whether a figure is shown and rests on so many answers."""
    return decision in SHOWN and n >= least


def period_of(cut: VoiceCut, week: Week) -> tuple[Week, Week]:
    """First and last week whose comments stand beside a week's figure.

    The figure's own window; at a partner the last fixed period that was over by then.

    >>> cut = VoiceCut("end_user", 4, Level.PARTNER, "nord")
    >>> [str(week) for week in period_of(cut, Week(2026, 47))]
    ['2026-W42', '2026-W45']
    >>> [str(week) for week in period_of(VoiceCut("end_user", 4), Week(2026, 47))]
    ['2026-W44', '2026-W47']
    """
    last = week
    if cut.level == Level.PARTNER:
        since = (week.monday.toordinal() - 1) // DAYS_OF_WEEK + 1
        last = week.shifted(-(since % cut.window))
    return last.shifted(1 - cut.window), last


def carries_company(promise: str, reader: Reader) -> bool:
    """Whether the company's name may stand beside the words."""
    return COMPANY_SHOWN.get((promise, reader), False)


COMPANY_SHOWN: Mapping[tuple[str, Reader], bool] = {(Promise.ATTRIBUTED, Reader.HOUSE): True}
