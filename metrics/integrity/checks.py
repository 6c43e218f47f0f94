"""The checks of an edition, in order: small functions of one signature, run by one loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from metrics.figures import Finding
from metrics.integrity.analytics.baselines import unstable_baselines
from metrics.integrity.analytics.broken_series import broken_series
from metrics.integrity.analytics.disclosure import disclosure
from metrics.integrity.analytics.mix_shift import mix_shift
from metrics.integrity.analytics.multiplicity import multiplicity
from metrics.integrity.analytics.settings_in_force import settings_in_force
from metrics.integrity.analytics.small_cells import small_cells
from metrics.integrity.constructs.audiences import same_meaning_to_audiences
from metrics.integrity.constructs.cultures import same_meaning_in_cultures
from metrics.integrity.constructs.reliability import construct_reliability
from metrics.integrity.constructs.separation import constructs_apart
from metrics.integrity.constructs.single_items import single_items
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.gates import with_overrides
from metrics.integrity.questionnaire.blanks import item_nonresponse
from metrics.integrity.questionnaire.break_off import break_off_by_page
from metrics.integrity.questionnaire.flaws import question_flaws
from metrics.integrity.questionnaire.translations import translation_gaps
from metrics.integrity.questionnaire.wordings import mixed_wordings
from metrics.integrity.response_bias.careless_share import careless_share, uneven_exclusion
from metrics.integrity.response_bias.desirability import social_desirability
from metrics.integrity.response_bias.devices import device_effects
from metrics.integrity.response_bias.judgements import partner_network, row_overrules
from metrics.integrity.response_bias.nonresponse import nonresponse
from metrics.integrity.response_bias.styles import styles
from metrics.integrity.response_bias.timing import late_and_early
from metrics.integrity.rows import duplicates, out_of_range
from metrics.integrity.sampling.balance import weighing
from metrics.integrity.sampling.before_experience import before_experience
from metrics.integrity.sampling.completeness import frame_completeness
from metrics.integrity.sampling.coverage import revenue_coverage
from metrics.integrity.sampling.evenness import response_evenness
from metrics.integrity.sampling.fatigue import fatigue_losses
from metrics.integrity.sampling.rates import response_rates, undeliverable
from metrics.integrity.sampling.selection import partner_selection
from metrics.integrity.strategy.coverage import objective_coverage
from metrics.integrity.strategy.loose_ends import (
    incomplete_objectives,
    orphan_questions,
    single_item_objectives,
    unwritten_keys,
)

Check = Callable[[WeekEvidence], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    # Strategy
    objective_coverage,
    orphan_questions,
    incomplete_objectives,
    single_item_objectives,
    unwritten_keys,
    # Constructs
    single_items,
    construct_reliability,
    constructs_apart,
    same_meaning_in_cultures,
    same_meaning_to_audiences,
    # Sampling
    frame_completeness,
    revenue_coverage,
    partner_selection,
    fatigue_losses,
    undeliverable,
    response_rates,
    response_evenness,
    before_experience,
    weighing,
    # Questionnaire
    question_flaws,
    break_off_by_page,
    item_nonresponse,
    translation_gaps,
    mixed_wordings,
    out_of_range,
    # Response bias
    duplicates,
    careless_share,
    uneven_exclusion,
    partner_network,
    row_overrules,
    styles,
    device_effects,
    late_and_early,
    nonresponse,
    social_desirability,
    # Analytics
    settings_in_force,
    multiplicity,
    small_cells,
    mix_shift,
    unstable_baselines,
    broken_series,
    disclosure,
)


def run_checks(evidence: WeekEvidence) -> tuple[Finding, ...]:
    """Every check's findings, marked where a person published in spite of one."""
    found = (finding for check in CHECKS for finding in check(evidence))
    return with_overrides(found, evidence.configuration)
