"""Margins that always work: levels with too few answers are merged by one written rule (B6b)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from metrics.method import MIN_LEVEL_N
from metrics.warehouse.frozen import Reference
from metrics.warehouse.stack import JOINT, UNKNOWN_PARTNER

OTHERS = "other partners of "
LATE_OR_COMPLAINT = "late, complaint or return"


@dataclass(frozen=True)
class Grouping:
    """Which group each level belongs to, and every merge that led there, in order."""

    group_of: Mapping[str, str]
    merges: tuple[str, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(sorted(set(self.group_of.values())))

    def merged(self, group: str, into: str, why: str) -> Grouping:
        """Another grouping with two groups put together."""
        name = f"{into} + {group}"
        return Grouping(
            {
                level: name if current in (group, into) else current
                for level, current in self.group_of.items()
            },
            (*self.merges, f"{group} into {into}: {why}"),
        )

    def counts(self, counts: Mapping[str, int]) -> dict[str, int]:
        sums = dict.fromkeys(self.groups, 0)
        for level, count in counts.items():
            sums[self.group_of[level]] += count
        return sums


def group_levels(
    margin: str, answers: Mapping[str, int], frame: Mapping[str, int], reference: Reference
) -> Grouping:
    """Group a margin's levels so that each group has at least ten used answers.

    `answers` and `frame` count by raw level; every level of either is grouped.
    """
    levels = sorted(set(answers) | set(frame))
    grouping = Grouping({level: level for level in levels}, ())
    counts = {level: answers.get(level, 0) for level in levels}
    for rule in RULES.get(margin, ()):
        grouping = rule(grouping, counts, reference)
    return _merge_smallest(grouping, counts)


def merge_with_smallest(
    grouping: Grouping, group: str, counts: Mapping[str, int], why: str
) -> Grouping:
    """Merge a group with the other group that has the fewest answers (ties by name)."""
    sums = grouping.counts(counts)
    others = sorted((sums[name], name) for name in grouping.groups if name != group)
    return grouping.merged(group, others[0][1], why) if others else grouping


def _merge_smallest(grouping: Grouping, counts: Mapping[str, int]) -> Grouping:
    while len(grouping.groups) > 1:
        sums = grouping.counts(counts)
        count, smallest = min((sums[name], name) for name in grouping.groups)
        if count >= MIN_LEVEL_N:
            break
        grouping = merge_with_smallest(grouping, smallest, counts, f"{count} answers")
    return grouping


Rule = Callable[[Grouping, Mapping[str, int], Reference], Grouping]


def _small_partners_to_region(
    grouping: Grouping, counts: Mapping[str, int], reference: Reference
) -> Grouping:
    """A partner with fewer than ten answers joins the others of its region."""
    return _move_up(
        grouping,
        counts,
        lambda level: (
            None
            if level in (JOINT, UNKNOWN_PARTNER)
            else f"{OTHERS}region {reference.region_of(level) or 'unknown'}"
        ),
    )


def _small_regions_to_country(
    grouping: Grouping, counts: Mapping[str, int], reference: Reference
) -> Grouping:
    country_of = {
        f"{OTHERS}region {reference.region_of(level) or 'unknown'}": reference.country_of(level)
        for level in grouping.group_of
        if level not in (JOINT, UNKNOWN_PARTNER)
    }
    return _move_up(
        grouping,
        counts,
        lambda group: (
            f"{OTHERS}{country_of[group] or 'no country'}" if group in country_of else None
        ),
    )


def _small_countries_to_network(
    grouping: Grouping, counts: Mapping[str, int], _reference: Reference
) -> Grouping:
    """What is still too small, several partners and none among it, joins the network's others."""
    return _move_up(
        grouping,
        counts,
        lambda group: (
            f"{OTHERS}the network"
            if group.startswith(OTHERS) or group in (JOINT, UNKNOWN_PARTNER)
            else None
        ),
    )


def _move_up(
    grouping: Grouping, counts: Mapping[str, int], parent: Callable[[str], str | None]
) -> Grouping:
    """Every group with fewer than ten answers becomes its parent, all in one step."""
    sums = grouping.counts(counts)
    moves = {
        group: up
        for group in grouping.groups
        if sums[group] < MIN_LEVEL_N and (up := parent(group)) is not None and up != group
    }
    merges = tuple(f"{group} into {up}: {sums[group]} answers" for group, up in moves.items())
    return Grouping(
        {level: moves.get(group, group) for level, group in grouping.group_of.items()},
        grouping.merges + merges,
    )


def _late_with_complaint(
    grouping: Grouping, counts: Mapping[str, int], _reference: Reference
) -> Grouping:
    """Late, complaint and return are one level where either has fewer than ten answers."""
    pair = [name for name in ("late", "complaint_or_return") if name in grouping.group_of]
    if len(pair) < 2 or all(counts.get(name, 0) >= MIN_LEVEL_N for name in pair):
        return grouping
    few = ", ".join(f"{name} {counts.get(name, 0)}" for name in pair)
    return Grouping(
        {
            level: LATE_OR_COMPLAINT if level in pair else group
            for level, group in grouping.group_of.items()
        },
        (*grouping.merges, f"late and complaint_or_return into one: {few} answers"),
    )


RULES: dict[str, tuple[Rule, ...]] = {
    "partner_or_kind": (
        _small_partners_to_region,
        _small_regions_to_country,
        _small_countries_to_network,
    ),
    "outcome": (_late_with_complaint,),
}
