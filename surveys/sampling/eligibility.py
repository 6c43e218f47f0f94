"""Contact-frequency rules: whom a person's and a company's recent invitations protect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from customers.models import Audience
from surveys.sampling.cases import Person, Rule


@dataclass(frozen=True)
class FrequencyRules:
    """Days that must have passed, and how many persons of a company are asked in them.

    None switches a rule off.
    """

    any_days: int
    relationship_days: int | None
    account_cap: int | None
    account_days: int = 30


# Methods B7 and B7a: product conventions, no publication fixes them.
RULES: Mapping[Audience, FrequencyRules] = {
    Audience.END_USER: FrequencyRules(any_days=30, relationship_days=90, account_cap=3),
    Audience.CHANNEL_PARTNER: FrequencyRules(any_days=14, relationship_days=None, account_cap=None),
}


@dataclass(frozen=True)
class LastAsked:
    """The last day of a person's invitations, in the programme's time zone."""

    any_on: date
    relationship_on: date | None


@dataclass(frozen=True)
class ContactHistory:
    """Earlier invitations: by person, and counted by company over the rules' `account_days`."""

    by_person: Mapping[int, LastAsked]
    count_by_account: Mapping[str, int]


def blocking_rule(
    person: Person, history: ContactHistory, rules: FrequencyRules, today: date
) -> Rule | None:
    """The first rule that forbids asking this person today; None when the person may be asked."""
    if person.is_opted_out:
        return Rule.OPT_OUT
    last = history.by_person.get(person.id)
    if last and not _has_passed(last.any_on, rules.any_days, today):
        return Rule.ANY
    if last and not _has_passed(last.relationship_on, rules.relationship_days, today):
        return Rule.RELATIONSHIP
    if account_room(person, history, rules) == 0:
        return Rule.ACCOUNT_CAP
    return None


def account_room(person: Person, history: ContactHistory, rules: FrequencyRules) -> int | None:
    """How many more persons of this person's company may be asked; None without a limit."""
    if person.account_key is None or rules.account_cap is None:
        return None
    return max(0, rules.account_cap - history.count_by_account.get(person.account_key, 0))


def _has_passed(last_on: date | None, days: int | None, today: date) -> bool:
    return last_on is None or days is None or (today - last_on).days >= days
