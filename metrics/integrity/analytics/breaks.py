"""Where a series is not what it was: what differs from the last edition of the same kind (H9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from metrics.integrity.measures import check_title
from metrics.integrity.wording import (
    AUDIENCE_NAMES,
    METRIC_NAMES,
    percent,
    plain_key,
    several,
)
from metrics.method import METHOD_VERSION
from metrics.models import Level
from metrics.warehouse.configuration import Configuration
from metrics.warehouse.earlier import EarlierEdition
from metrics.warehouse.frozen import FrozenWeek, Reference
from metrics.warehouse.questionnaires import QuestionFacts, QuestionnaireFacts

# audience, metric
Asked = tuple[str, str]


@dataclass(frozen=True)
class Break:
    """Something that changed. Empty `audience` and `metric` mean every one.

    `ends_comparison`: the figure now means something else, so that no change is called over it;
    else it can be compared, with care.
    """

    check_key: str
    what: str
    what_to_do: str
    ends_comparison: bool
    audience: str = ""
    metric: str = ""
    level: Level = Level.NETWORK
    node_key: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)

    def ends(self, audience: str, metric: str) -> bool:
        """Whether this figure of the network must not be compared over it."""
        concerns = self.audience in ("", audience) and self.metric in ("", metric)
        return self.ends_comparison and concerns


def find_breaks(frozen: FrozenWeek, before: EarlierEdition | None) -> tuple[Break, ...]:
    """Every break since `before`; none without an earlier edition."""
    if before is None:
        return ()
    return (
        *_method(before),
        *_thresholds(frozen.configuration, before.configuration),
        *_questions(frozen, before),
        *_touchpoints(frozen.reference, before.reference),
        *_plan(frozen.reference, before.reference),
        *_moved_partners(frozen.reference, before.reference),
        *_field_period(frozen.reference, before.reference),
    )


def _method(before: EarlierEdition) -> Iterator[Break]:
    if before.method_version != METHOD_VERSION:
        yield Break(
            "series_method",
            f"The method is version {METHOD_VERSION}, and was {before.method_version} in "
            f"{before.ref.week}: figures are not made in the same way.",
            "Read what changed in the method before comparing with earlier weeks.",
            ends_comparison=True,
            evidence={"now": METHOD_VERSION, "before": before.method_version},
        )


def _thresholds(now: Configuration, before: Configuration | None) -> Iterator[Break]:
    if before is None or now.thresholds == before.thresholds:
        return
    added = [setting for setting in now.thresholds if setting not in before.thresholds]
    withdrawn = [setting for setting in before.thresholds if setting not in now.thresholds]
    said = [
        f"“{check_title(s.check_key)}” now warns at {s.warn:g} and fails at {s.fail:g} "
        f"({s.changed_by}: {s.reason.rstrip('.')})"
        for s in added
    ] + [f"the setting of “{check_title(s.check_key)}” no longer holds" for s in withdrawn]
    yield Break(
        "series_thresholds",
        f"The limits of {several(len(said), 'check', 'checks')} changed: {'; '.join(said)}.",
        "Compare grades and states with earlier weeks only under the same limits.",
        ends_comparison=False,
        evidence={"now": now.threshold_version, "before": before.threshold_version},
    )


def _questions(frozen: FrozenWeek, before: EarlierEdition) -> Iterator[Break]:
    """Another wording or scale is another question; another place may change the answers."""
    if before.questionnaires is None:
        return
    now, then = _asked(frozen.questionnaires), _asked(before.questionnaires)
    reworded: dict[Asked, list[str]] = defaultdict(list)
    moved: dict[Asked, list[str]] = defaultdict(list)
    for key in sorted(now.keys() & then.keys()):
        audience, metric, touchpoint = key
        if _definition(now[key]) != _definition(then[key]):
            reworded[audience, metric].append(touchpoint)
        elif (now[key].place, now[key].page) != (then[key].place, then[key].page):
            moved[audience, metric].append(touchpoint)
    for (audience, metric), places in sorted(reworded.items()):
        yield Break(
            "series_question",
            f"The question for {METRIC_NAMES.get(metric, metric)} was worded or scaled anew at "
            f"{_listed(places)}: its answers are not those to the question before.",
            "Start a new series at this week; ask both wordings for a while to bridge them.",
            ends_comparison=True,
            audience=audience,
            metric=metric,
            evidence={"touchpoints": ", ".join(places)},
        )
    for (audience, metric), places in sorted(moved.items()):
        yield Break(
            "series_position",
            f"The question for {METRIC_NAMES.get(metric, metric)} moved to another place in the "
            f"questionnaire at {_listed(places)}: what is asked before it can change its answers.",
            "Read changes of this figure with care for some weeks.",
            ends_comparison=False,
            audience=audience,
            metric=metric,
            evidence={"touchpoints": ", ".join(places)},
        )


def _asked(versions: Mapping[str, QuestionnaireFacts]) -> dict[tuple[str, str, str], QuestionFacts]:
    """The question in the field, by audience, metric and touchpoint."""
    return {
        (version.audience, question.metric, touchpoint): question
        for version in versions.values()
        for touchpoint in version.touchpoints
        for question in version.questions
        if question.metric
    }


def _definition(question: QuestionFacts) -> tuple[Any, ...]:
    return (question.wording, question.lowest, question.highest, question.low_is_good)


def _touchpoints(now: Reference, before: Reference) -> Iterator[Break]:
    """A total over other touchpoints is another total."""
    for audience in sorted(now.asked.keys() | before.asked.keys()):
        added = sorted(set(now.asked.get(audience, ())) - set(before.asked.get(audience, ())))
        gone = sorted(set(before.asked.get(audience, ())) - set(now.asked.get(audience, ())))
        said = [f"{_listed(added)} is asked about now"] if added else []
        said += [f"{_listed(gone)} no longer is"] if gone else []
        if said:
            who = AUDIENCE_NAMES.get(audience, audience)
            yield Break(
                "series_touchpoints",
                f"The touchpoints that {who} are asked about changed: {', '.join(said)}. Totals "
                "are over other touchpoints than before.",
                "Compare touchpoint by touchpoint, not the totals.",
                ends_comparison=True,
                audience=audience,
                evidence={"added": ", ".join(added), "gone": ", ".join(gone)},
            )


def _plan(now: Reference, before: Reference) -> Iterator[Break]:
    """The sampling plan itself, not the chances it gave: these differ from week to week."""
    for audience in sorted(now.drawn_shares):
        then = before.drawn_shares.get(audience, {})
        said = [
            f"{plain_key(touchpoint)}: {_drawn(share)} now, {_drawn(then[touchpoint])} before"
            for touchpoint, share in sorted(now.drawn_shares[audience].items())
            if touchpoint in then and then[touchpoint] != share
        ]
        if said:
            yield Break(
                "series_plan",
                f"Who is asked changed among {AUDIENCE_NAMES.get(audience, audience)} "
                f"({'; '.join(said)}).",
                "See the response rates before and after; weights make up for unequal chances.",
                ends_comparison=False,
                audience=audience,
                evidence={"touchpoints": "; ".join(said)},
            )


def _drawn(share: float) -> str:
    return "everybody" if share >= 1.0 else f"a sample of {percent(share)}"


def _moved_partners(now: Reference, before: Reference) -> Iterator[Break]:
    """A partner that moved changes the regions and countries it left and came to."""
    moved: dict[tuple[Level, str], list[str]] = defaultdict(list)
    for partner, place in sorted(now.place_of_partner.items()):
        then = before.place_of_partner.get(partner, place)
        for level, here, there in zip((Level.COUNTRY, Level.REGION), place, then, strict=True):
            for node in {here, there} - {""} if here != there else ():
                moved[level, node].append(partner)
    for (level, node), partners in sorted(moved.items()):
        yield Break(
            "series_tree",
            f"{several(len(partners), 'channel partner', 'channel partners')} moved in or out of "
            "this place since the last edition: its totals are of other partners than before.",
            "Compare partner by partner.",
            ends_comparison=False,
            level=level,
            node_key=node,
            evidence={"partners": ", ".join(sorted(partners))},
        )


def _field_period(now: Reference, before: Reference) -> Iterator[Break]:
    if now.field_period_days != before.field_period_days:
        yield Break(
            "series_field_period",
            f"Answers were waited for {several(now.field_period_days, 'day', 'days')} after the "
            f"week, and {before.field_period_days} before: who answers late is heard more or less.",
            "Compare the response rates and early with late answers.",
            ends_comparison=False,
            evidence={"now": now.field_period_days, "before": before.field_period_days},
        )


def _listed(places: list[str]) -> str:
    return ", ".join(map(plain_key, places))
