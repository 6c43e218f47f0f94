"""What two weeks are compared in: a place, a touchpoint, a window; read from an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from core.clock import Week
from customers.names.queries import Names
from metrics.dashboards.errors import NoSuchPageError
from metrics.dashboards.shelf import Choice
from metrics.dashboards.week.places import (
    Place,
    find_place,
    find_touchpoint,
    lead_window,
)
from metrics.method import WINDOWS
from metrics.models import LISTS, Level
from metrics.places import GROUPS

SEPARATOR = ":"
NO_PLACE = Level.NETWORK.value


@dataclass(frozen=True)
class Chosen:
    """The cut that is compared, and how it is written in an address."""

    place: Place
    window: int

    @property
    def place_text(self) -> str:
        if self.place.level == Level.NETWORK:
            return NO_PLACE
        return f"{self.place.level}{SEPARATOR}{self.place.node_key}"

    def url(self, week: str, against: str) -> str:
        query = {
            "week": week,
            "against": against,
            "place": self.place_text,
            "touchpoint": self.place.touchpoint_key,
            "window": str(self.window),
        }
        return f"/compare?{urlencode({k: v for k, v in query.items() if v})}"


def windows_of(level: str, touchpoint: str) -> tuple[int, ...]:
    """The windows that may be compared. A partner's figures have one (methods H4)."""
    if level == Level.PARTNER:
        return (lead_window(level, touchpoint),)
    return WINDOWS


def read_choice(given: Mapping[str, str], names: Names) -> Chosen:
    """Raises NoSuchPageError saying what is wrong with the address."""
    touchpoint = given.get("touchpoint", "")
    if touchpoint:
        find_touchpoint(names, touchpoint)
    level, key = _place(given.get("place", ""), names)
    allowed = windows_of(level, touchpoint)
    written = given.get("window") or str(lead_window(level, touchpoint))
    if written not in {str(window) for window in WINDOWS}:
        raise NoSuchPageError(f"Figures are made over 1, 4 and 13 weeks, not {written[:20]}.")
    window = int(written)
    # A partner's figures have a window of their own, whatever a form still says.
    return Chosen(Place(level, key, touchpoint), window if window in allowed else allowed[0])


def usual_other(choice: Choice, chosen: Chosen) -> str:
    """The newest final that shares no week with the lead's period; without one the week before."""
    latest = str(Week.parse(choice.lead.week).shifted(-chosen.window))
    found = next((line.week for line in choice.finals if line.week <= latest), None)
    return found or choice.older or choice.lead.week


def _place(written: str, names: Names) -> tuple[str, str]:
    if written in ("", NO_PLACE):
        return Level.NETWORK, ""
    level, _, key = written.partition(SEPARATOR)
    if level == Level.PARTNER and (level, key) in names.places:
        return level, key
    place = find_place(names, level, key)
    return place.level, place.node_key


def place_options(names: Names) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Places by group: (heading, ((value, name), …))."""
    titles = {
        Level.COUNTRY: "Countries",
        Level.REGION: "Regions",
        Level.PARTNER: "Channel partners",
    }
    groups = [
        (title, tuple((f"{level}{SEPARATOR}{p.key}", p.name) for p in names.within(level)))
        for level, title in titles.items()
    ]
    groups += [
        (
            GROUPS[level],
            tuple((f"{level}{SEPARATOR}{key}", name) for key, name in names.listed(level).items()),
        )
        for level in LISTS
    ]
    return tuple(group for group in groups if group[1])


def overlap(week: str, against: str, window: int) -> bool:
    """Whether the two windows share a week, so that their figures are not independent."""
    first, second = sorted((Week.parse(week).monday, Week.parse(against).monday))
    return (second - first).days < 7 * window
