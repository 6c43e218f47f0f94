"""Do the items of a construct mean the same in every country? Only then may countries be ranked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from metrics.figures import Finding
from metrics.integrity.constructs.meaning import NEEDED, Comparison, compare_groups, is_enough
from metrics.integrity.constructs.scales import Scale, scales_of
from metrics.integrity.constructs.window import ScaleAnswers
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.judged import Judged, Rule, findings_of
from metrics.method import Family, Severity
from metrics.models import Level, State

KEY = "same_meaning_cultures"
DO_NOT_RANK = "Read each country's trend by itself and do not rank the countries by it."
WAIT = f"Do not rank the countries by it until {NEEDED} complete answers of each can be compared."


def same_meaning_in_cultures(evidence: WeekEvidence) -> Iterator[Finding]:
    """Each country against all others, for every multi-item construct.

    What fails bars the comparison of countries, not a country's own figure: the finding stands at
    the country's figures, as a caveat.
    """
    patterns = evidence.patterns
    rule = Rule(KEY, Family.CONSTRUCTS, Severity.CAVEAT, evidence.thresholds.of("same_meaning"))
    judged = [
        one
        for scale in scales_of(evidence.sheets, evidence.configuration.constructs)
        for one in _of_scale(evidence, scale, patterns.answers(scale.audience, scale))
    ]
    yield from findings_of(rule, judged, evidence.sheets)


def _of_scale(evidence: WeekEvidence, scale: Scale, answers: ScaleAnswers) -> Iterator[Judged]:
    counts = answers.by_culture
    if len(counts) < 2:
        yield _alone(scale, len(counts))
        return
    tested = [
        country
        for country, count in sorted(counts.items())
        if is_enough(answers, count, answers.n - count)
    ]
    for country in sorted(counts):
        if country not in tested:
            yield _too_few(scale, country, counts[country])
            continue
        focal = answers.culture.codes == answers.culture.levels.index(country)
        compared = compare_groups(answers, focal, evidence.thresholds, len(tested))
        yield _compared(scale, country, compared)


def _of_country(scale: Scale, country: str) -> Judged:
    return Judged(
        name=f"{country}: {', '.join(scale.items)}",
        audience=scale.audience,
        state=State.UNKNOWN,
        what="",
        concerns=scale.concerns,
        level=Level.COUNTRY,
        node_key=country,
    )


def _alone(scale: Scale, countries: int) -> Judged:
    return Judged(
        name=", ".join(scale.items),
        audience=scale.audience,
        state=State.NOT_APPLICABLE,
        what=f"“{scale.name}” was answered in one country only: there is nothing to compare."
        if countries
        else f"“{scale.name}” has no complete answer of a known country: there is nothing to "
        "compare.",
    )


def _too_few(scale: Scale, country: str, count: int) -> Judged:
    what = (
        f"Whether “{scale.name}” means the same in {country} as elsewhere is not testable yet: "
        f"{count} of {NEEDED} complete answers."
    )
    return replace(
        _of_country(scale, country),
        what=what,
        what_to_do=WAIT,
        figures={"n": count},
    )


def _compared(scale: Scale, country: str, compared: Comparison) -> Judged:
    return replace(
        _of_country(scale, country),
        state=compared.state,
        what=_sentence(scale, country, compared),
        what_to_do=DO_NOT_RANK,
        value=compared.size,
        figures=compared.figures,
    )


def _sentence(scale: Scale, country: str, compared: Comparison) -> str:
    name = f"“{scale.name}”"
    if compared.effect is None:
        return f"Whether {name} means the same in {country} cannot be tested: nobody matches."
    if compared.state is State.PASS:
        return f"{name} means about the same in {country} as elsewhere."
    if compared.item:
        direction = "higher" if compared.effect > 0 else "lower"
        return (
            f"People of {country} rate “{compared.item}” {abs(compared.effect):.2f} deviations "
            f"{direction} than equally minded people elsewhere."
        )
    return f"The items of {name} hang together otherwise in {country} than elsewhere."
