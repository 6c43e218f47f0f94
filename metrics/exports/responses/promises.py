"""What of a response leaves the house, by what its respondent was promised.

*Anonymous*: which customer, which week; the touchpoint, questionnaire and language where at least
ten anonymous answers share them; answers that were chosen. No key, company, place, day or time, and
nothing that was written.
*Confidential*: keys that lead to nobody, alike in every file; of a channel partner's own people
nothing of company or transaction, be it a key, and product line and region only where people of at
least three companies share them. Texts only where at least ten used answers come from one place.
*Attributed*: the company's name.

Keys differ from promise to promise, so that a name given with one answer does not name another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from core.clock import Week
from customers.models import Audience
from feedback.answers import GivenAnswer
from metrics.exports.responses.frozen import FrozenResponse
from metrics.warehouse.schema import USED
from stats.disclosure import comments_allowed
from surveys.models import Promise

LEAST_ANONYMOUS = 10
LEAST_COMPANIES = 3

# Purpose and subject in, a code that leads to nobody out.
MakeCode = Callable[[str, str], str]
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Told:
    """What is told of a response beside its answers; None: left out."""

    row: FrozenResponse
    withheld: str
    has_texts: bool
    has_written: bool
    response: str | None = None
    company_key: str | None = None
    person_key: str | None = None
    transaction_key: str | None = None
    company: str | None = None
    answered_at: datetime | None = None
    occurred_on: date | None = None
    touchpoint: str | None = None
    questionnaire: str | None = None
    language: str | None = None
    partner: str | None = None
    product_line: str | None = None
    segment: str | None = None
    region: str | None = None

    @property
    def answered_week(self) -> str:
        return str(Week.of(self.row.answered_on))

    @property
    def is_cleared_only(self) -> bool:
        """Whether what was written leaves in cleared words alone."""
        return self.row.promise != Promise.ATTRIBUTED


def as_cleared(
    given: Mapping[str, Sequence[GivenAnswer]], cleared: Mapping[str, str]
) -> dict[str, list[GivenAnswer]]:
    """Answers with every text in its cleared words, and without those that nobody cleared."""
    found: dict[str, list[GivenAnswer]] = {}
    for question, answers in given.items():
        words = cleared.get(question)
        told = [
            one if one.text is None else replace(one, text=words)
            for one in answers
            if one.text is None or (words and not one.part)
        ]
        if told or not answers:
            found[question] = told
    return found


ERASED = "erased"
WITHHELD = {
    "nothing": "nothing: the promise was that names stand beside the answers",
    "company": "the name of the respondent's company, and of texts what nobody cleared for readers",
    "company_and_texts": "the name of the respondent's company, and texts, since fewer than ten "
    "used answers come from the same place",
    "all_that_points": "keys, company, place, days and times, and everything that was written",
    ERASED: "everything: the person was erased, and the row only says that there was one",
}


@dataclass(frozen=True)
class Crowd:
    """Among how many others a response stands: counts by what would be told, and places of which
    texts may be told."""

    anonymous: Mapping[Place, int]
    companies: Mapping[Place, int]
    with_texts: frozenset[Place]


def crowd_of(rows: Sequence[FrozenResponse]) -> Crowd:
    own = [row for row in rows if row.audience == Audience.CHANNEL_PARTNER and row.partner]
    unnamed = {(_of_people(row), row.partner) for row in own if row.promise != Promise.ATTRIBUTED}
    used = Counter(_of_texts(row) for row in rows if row.status == USED)
    allowed = comments_allowed(np.array(list(used.values()), dtype=np.int64))
    return Crowd(
        anonymous=Counter(_of_anonymous(r) for r in rows if r.promise == Promise.ANONYMOUS),
        companies=Counter(place for place, _ in unnamed),
        with_texts=frozenset(place for place, may in zip(used, allowed, strict=True) if may),
    )


def tell_responses(
    rows: Sequence[FrozenResponse], companies: Mapping[int, str], make_code: MakeCode
) -> Iterator[Told]:
    """`companies` are the names of those whose respondents agreed, by the response's key."""
    crowd = crowd_of(rows)
    for row in rows:
        if row.promise == Promise.ANONYMOUS:
            yield _anonymous(row, crowd)
        elif row.promise == Promise.ATTRIBUTED:
            yield _attributed(row, companies.get(row.response), make_code)
        else:
            yield _confidential(row, crowd, make_code)


def _anonymous(row: FrozenResponse, crowd: Crowd) -> Told:
    told = Told(row, "all_that_points", has_texts=False, has_written=False)
    if crowd.anonymous[_of_anonymous(row)] < LEAST_ANONYMOUS:
        return told
    return replace(
        told,
        touchpoint=row.touchpoint,
        questionnaire=row.questionnaire,
        language=row.language,
    )


def _attributed(row: FrozenResponse, company: str | None, make_code: MakeCode) -> Told:
    is_user = row.audience == Audience.END_USER
    return replace(
        _with_keys(row, "nothing", make_code, has_texts=True),
        company=company,
        partner=row.partner,
        occurred_on=row.occurred_on,
        product_line=row.product_line,
        segment=row.segment if is_user else None,
        region=row.region,
    )


def _confidential(row: FrozenResponse, crowd: Crowd, make_code: MakeCode) -> Told:
    has_texts = _of_texts(row) in crowd.with_texts
    withheld = "company" if has_texts else "company_and_texts"
    told = _with_keys(row, withheld, make_code, has_texts=has_texts)
    if row.audience == Audience.END_USER:
        return replace(
            told,
            partner=row.partner,
            occurred_on=row.occurred_on,
            product_line=row.product_line,
            segment=row.segment,
            region=row.region,
        )
    told = replace(told, transaction_key=None)
    if crowd.companies.get(_of_people(row), 0) < LEAST_COMPANIES:
        return told
    return replace(told, product_line=row.product_line, region=row.region)


def _with_keys(row: FrozenResponse, withheld: str, make_code: MakeCode, *, has_texts: bool) -> Told:
    def code(kind: str, subject: int | str) -> str | None:
        return make_code(f"exported {kind}, {row.promise}", str(subject)) if subject else None

    is_partner = row.audience == Audience.CHANNEL_PARTNER
    return Told(
        row,
        withheld,
        has_texts=has_texts,
        has_written=True,
        response=str(row.response),
        # Partners are so few that answers of one company, put together, would lead to it.
        company_key=None if is_partner else code("account", row.account),
        person_key=code("person", row.person),
        transaction_key=code("transaction", row.transaction),
        answered_at=row.answered_at,
        touchpoint=row.touchpoint,
        questionnaire=row.questionnaire,
        language=row.language,
    )


def _of_anonymous(row: FrozenResponse) -> Place:
    return (row.audience, row.questionnaire + "\0" + row.touchpoint, row.language)


def _of_people(row: FrozenResponse) -> Place:
    """What would be told of where a channel partner's own people answered about."""
    return (row.touchpoint, row.product_line, row.region)


def _of_texts(row: FrozenResponse) -> Place:
    """The place that a text would be told to come from."""
    is_user = row.audience == Audience.END_USER
    return (row.audience, row.touchpoint, row.partner if is_user else "")
