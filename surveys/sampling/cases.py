"""What is drawn from, and what a draw decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from surveys.models import FrameStatus


class Rule(StrEnum):
    """The contact-frequency rules, in the order in which they are evaluated (methods B7)."""

    OPT_OUT = "opt_out"
    ANY = "any"
    RELATIONSHIP = "relationship"
    ACCOUNT_CAP = "account_cap"


@dataclass(frozen=True)
class Plan:
    """A survey's sampling plan: the share of the eligible persons to draw, 1.0 for all."""

    survey_id: int
    touchpoint_key: str
    version_id: int
    promise: str
    share: float


@dataclass(frozen=True)
class Person:
    """A contact who could be asked. Keys order the draw, whatever the database's order is."""

    id: int
    key: str
    language: str | None
    supplied_by: str
    has_usable_address: bool
    is_opted_out: bool
    account_key: str | None = None


@dataclass(frozen=True)
class OpenTransaction:
    """A transaction that has no entry in the frame of the audience yet."""

    id: int
    key: str
    week: str
    touchpoint_id: int
    partner_id: int | None
    end_user_id: int | None


@dataclass(frozen=True)
class Case:
    """One transaction × audience, with its person where one is known.

    `preference` is its weight against the person's other transactions in the draw.
    """

    transaction_id: int
    transaction_key: str
    week: str
    plan: Plan
    person: Person | None
    preference: float = 1.0


@dataclass(frozen=True)
class Decision:
    """The frame status of a case; the probability is that of being drawn, where it was drawn."""

    case: Case
    status: FrameStatus
    selection_probability: float | None = None
    rule: Rule | None = None
