"""What the demo's page shows: that it is simulated, what is in it, and its truth in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from access.visibility import Scope
from core.web.filters import percent
from demo.plan import DemoPlan
from demo.progress import Progress, in_words
from demo.queries import DemoSize
from demo.simulator.places import COUNTRIES, PARTNER_INDEX, PARTNERS
from demo.truth import TOUCHPOINTS, AudienceTruth, DropTruth, Truth

NOTICE = "Simulated programme: every company, person and answer here is invented."


@dataclass(frozen=True)
class Fact:
    """One thing that is true in this world, and where it should show."""

    title: str
    text: str


@dataclass(frozen=True)
class DemoPage:
    can_try: bool
    loading: str
    open_week: str
    sizes: Sequence[tuple[str, str]]
    facts: Sequence[Fact]
    touchpoints: Sequence[tuple[str, ...]]
    partners: Sequence[tuple[str, ...]]


def demo_notice(progress: Progress | None, now: datetime) -> str:
    return f"{NOTICE} {in_words(progress, now)}".strip()


def demo_page(
    plan: DemoPlan, size: DemoSize, progress: Progress | None, now: datetime, scope: Scope
) -> DemoPage:
    """A channel partner reads the same page without the names of other partners."""
    return DemoPage(
        can_try=scope.runs_the_programme,
        loading=in_words(progress, now),
        open_week=str(plan.open_week),
        sizes=_sizes(plan, size),
        facts=_facts(plan, names_partners=scope.sees_whole_network),
        touchpoints=_touchpoints(),
        partners=_partners(),
    )


def _sizes(plan: DemoPlan, size: DemoSize) -> list[tuple[str, str]]:
    calendar = plan.calendar
    return [
        ("Weeks", f"{calendar.week(0)} to {plan.open_week}"),
        ("Channel partners", f"{size.partners:,}"),
        ("People who may be asked", f"{size.people:,}"),
        ("Transactions", f"{size.transactions:,}"),
        ("Invitations", f"{size.invitations:,}"),
        ("Responses", f"{size.responses:,}"),
        ("Final editions", f"{size.finals:,}"),
        ("Seed", str(plan.world.seed)),
    ]


def _facts(plan: DemoPlan, *, names_partners: bool) -> list[Fact]:
    truth = plan.world.truth
    drop_week = plan.calendar.week(truth.drop.week_index)
    facts = [_drop(truth.drop, str(drop_week))] if drop_week <= plan.open_week else []
    facts += _answering_facts(truth)
    return facts + (_partner_facts(truth) if names_partners else [])


def _drop(drop: DropTruth, week: str) -> Fact:
    return Fact(
        f"Repair visits in {drop.country} fell in {week}",
        f"From then on end users there think {abs(drop.end_user):.1f} points less on the 0–10 "
        "scale. Nothing else changed that week, and their channel partners noticed nothing.",
    )


def _answering_facts(truth: Truth) -> list[Fact]:
    return [
        Fact(
            "Whoever was let down answers less",
            f"Of invited end users answer {_answering(truth.end_user)}; of partner contacts "
            f"{_answering(truth.channel_partner)}. Raw figures are too kind; weighting by outcome "
            "puts it right.",
        ),
        Fact(
            f"{percent(truth.careless.share)} of answers are careless",
            "The same place on every scale, sent within seconds, whatever the person thinks.",
        ),
    ]


def _partner_facts(truth: Truth) -> list[Fact]:
    omission = truth.omission
    facts = [
        Fact(
            "Some partners are content while their end users are not",
            f"{_names(_hidden_risks(truth))}: the risk that only the second customer shows.",
        ),
    ]
    if omission.partner_key is not None:
        name = PARTNERS[PARTNER_INDEX[omission.partner_key]].name
        facts.append(
            Fact(
                f"{name} leaves out unhappy customers",
                f"For {percent(omission.share_of_unhappy)} of bad transactions it names "
                "no end user, so nobody can ask. No weighting can bring those voices back.",
            )
        )
    return facts


def _answering(audience: AudienceTruth) -> str:
    return (
        f"{percent(audience.answers)}, {percent(audience.answers_when_late)} after a late "
        f"transaction and {percent(audience.answers_when_complaint)} after a complaint or return"
    )


def _hidden_risks(truth: Truth) -> list[str]:
    return [key for key, (end_user, partner) in truth.own_effects.items() if end_user < 0 < partner]


def _names(keys: Sequence[str]) -> str:
    return " and ".join(PARTNERS[PARTNER_INDEX[key]].name for key in keys)


def _touchpoints() -> list[tuple[str, ...]]:
    return [
        (
            touchpoint.key.replace("_", " ").capitalize(),
            percent(touchpoint.share),
            percent(touchpoint.late),
            percent(touchpoint.returned),
        )
        for touchpoint in TOUCHPOINTS
    ]


def _partners() -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for country in COUNTRIES:
        own = [partner for partner in PARTNERS if partner.country is country]
        weekly = sum(partner.weekly_transactions for partner in own)
        rows.append((country.name, str(len(own)), f"{weekly:.0f}", ", ".join(country.regions)))
    return rows
