"""The label as a page: like the one on food, the same for every figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from customers.names.pairs import pair_of
from metrics.dashboards.evidence import exact
from metrics.dashboards.families import FAMILIES, STATES
from metrics.dashboards.families import WORST_FIRST as ORDER
from metrics.dashboards.heard import Ladder, build_ladder
from metrics.dashboards.wording import capital, listed, sentence
from metrics.integrity.label.address import PAIRED_GAP
from metrics.integrity.label.document import (
    EVERYTHING,
    CheckPart,
    EditionPart,
    FamilyPart,
    FigurePart,
    Label,
    Side,
)
from metrics.integrity.label.facts import Fact, facts_of, weights_of
from metrics.integrity.label.queries import Reader
from metrics.integrity.label.steps import StepTable, step_table
from metrics.integrity.label.wording import (
    GRADES,
    WHAT_IT_IS,
    audience_name,
    decision_text,
    figure_base,
    figure_interval,
    figure_value,
    is_gap,
    limits_text,
    rates_text,
    subject_text,
    weakest_text,
)
from metrics.integrity.measures import check_title
from metrics.models import OWN_LEVELS, Level, State

NOT_TOLD = "Of the whole network a channel partner is told the figure, its band of n and its grade."
NO_COUNTS = "Counts are left out where a figure may not be shown: they could tell what it hides."
OF_ALL_TOUCHPOINTS = (
    "Of all touchpoints of this place together, not of this one alone: steps are counted for "
    "places."
)
NO_LADDER = "No ladder is kept for this place."


@dataclass(frozen=True)
class FamilyRow:
    name: str
    state: str
    state_text: str
    checks: str
    findings: tuple[str, ...]


@dataclass(frozen=True)
class CheckRow:
    name: str
    state: str
    state_text: str
    about: str
    value: str
    limits: str
    source: str


@dataclass(frozen=True)
class SideRow:
    """One customer's figure of a gap, with the way to its own label."""

    audience: str
    name: str
    value: str
    grade: str
    url: str


@dataclass(frozen=True)
class Weights:
    audience: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class LabelPage:
    title: str
    audience: str
    what: str
    subject: str
    edition: str
    is_shown: bool
    value: str
    interval: str
    base: str
    grade: str
    weakest: str
    decision: str
    is_held: bool
    is_gap: bool
    ladders: tuple[Ladder, ...]
    ladder_about: str
    no_ladder: str
    rates: tuple[str, ...]
    steps: tuple[StepTable, ...]
    sides: tuple[SideRow, ...]
    no_steps: str
    extrapolation: tuple[str, ...]
    weights: tuple[Weights, ...]
    families: tuple[FamilyRow, ...]
    checks: tuple[CheckRow, ...]
    idle_checks: str
    facts: tuple[Fact, ...]
    grades: str
    manifest_hash: str
    links: Mapping[str, str]
    back_url: str
    programme: str


def build_label_page(label: Label, programme: str) -> LabelPage:
    figure, is_peer = label.figure, label.reader == Reader.PEER
    names = {family.value: name for family, name in FAMILIES.items()}
    is_two_sided = is_gap(figure)
    what, subject = _what(figure), subject_text(figure, programme)
    rows = _checks(label)
    ladders = tuple(ladder for side in label.sides if (ladder := _ladder(side, label)))
    return LabelPage(
        title=f"Integrity label: {what.lower()}, {subject}",
        audience="" if is_two_sided else figure.of,
        what=what,
        subject=subject,
        edition=_edition(label.edition),
        is_shown=figure.value is not None,
        value=figure_value(figure),
        interval=figure_interval(figure),
        base=figure_base(figure),
        grade=figure.grade,
        weakest=weakest_text(figure, names),
        decision=decision_text(figure),
        is_held=figure.decision == "hold",
        is_gap=is_two_sided,
        ladders=ladders,
        ladder_about=OF_ALL_TOUCHPOINTS if ladders and figure.touchpoint else "",
        no_ladder=NOT_TOLD if is_peer else "" if ladders else _no_ladder(label),
        rates=_rates(label),
        steps=tuple(table for side in label.sides if (table := step_table(side, figure.metric))),
        sides=_side_rows(label) if is_two_sided else (),
        no_steps=_no_steps(label),
        extrapolation=_extrapolation(label),
        weights=tuple(Weights(side.audience, weights_of(side, label)) for side in label.sides),
        families=tuple(_family(family, label) for family in label.families),
        checks=tuple(row for row in rows if row.state != State.NOT_APPLICABLE),
        idle_checks=listed([row.name for row in rows if row.state == State.NOT_APPLICABLE]),
        facts=facts_of(label),
        grades=GRADES,
        manifest_hash=label.edition.manifest_hash,
        links=label.links,
        back_url=_back(label),
        programme=programme,
    )


def _what(figure: FigurePart) -> str:
    return WHAT_IT_IS.get(figure.of) or audience_name(figure.of)


def _edition(edition: EditionPart) -> str:
    return f"{capital(edition.kind)} of {edition.week}, revision {edition.revision}"


def _ladder(side: Side, label: Label) -> Ladder | None:
    rows: Any = [
        SimpleNamespace(
            audience=side.audience, window=label.figure.window, step=one.step, reason=one.reason,
            count=one.count,
        )
        for one in side.ladder
    ]  # fmt: skip
    return build_ladder(rows, side.audience, label.figure.window)


def _rates(label: Label) -> tuple[str, ...]:
    if label.reader != Reader.HOUSE:
        return ()
    return tuple(rates_text(side.audience, side.response_rates) for side in label.sides)


def _no_ladder(label: Label) -> str:
    return NO_COUNTS if label.figure.value is None else NO_LADDER


def _no_steps(label: Label) -> str:
    """Why nothing is drawn from raw to published."""
    if label.reader == Reader.PEER:
        return NOT_TOLD
    if label.figure.value is None:
        return "A figure that is not shown has no steps."
    if label.figure.of == PAIRED_GAP:
        return (
            "Pairs are compared answer by answer on the same transactions: no weights are used, so "
            "that nothing is adjusted."
        )
    return ""


def _side_rows(label: Label) -> tuple[SideRow, ...]:
    return tuple(_side_row(side, label) for side in label.sides if side.label_url)


def _side_row(side: Side, label: Label) -> SideRow:
    part = replace(
        label.figure, of=side.audience, value=side.value, ci_low=side.ci_low, ci_high=side.ci_high
    )
    value = f"{figure_value(part)} {figure_interval(part)}".strip()
    return SideRow(side.audience, audience_name(side.audience), value, side.grade, side.label_url)


def _extrapolation(label: Label) -> tuple[str, ...]:
    return tuple(sentence(str(one["what"])) for side in label.sides for one in side.extrapolation)


def _family(family: FamilyPart, label: Label) -> FamilyRow:
    state = State(family.state)
    words = STATES[state] if family.checks != "no check" else "Nothing was checked"
    return FamilyRow(
        name=FAMILIES[next(one for one in FAMILIES if one.value == family.family)],
        state=state,
        state_text=words,
        checks="" if family.checks == "no check" else sentence(family.checks),
        findings=tuple(dict.fromkeys(_troubles(family.family, label))),
    )


def _troubles(family: str, label: Label) -> Iterator[str]:
    """What did not pass, in words, and what is published over it."""
    for side in label.sides:
        for check in side.checks:
            if check.family != family or check.state not in ("fail", "warn", "unknown"):
                continue
            if check.severity == "info":
                continue
            said = check.what or f"{check_title(check.check_key)}, a check of the whole network"
            yield f"{sentence(said)} {sentence(check.overridden)}".strip()


def _checks(label: Label) -> list[CheckRow]:
    """The gravest first."""
    return sorted(_check_rows(label), key=lambda row: ORDER.index(State(row.state)))


def _check_rows(label: Label) -> Iterator[CheckRow]:
    for place, side in enumerate(label.sides):
        for check in side.checks:
            if place and not check.audience:
                continue
            yield CheckRow(
                name=check_title(check.check_key),
                state=check.state,
                state_text=STATES[State(check.state)],
                about=_about(check, is_of_two=len(label.sides) > 1),
                value="" if check.value is None else exact(check.value),
                limits=limits_text(check),
                source=check.source,
            )


def _about(check: CheckPart, *, is_of_two: bool) -> str:
    about = "" if check.bears_on == EVERYTHING else check.bears_on.replace("_", " ")
    whose = audience_name(check.audience) if is_of_two and check.audience else ""
    told = "for information" if check.severity == "info" else ""
    return ", ".join(filter(None, (whose, about, told)))


def _back(label: Label) -> str:
    """The page where the figure stands."""
    figure, week = label.figure, label.edition.week
    if label.reader == Reader.PEER:
        return f"/partner?week={week}"
    if figure.level in OWN_LEVELS:
        is_of_line = figure.level == Level.PARTNER_LINE
        partner = pair_of(figure.node_key)[0] if is_of_line else figure.node_key
        return f"/partner/{quote(partner)}?week={week}"
    if figure.level == Level.NETWORK:
        touchpoint = figure.touchpoint_key
        return f"/touchpoint/{quote(touchpoint)}?week={week}" if touchpoint else f"/?week={week}"
    return f"/level/{figure.level}/{quote(figure.node_key)}?week={week}"
