"""What a week page is about: the network, a place, product line, segment or touchpoint."""

from __future__ import annotations

from dataclasses import dataclass, replace

from customers.names.queries import Names
from metrics.dashboards.errors import NoSuchPageError
from metrics.dashboards.queries import Slice
from metrics.method import WINDOWS
from metrics.models import LISTS, Level, Metric

PARTNER_WINDOW = 4
PARTNER_TOUCHPOINT_WINDOW = 13
LIST_WINDOW = 4


def lead_window(level: str, touchpoint_key: str = "") -> int:
    """The window that leads at a level (methods 0.7a)."""
    if level == Level.PARTNER:
        return PARTNER_TOUCHPOINT_WINDOW if touchpoint_key else PARTNER_WINDOW
    return LIST_WINDOW if level in LISTS else 1


def longer_windows(level: str, window: int) -> tuple[int, ...]:
    """Where else to look for a figure that may not be shown. A partner's has one window (H4)."""
    if level == Level.PARTNER:
        return ()
    return tuple(longer for longer in WINDOWS if longer > window)


@dataclass(frozen=True)
class Place:
    level: str = Level.NETWORK
    node_key: str = ""
    touchpoint_key: str = ""

    @property
    def window(self) -> int:
        return lead_window(self.level, self.touchpoint_key)

    @property
    def is_network(self) -> bool:
        return self == NETWORK

    @property
    def key(self) -> tuple[str, str, str]:
        return self.level, self.node_key, self.touchpoint_key

    @property
    def windows(self) -> tuple[int, ...]:
        """Every window with a figure on the page."""
        levels = (self.level, *self.parts)
        leading = {lead_window(level, self.touchpoint_key) for level in levels}
        return tuple(sorted({*leading, *longer_windows(self.level, self.window)}))

    @property
    def parts(self) -> tuple[str, ...]:
        """The levels drawn in the part "Where"."""
        if self.level == Level.NETWORK:
            return (Level.COUNTRY, *LISTS, Level.PARTNER)
        if self.level == Level.COUNTRY:
            return (Level.REGION, Level.PARTNER)
        return (Level.PARTNER,) if self.level == Level.REGION else ()

    def slices(self, metric: Metric) -> list[Slice]:
        """The cuts of an edition that the page shows, places by the leading metric."""
        own = Slice(self.window, self.level, self.node_key, self.touchpoint_key or None)
        longer = [replace(own, window=window) for window in longer_windows(self.level, self.window)]
        below = [
            Slice(window, level, None, self.touchpoint_key, metric)
            for level in self.parts
            for window in self._windows_below(level)
        ]
        return [own, *longer, *below]

    def alike(self, metric: Metric) -> list[Slice]:
        """The cuts of what stands in the network's tables beside it: of its touchpoints, countries,
        product lines and segments.

        Whether it is below its target for certain is judged among these, as there.
        """
        windows = (self.window, *longer_windows(self.level, self.window))
        if self.touchpoint_key and self.level == Level.NETWORK:
            return [Slice(window, self.level, "", None, metric) for window in windows]
        if self.level not in (Level.COUNTRY, *LISTS) or self.touchpoint_key:
            return []
        return [Slice(window, self.level, None, "", metric) for window in windows]

    def _windows_below(self, level: str) -> tuple[int, ...]:
        window = lead_window(level, self.touchpoint_key)
        return (window, *longer_windows(level, window))

    def trend(self, metric: Metric | None) -> Slice:
        return Slice(self.window, self.level, self.node_key, self.touchpoint_key, metric)

    def title(self, names: Names) -> str:
        """Spain; Repair visit; the network's own name is the programme's."""
        parts = []
        if self.level != Level.NETWORK:
            parts.append(names.place(self.level, self.node_key))
        if self.touchpoint_key:
            parts.append(names.touchpoints[self.touchpoint_key])
        return ", ".join(parts)


NETWORK = Place()
LEVELS_WITH_PAGE = (Level.COUNTRY, Level.REGION, *LISTS)


def find_place(names: Names, level: str, key: str) -> Place:
    """Raises NoSuchPageError for a level without pages and for an unknown key."""
    known = (
        key in names.listed(level)
        if level in LISTS
        else level in LEVELS_WITH_PAGE and (level, key) in names.places
    )
    if not known:
        raise NoSuchPageError(
            "There is no such place, product line or segment. Start from the week and choose one "
            "there."
        )
    return Place(level, key)


def find_touchpoint(names: Names, key: str, place: Place = NETWORK) -> Place:
    """A touchpoint of a place; raises NoSuchPageError for an unknown one."""
    if key not in names.touchpoints:
        raise NoSuchPageError(
            "There is no such touchpoint. Start from the week and choose one there."
        )
    return replace(place, touchpoint_key=key)
