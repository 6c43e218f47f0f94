"""A place, product line or segment chosen from a list: how it is written, called and grouped."""

from __future__ import annotations

from dataclasses import dataclass

from wtforms.fields.choices import SelectChoice

from customers.names.queries import Names
from metrics.models import LISTS, Level

GROUPS = {
    Level.COUNTRY: "Countries",
    Level.REGION: "Regions",
    Level.PARTNER: "Channel partners",
    Level.PRODUCT_LINE: "Product lines",
    Level.SEGMENT: "Segments",
}


@dataclass(frozen=True)
class Place:
    """A place, product line or segment, written `country:DE`; the network is `network`."""

    level: str
    key: str = ""

    def __str__(self) -> str:
        return f"{self.level}:{self.key}" if self.key else self.level

    @classmethod
    def parse(cls, text: str) -> Place:
        level, _, key = text.partition(":")
        return cls(level, key)

    def is_known(self, names: Names) -> bool:
        if self.level == Level.NETWORK:
            return not self.key
        if self.level in LISTS:
            return self.key in names.listed(self.level)
        return self.level in GROUPS and (self.level, self.key) in names.places

    def name(self, names: Names) -> str:
        return "Network" if self.level == Level.NETWORK else names.place(self.level, self.key)


NETWORK = Place(Level.NETWORK)


def places_of(names: Names, level: Level) -> tuple[tuple[str, str], ...]:
    """As written and as called, of one level, by name."""
    if level in LISTS:
        pairs = list(names.listed(level).items())
    else:
        pairs = [(place.key, _full_name(names, level, place.key)) for place in names.within(level)]
    return tuple((str(Place(level, key)), label) for key, label in pairs)


def grouped_places(names: Names) -> list[SelectChoice]:
    """Every place, as a list in groups to choose from."""
    found = [SelectChoice(str(NETWORK), "Network")]
    for level, group in GROUPS.items():
        found += [SelectChoice(key, name, optgroup=group) for key, name in places_of(names, level)]
    return found


def _full_name(names: Names, level: Level, key: str) -> str:
    """A region with its country: North is in several."""
    known = names.places[level, key]
    if level == Level.REGION and known.parent:
        return f"{known.name} ({names.place(*known.parent)})"
    return known.name
