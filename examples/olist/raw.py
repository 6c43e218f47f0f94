"""The marketplace's files read once more, by rules of its own: nothing of Twofold is used here.

What the check compares published figures with. Each rule is written again from its description:

- a transaction is an order × seller, an order without items one transaction without a seller;
- its day is the earlier of delivered and promised, its week the ISO week of that day;
- a review counts for the first transaction of its order, and only if it was answered within seven
  days after the week;
- it is set aside when dated before that day, or when the transaction has an earlier one.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

FIELD_PERIOD = timedelta(days=7)
USED, EARLY, REPEATED = "used", "before_experience", "duplicate"
SATISFIED_FROM = 4  # a score of 4 or 5 is satisfied


@dataclass(frozen=True)
class Sale:
    """An order × seller. `places` are the nodes it counts for, by level."""

    key: str
    order: str
    person: str
    region: str
    outcome: str
    day: date
    places: tuple[tuple[str, str], ...]

    @property
    def week(self) -> str:
        return week_of(self.day)


@dataclass(frozen=True)
class Review:
    """One answer about one order, at the wall clock's time."""

    key: str
    sale: Sale
    answered_at: datetime
    score: int

    @property
    def is_satisfied(self) -> bool:
        return self.score >= SATISFIED_FROM


@dataclass(frozen=True)
class RawWeek:
    """All sales of a week and the reviews that came in time; `late_count` others came later."""

    week: str
    sales: tuple[Sale, ...]
    reviews: tuple[Review, ...]
    late_count: int

    def kept(self, keep: Callable[[Review], bool]) -> RawWeek:
        kept = tuple(review for review in self.reviews if keep(review))
        return RawWeek(self.week, self.sales, kept, self.late_count)

    def statuses(self) -> list[str]:
        """What happens to each review, oldest first as they are stored here."""
        answered: set[str] = set()
        found = []
        for review in self.reviews:
            if review.answered_at.date() < review.sale.day:
                found.append(EARLY)
            elif review.sale.key in answered:
                found.append(REPEATED)
            else:
                found.append(USED)
                answered.add(review.sale.key)
        return found

    @property
    def answered_count(self) -> int:
        """Sales with an answer, each once however often it was answered."""
        return len({review.sale.key for review in self.reviews})

    @property
    def used(self) -> list[Review]:
        return [
            review
            for review, status in zip(self.reviews, self.statuses(), strict=True)
            if status == USED
        ]


def week_of(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(week: str) -> datetime:
    """Its first midnight by the wall clock."""
    return datetime.strptime(f"{week}-1", "%G-W%V-%u")  # noqa: DTZ007 - the files name no zone


def last_weeks(weeks: Iterable[str], week: str, window: int) -> list[str]:
    """Those of the weeks that a window of so many calendar weeks, ending with `week`, holds."""
    first = week_of(monday_of(week) - timedelta(weeks=window - 1))
    return [name for name in sorted(weeks) if first <= name <= week]


def read_weeks(folder: Path) -> dict[str, RawWeek]:
    """Every week of the files, in order."""
    sales_of: dict[str, list[Sale]] = defaultdict(list)
    for sale in _read_sales(folder):
        sales_of[sale.order].append(sale)
    by_week: dict[str, list[Sale]] = defaultdict(list)
    for sales in sales_of.values():
        for sale in sales:
            by_week[sale.week].append(sale)
    reviews: dict[str, list[Review]] = defaultdict(list)
    for review in _read_reviews(folder, sales_of):
        reviews[review.sale.week].append(review)
    return {week: _week(week, by_week[week], reviews[week]) for week in sorted(by_week)}


def _week(week: str, sales: Sequence[Sale], reviews: Sequence[Review]) -> RawWeek:
    until = monday_of(week) + timedelta(days=7) + FIELD_PERIOD
    on_time = [review for review in reviews if review.answered_at <= until]
    on_time.sort(key=lambda review: (review.answered_at, review.key))
    return RawWeek(week, tuple(sales), tuple(on_time), len(reviews) - len(on_time))


def _read_sales(folder: Path) -> Iterable[Sale]:
    people = {row["customer_id"]: row for row in _rows(folder, "customers.csv")}
    orders = list(_rows(folder, "orders.csv"))
    states = _last_states(orders, people)
    parts = _parts(folder)
    seller_states = {row["seller_id"]: row["seller_state"] for row in _rows(folder, "sellers.csv")}
    for order in orders:
        number = order["order_id"]
        sellers = sorted(parts.get(number, {"": ""}).items())
        person = people[order["customer_id"]]["customer_unique_id"]
        day, outcome = _experience(order)
        for seller, line in sellers:
            places = [("network", "")]
            if line:
                places.append(("product_line", line))
            if seller and len(sellers) == 1:
                places += [
                    ("country", "BR"),
                    ("region", f"BR/{seller_states[seller]}"),
                    ("partner", seller),
                ]
                if line:
                    places.append(("partner_line", f"{seller}/{line}"))
            key = f"{number}:{seller}" if seller else number
            yield Sale(key, number, person, states[person], outcome, day, tuple(places))


def _experience(order: Mapping[str, str]) -> tuple[date, str]:
    promised = datetime.fromisoformat(order["order_estimated_delivery_date"]).date()
    if not order["order_delivered_customer_date"]:
        is_unknown = order["order_status"] == "delivered"
        return promised, "not_recorded" if is_unknown else "late"
    delivered = datetime.fromisoformat(order["order_delivered_customer_date"]).date()
    return min(delivered, promised), "late" if delivered > promised else "nothing_wrong"


def _last_states(
    orders: Iterable[Mapping[str, str]], people: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    """A person who moved has the state of the last order."""
    by_time = sorted(orders, key=lambda row: (row["order_purchase_timestamp"], row["order_id"]))
    customers = [people[row["customer_id"]] for row in by_time]
    return {row["customer_unique_id"]: row["customer_state"] for row in customers}


def _parts(folder: Path) -> dict[str, dict[str, str]]:
    """Per order and seller, the category of the dearest item; the first of equals."""
    category = {
        row["product_id"]: row["product_category_name"] for row in _rows(folder, "products.csv")
    }
    dearest: dict[tuple[str, str], tuple[float, int, str]] = {}
    for row in _rows(folder, "order_items.csv"):
        line = category.get(row["product_id"], "")
        # Only items with a category compete.
        rank = (float(row["price"]) if line else -1.0, -int(row["order_item_id"]), line)
        key = (row["order_id"], row["seller_id"])
        dearest[key] = max(rank, dearest.get(key, rank))
    parts: dict[str, dict[str, str]] = defaultdict(dict)
    for (order, seller), (_, _, line) in dearest.items():
        parts[order][seller] = line
    return parts


def _read_reviews(folder: Path, sales_of: Mapping[str, Sequence[Sale]]) -> Iterable[Review]:
    for row in _rows(folder, "order_reviews.csv"):
        first = min(sales_of[row["order_id"]], key=lambda sale: sale.key)
        yield Review(
            key=f"{row['review_id']}:{row['order_id']}",
            sale=first,
            answered_at=datetime.fromisoformat(row["review_answer_timestamp"]),
            score=int(row["review_score"]),
        )


def _rows(folder: Path, name: str) -> Iterable[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
