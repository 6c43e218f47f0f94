"""The last four of AAPOR's eleven items: sizes and precision, weights, processing, limitations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.web.filters import counted, number, percent
from metrics.dashboards.families import FAMILIES
from metrics.dashboards.heard import REASONS, plain
from metrics.dashboards.wording import AUDIENCE_PLURALS, capital, listed, metric_title, sentence
from metrics.figures import Finding
from metrics.integrity.label.facts import merge_counts
from metrics.integrity.label.wording import exact_value, rates_text
from metrics.integrity.measures import check_title
from metrics.integrity.statement.items import AUDIENCES, LOSSES
from metrics.integrity.statement.queries import WEEK, StatementData
from metrics.method import Severity
from metrics.models import Level, State

USED = "used"
EVERY_WINDOW = 0


def sizes(data: StatementData) -> Iterator[str]:
    for audience in AUDIENCES:
        used = data.ladder.get((audience, "used", ""))
        if used is not None:
            yield f"{counted(used, 'answer')} of {AUDIENCE_PLURALS[audience]} are used in the week."
    for audience in AUDIENCES:
        yield from _margins(data, audience)
    yield (
        "Intervals are at 95 %, allow for unequal weights and for several answers of one customer, "
        "and stand beside every figure. They do not allow for errors other than chance."
    )
    for audience, rates in data.edition.summary.get("response_rates", {}).items():
        yield rates_text(audience, rates)


def _margins(data: StatementData, audience: str) -> Iterator[str]:
    said = [
        f"{metric_title(metric)} ±{exact_value(margin, metric)} (n {number(n)})"
        for (of, metric), (margin, n) in data.margins.items()
        if of == audience
    ]
    if said:
        who = AUDIENCE_PLURALS[audience]
        yield f"Margins of error of the network’s totals, {who}: {listed(said)}."


def weighting(data: StatementData) -> Iterator[str]:
    if not data.weighings:
        yield "Nobody was heard, so that nothing was weighed."
    for audience, report in data.weighings.items():
        yield from _weighed(AUDIENCE_PLURALS[audience], report)
    if data.weighings:
        yield (
            "Base weights are the inverse of the probability of being drawn; they are raked to all "
            "transactions of the window, and bounded where one exceeds five times the mean. How "
            "each window was weighed, with every merge, stands on the page of the edition."
        )


def _weighed(who: str, report: Mapping[str, Any]) -> Iterator[str]:
    margins = [name.replace("_", " ") for name in report.get("margins", {})]
    how = f"raked to {listed(margins)}" if margins else "not raked, for want of answers"
    facts = (
        ("largest_weight_to_mean", "largest weight {} times the mean"),
        ("design_effect", "design effect {}"),
        ("effective_n", "effective sample {}"),
    )
    said = [text.format(number(report[key], 2)) for key, text in facts if key in report]
    yield f"{capital(who)}: {how}{'; ' + listed(said) if said else ''}."
    merges = sum(merge_counts(report).values())
    if merges:
        yield f"{capital(who)}: {counted(merges, 'group')} with too few answers were merged."


def processing(data: StatementData) -> Iterator[str]:
    yield (
        "Every answer is kept. One is set aside only by a written rule or by a named person, with "
        "the reason, and figures are computed with and without those set aside."
    )
    aside = {key: n for key, n in data.edition.summary.get("set_aside", {}).items() if key != USED}
    if aside:
        named = [f"{number(n)} ({plain(key, REASONS)})" for key, n in aside.items()]
        yield f"Set aside in this week: {listed(named)}."
    else:
        yield "No answer of this week was set aside."
    yield _checks(data)
    yield _decisions(data.decisions)
    yield from _people(data)
    yield (
        f"The edition is sealed: its manifest has the SHA-256 {data.edition.manifest_hash}, and "
        "twofold verify computes every figure again from the frozen files."
    )


def _checks(data: StatementData) -> str:
    if not data.findings:
        return "No check was made."
    words = {State.FAIL: "failed", State.WARN: "warned", State.UNKNOWN: "could not be made"}
    counts = {state: sum(one.state is state for one in data.findings) for state in words}
    said = [f"{number(counts[state])} {word}" for state, word in words.items() if counts[state]]
    families = len({one.family for one in data.findings})
    return (
        f"{counted(len(data.findings), 'outcome')} of checks in {families} of {len(FAMILIES)} "
        f"families; of these {listed(said) or 'none failed or warned'}. Checks decide before "
        "publishing and buy off nothing."
    )


def _decisions(decisions: Mapping[str, int]) -> str:
    total = sum(decisions.values())
    hidden, held = decisions.get("suppress", 0), decisions.get("hold", 0)
    caveats = decisions.get("caveat", 0)
    return (
        f"Of {counted(total, 'estimate')}, {number(total - hidden - held)} are published "
        f"({number(caveats)} with a caveat), {number(hidden)} are not shown and {number(held)} "
        "are held at the last final."
    )


def _people(data: StatementData) -> Iterator[str]:
    if not data.decided.is_known:
        yield "What people decided about checks and answers is not kept with this edition."
        return
    for one in data.findings:
        if one.overridden:
            yield sentence(f"{check_title(one.check_key)}: {one.what} {one.overridden}")
    for limit in data.decided.limits:
        yield sentence(
            f"The limits of “{check_title(limit.check_key)}” are {limit.changed_by}’s since "
            f"{limit.applies_from}: {limit.reason}"
        )
    for rows in data.decided.rows:
        what = "were used in spite of the checks" if rows.is_used else "were set aside"
        yield sentence(
            f"{counted(rows.count, 'answer')} {what} by {rows.decided_by} on {rows.decided_on}: "
            f"{rows.reason}"
        )


def limitations(data: StatementData) -> Iterator[str]:
    yield (
        "Whoever could not be asked or did not answer speaks through weights alone: they make up "
        "for what the frame knows of a transaction, and for nothing else."
    )
    for audience in AUDIENCES:
        yield from _unheard(data, audience)
    if data.frozen and not data.frozen.is_over:
        yield "The field period was open at the cut-off: the final will hold more answers."
    yield from dict.fromkeys(_found(one) for one in data.findings if _limits(one))
    yield (
        "A survey of customers may be subject to errors that no check finds, of wording, of order "
        "and of what people are willing to say."
    )


def _limits(one: Finding) -> bool:
    """What did not pass of the whole network and the week itself."""
    is_of_week = one.level is Level.NETWORK and one.window in (EVERY_WINDOW, WEEK)
    is_trouble = one.state in (State.FAIL, State.WARN, State.UNKNOWN)
    return is_of_week and is_trouble and one.severity is not Severity.INFO


def _found(one: Finding) -> str:
    """Whose it is, and what was found."""
    who = AUDIENCE_PLURALS.get(one.audience, "both customers")
    return f"{capital(who)}: {sentence(one.what)}"


def _unheard(data: StatementData, audience: str) -> Iterator[str]:
    who, whole = AUDIENCE_PLURALS[audience], data.ladder.get((audience, "transactions", ""))
    missing = data.ladder.get((audience, "transactions", "no_contact"), 0)
    if whole and missing:
        yield f"{percent(missing / whole)} of the transactions with {who} {LOSSES['no_contact']}."
    share = data.weighings.get(audience, {}).get("not_represented_share")
    if share:
        yield (
            f"{percent(share, 1)} of the transactions with {who} belong to groups without a single "
            "answer; others stand for them."
        )
