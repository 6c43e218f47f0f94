"""The first seven of AAPOR's eleven items of disclosure: what was asked of whom, how and when.

Complete sentences with the edition's own figures; what its files do not say is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.clock import Week
from core.web.filters import counted, day, number, week_days
from customers.models import Audience
from metrics.dashboards.wording import AUDIENCE_PLURALS, capital, listed
from metrics.integrity.statement.queries import Frozen, StatementData
from metrics.method import WINDOWS
from metrics.warehouse.questionnaires import QuestionnaireFacts

NOT_FROZEN = "The edition’s frozen files do not say this."
AUDIENCES = (Audience.END_USER.value, Audience.CHANNEL_PARTNER.value)
SOURCES = {
    "link": "through a personal link",
    "open_link": "through an open link (kept, and used in no figure)",
    "import": "imported from another system",
}
SUPPLIERS = {
    "business": "by the business",
    "partner": "by the channel partner",
    "person": "by the person",
}
# Steps at which the frame loses people before anybody is drawn, as the ladder names the reasons.
LOSSES = {
    "no_contact": "had no known contact",
    "opted_out": "had opted out",
    "asked_too_recently": "had been asked too recently",
    "other_transaction_drawn": "were another transaction of a person drawn",
    "not_drawn": "were not drawn",
}


@dataclass(frozen=True)
class Item:
    """One of the eleven, as AAPOR's code numbers them."""

    number: int
    key: str
    title: str
    sentences: tuple[str, ...]


def strategy(data: StatementData) -> Iterator[str]:
    windows = listed([str(weeks) for weeks in WINDOWS])
    yield (
        "Both customers of the business are asked by questionnaire after its transactions: end "
        "users and channel partners. Every edition states its figures over windows of "
        f"{windows} weeks that end with its week."
    )
    decided = data.decided.configuration
    if decided is None:
        yield "Which objectives the questions serve is not kept with this edition."
    elif not decided.objectives:
        yield "No objective of the business was written down when the week was frozen."
    else:
        names = listed([objective.name for objective in decided.objectives])
        count = counted(len(decided.objectives), "objective")
        yield f"It serves {count} of the business: {names}."


def sponsor(data: StatementData) -> Iterator[str]:
    yield f"Sponsored by the programme {data.programme}, which is also who asks."
    yield f"Conducted with Twofold, version {data.edition.code_version}."
    yield "Whether anybody else pays for it is not recorded in Twofold."


def instruments(data: StatementData) -> Iterator[str]:
    versions = data.frozen.questionnaires if data.frozen else ()
    if not versions:
        yield NOT_FROZEN
        return
    languages = sorted({language for facts in versions for language in facts.missing_texts})
    yield (
        f"{counted(len(versions), 'questionnaire version')} were in the field or "
        f"answered, in {counted(len(languages), 'language')}: {listed(languages)}."
    )
    for audience in AUDIENCES:
        named = [_version(facts) for facts in versions if facts.audience == audience]
        if named:
            yield f"{capital(AUDIENCE_PLURALS[audience])}: {'; '.join(named)}."
    yield (
        "Their wording, options and order stand unchanged under those names in the programme; the "
        "edition keeps a hash of each question’s wording."
    )


def _version(facts: QuestionnaireFacts) -> str:
    asked = [question for question in facts.questions if question.lowest is not None]
    findings = len(facts.findings)
    return (
        f"{facts.name} ({counted(len(facts.questions), 'question')}, {number(len(asked))} of them "
        f"scored, {counted(facts.page_count, 'page')}, {counted(findings, 'lint finding')}"
        + (", published in spite of errors" if facts.reason else "")
        + ")"
    )


def population(data: StatementData) -> Iterator[str]:
    week = data.edition.week
    yield (
        f"All {number(data.edition.transaction_count)} transactions of {week_days(week)} known to "
        "the business, each with its two customers."
    )
    for audience in AUDIENCES:
        whole = data.ladder.get((audience, "transactions", ""))
        if whole is not None:
            who = AUDIENCE_PLURALS[audience]
            yield f"{counted(whole, 'transaction')} are in the frame of {who}."
    if data.frozen is None:
        yield NOT_FROZEN
        return
    kinds = [node.kind for node in data.frozen.reference.nodes]
    yield (
        f"The organisation had {counted(kinds.count('partner'), 'channel partner')} in "
        f"{counted(kinds.count('country'), 'country', 'countries')} when the week was frozen."
    )


def sample(data: StatementData) -> Iterator[str]:
    for audience in AUDIENCES:
        yield from _sampled(data, audience)
    if data.frozen and data.frozen.contacts_by:
        named = [
            f"{number(count)} {SUPPLIERS.get(key, key)}"
            for key, count in data.frozen.contacts_by.items()
        ]
        yield f"Contacts were supplied, of both customers: {listed(named)}."
    yield "Incentives are not recorded in Twofold."


def _sampled(data: StatementData, audience: str) -> Iterator[str]:
    who, ladder = AUDIENCE_PLURALS[audience], data.ladder
    whole, drawn = (ladder.get((audience, step, "")) for step in ("transactions", "drawn"))
    if not whole:
        yield f"No transaction with {who} was in the frame."
        return
    if drawn is None:
        yield f"Which {who} were asked was not recorded: nothing is known of how they were chosen."
        return
    lost = [
        f"{number(count)} {LOSSES[reason]}"
        for (of, _, reason), count in ladder.items()
        if of == audience and reason in LOSSES and count
    ]
    without = f"; {listed(lost)}" if lost else ""
    yield (
        f"Of {counted(whole, 'transaction')} with {who}, {number(drawn)} were drawn by "
        f"Twofold, each with a recorded probability{without}."
    )


def modes(data: StatementData) -> Iterator[str]:
    if data.frozen is None:
        yield NOT_FROZEN
        return
    fieldwork = data.frozen.fieldwork
    if not fieldwork.sources:
        yield "No answer was received by the cut-off."
        return
    yield "Self-administered on the web, without an interviewer, unless imported."
    named = {SOURCES.get(key, key): count for key, count in fieldwork.sources.items()}
    yield f"Answers received: {_told(named)}."
    yield f"Languages of the answers: {_told(fieldwork.languages)}."
    yield f"Devices: {_told(fieldwork.devices)}."


def dates(data: StatementData) -> Iterator[str]:
    edition = data.edition
    yield f"The transactions happened on {week_days(edition.week)}."
    frozen: Frozen | None = data.frozen
    if frozen is None:
        yield NOT_FROZEN
    else:
        first, last = frozen.fieldwork.first_answered_on, frozen.fieldwork.last_answered_on
        if first and last:
            when = f"on {day(first)}" if first == last else f"from {day(first)} to {day(last)}"
            yield f"The answers received were given {when}."
        period = counted(frozen.reference.field_period_days, "day")
        state = "is over" if frozen.is_over else "was still open at the cut-off"
        yield f"The field period of {period} after {day(Week.parse(edition.week).sunday)} {state}."
    cut_off = f"{day(edition.cut_off_at.date())}, {edition.cut_off_at:%H:%M} UTC"
    yield (
        f"The cut-off was {cut_off}; {counted(edition.late_response_count, 'answer')} came later "
        "and are not in it."
    )


def _told(counts: Mapping[str, int]) -> str:
    return listed([f"{number(count)} {key}" for key, count in counts.items()])
