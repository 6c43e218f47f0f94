"""The gatekeeper's weekly counts added up over a window, ready to be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from metrics.warehouse.frozen import WeekCells
from metrics.warehouse.gatekeeper import SEPARATOR, Quantity, Went

NO_CONTACT = "no_contact"
UNDELIVERED = "unknown_undelivered"
ANSWERED = ("complete", "partial")
# What an eligible contact is kept from being asked by, in the order the rules are looked at.
BLOCKED = ("opted_out", "asked_too_recently")
RULES = (*BLOCKED, "other_transaction_drawn", "not_drawn")


@dataclass(frozen=True)
class Case:
    """What some transactions have in common: where, how they went, and what became of them."""

    audience: str
    touchpoint: str
    went: str
    became: str

    @property
    def is_recorded(self) -> bool:
        """Whether anybody wrote down who could be asked."""
        return self.became != ""

    @property
    def has_contact(self) -> bool:
        return self.is_recorded and self.became != NO_CONTACT

    @property
    def is_eligible(self) -> bool:
        return self.has_contact and self.became not in BLOCKED

    @property
    def is_delivered(self) -> bool:
        return self.became != UNDELIVERED

    @property
    def is_answered(self) -> bool:
        return self.became in ANSWERED

    @property
    def went_badly(self) -> bool:
        return self.went == Went.BADLY

    @property
    def says_how_it_went(self) -> bool:
        return self.went != Went.NOT_RECORDED


Cases = Mapping[Case, int]


def counted(cases: Cases, chosen: Callable[[Case], bool]) -> int:
    return sum(count for case, count in cases.items() if chosen(case))


@dataclass(frozen=True)
class PartnerCounts:
    """Rows of several weeks, added up where they are first asked for."""

    rows: pa.Table
    _of_audience: dict[tuple[Quantity, str], Counter[Case]] = field(default_factory=dict)

    @classmethod
    def of(cls, weeks: Sequence[WeekCells]) -> PartnerCounts:
        return cls(pa.concat_tables([week.gatekeeper for week in weeks]))

    def table(self, quantity: Quantity) -> pa.Table:
        """Columns partner, key and count, in that order."""
        rows = self.rows.filter(pc.equal(self.rows.column("quantity"), quantity.value))
        summed = rows.group_by(["partner", "key"]).aggregate([("count", "sum")])
        ordered = summed.sort_by([("partner", "ascending"), ("key", "ascending")])
        return ordered.select(["partner", "key", "count_sum"]).rename_columns(
            ["partner", "key", "count"]
        )

    def by_partner(self, quantity: Quantity) -> dict[str, Counter[str]]:
        """How often each key, by partner; "" is nobody's or several partners'."""
        found: dict[str, Counter[str]] = {}
        columns = (column.to_pylist() for column in self.table(quantity).columns)
        for partner, key, count in zip(*columns, strict=True):
            found.setdefault(partner, Counter())[key] = count
        return found

    def cases(self, quantity: Quantity) -> dict[str, Counter[Case]]:
        """Of the frame, or of drawn cases, by partner."""
        return {
            partner: Counter({Case(*key.split(SEPARATOR)): n for key, n in keys.items()})
            for partner, keys in self.by_partner(quantity).items()
        }

    def all_cases(self, quantity: Quantity, audience: str) -> Cases:
        """One audience's, of all partners and nobody's together."""
        if (quantity, audience) not in self._of_audience:
            for cases in self.cases(quantity).values():
                for case, n in cases.items():
                    self._of_audience.setdefault((quantity, case.audience), Counter())[case] += n
        return self._of_audience.setdefault((quantity, audience), Counter())
