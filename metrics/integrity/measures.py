"""What every check is called, and what each limit is about, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.method import Family


@dataclass(frozen=True)
class Measure:
    """`value` completes "the value is …"."""

    family: Family
    title: str
    value: str


MEASURES: dict[str, Measure] = {
    "objective_coverage": Measure(
        Family.STRATEGY,
        "Objectives that questions serve",
        "the share of the objectives, by their weights, that at least one question serves",
    ),
    "omega": Measure(
        Family.CONSTRUCTS,
        "Reliability of a construct (omega)",
        "omega: how far the questions of one construct measure one thing, from 0 to 1",
    ),
    "htmt": Measure(
        Family.CONSTRUCTS,
        "Constructs that are told apart (HTMT)",
        "HTMT: how alike two constructs are answered; at 1 they are the same under two names",
    ),
    "item_total": Measure(
        Family.CONSTRUCTS,
        "A question that does not fit",
        "the correlation of the weakest question of a construct with the sum of the others",
    ),
    "redundant_items": Measure(
        Family.CONSTRUCTS,
        "Questions that repeat each other",
        "omega so high that the questions of a construct ask one thing in other words",
    ),
    "same_meaning": Measure(
        Family.CONSTRUCTS,
        "The same meaning to everybody",
        "how differently two groups answer a question who agree in all others of its construct",
    ),
    "congruence": Measure(
        Family.CONSTRUCTS,
        "The same weight of every question",
        "Tucker’s phi: how alike two groups weigh the questions of a construct",
    ),
    "revenue_coverage": Measure(
        Family.SAMPLING,
        "Business within reach",
        "the share of the business, by amount, whose customer can be asked",
    ),
    "contact_contract": Measure(
        Family.SAMPLING,
        "Contacts agreed with partners",
        "the share of end users whose contact partners agreed to hand over; 0: nothing agreed",
    ),
    "undeliverable": Measure(
        Family.SAMPLING,
        "Addresses that reach nobody",
        "the share of messages of 13 weeks that came back",
    ),
    "fatigue_unhappy": Measure(
        Family.SAMPLING,
        "Rules that spare the unhappy",
        "how much more often those fared badly whom a rule leaves unasked, beyond chance",
    ),
    "psi_before": Measure(
        Family.SAMPLING,
        "Balance before weighting (PSI)",
        "PSI: how far those who answered differ from all transactions, before weighting",
    ),
    "psi_after": Measure(
        Family.SAMPLING,
        "Balance after weighting (PSI)",
        "PSI after weighting, by what weighting did not use",
    ),
    "propensity_cv": Measure(
        Family.SAMPLING,
        "Unequal readiness to answer (CV)",
        "how much the chance to answer differs between kinds of customers, as a share of its mean",
    ),
    "design_effect": Measure(
        Family.SAMPLING,
        "Cost of weighting",
        "the design effect: how many times more answers the same precision takes",
    ),
    "shift": Measure(
        Family.SAMPLING,
        "Shift by weighting (margins of error)",
        "how far weighting moved a figure, in margins of error",
    ),
    "not_represented": Measure(
        Family.SAMPLING,
        "Groups without an answer",
        "the share of transactions in groups without a single answer",
    ),
    "frame_gap": Measure(
        Family.SAMPLING,
        "Missing transactions",
        "the chance that so few transactions came by accident, judged by the last weeks",
    ),
    "before_experience": Measure(
        Family.SAMPLING,
        "Answers before the experience",
        "the share of answers dated before what they are about",
    ),
    "partner_selection": Measure(
        Family.SAMPLING,
        "Partners as gatekeepers",
        "q: the chance of such a pattern at a partner who chooses nobody, all partners considered",
    ),
    "flagged_weight": Measure(
        Family.SAMPLING,
        "Weight of partners under review",
        "the share of a total that comes from partners with an unusual pattern",
    ),
    "out_of_range": Measure(
        Family.QUESTIONNAIRE,
        "Scores outside their scale",
        "the share of answers with a score that its scale does not have",
    ),
    "item_nonresponse": Measure(
        Family.QUESTIONNAIRE,
        "Questions left blank",
        "the share of those who were shown a question and left it blank",
    ),
    "question_flaws": Measure(
        Family.QUESTIONNAIRE,
        "Flaws of a question",
        "1 where rules see a flaw or an error with a reason on record, 2 without a reason",
    ),
    "break_off": Measure(
        Family.QUESTIONNAIRE,
        "A page that drives people away",
        "how many times more leave at one page than at the usual one, beyond chance",
    ),
    "translation_gaps": Measure(
        Family.QUESTIONNAIRE,
        "Texts that a language lacks",
        "the share of texts that are missing in the language that lacks most",
    ),
    "mixed_wordings": Measure(
        Family.QUESTIONNAIRE,
        "Two wordings under one name",
        "the share of answers to another wording of the question than most were asked",
    ),
    "duplicates": Measure(
        Family.RESPONSE_BIAS,
        "Repeated answers",
        "the share of answers about a transaction that was answered already",
    ),
    "careless": Measure(
        Family.RESPONSE_BIAS,
        "Careless answers",
        "the share of answers set aside because they were given without care",
    ),
    "uneven_exclusion": Measure(
        Family.RESPONSE_BIAS,
        "Set aside unevenly",
        "q: the chance that a partner or country has so many answers set aside by accident",
    ),
    "partner_network": Measure(
        Family.RESPONSE_BIAS,
        "Answers from the partner’s own network",
        "the share of end users’ answers that came from where the partner’s people answer",
    ),
    "response_styles": Measure(
        Family.RESPONSE_BIAS,
        "Ways of answering",
        "q: the chance that countries use the scales so differently by accident",
    ),
    "device_effect": Measure(
        Family.RESPONSE_BIAS,
        "Differences between devices",
        "q: the chance that devices differ so much by accident",
    ),
    "device_mix": Measure(
        Family.RESPONSE_BIAS,
        "Change of devices",
        "PSI: how far the devices in use differ from those of the weeks before",
    ),
    "late_early": Measure(
        Family.RESPONSE_BIAS,
        "Late and early answers",
        "q: the chance that late answers differ so much from early ones by accident",
    ),
    "extrapolation": Measure(
        Family.RESPONSE_BIAS,
        "Those who did not answer",
        "how far the trend towards late answers would move a figure, in margins of error",
    ),
    "mix_shift": Measure(
        Family.ANALYTICS,
        "Change of the mix",
        "how much of a change comes from who was served, not from how, in margins of error",
    ),
    "partners_not_shown": Measure(
        Family.ANALYTICS,
        "Partners without a figure",
        "the share of partners’ own totals that are of too few answers to be shown",
    ),
}

# Checks that are judged without limits of their own.
WITHOUT_LIMITS: dict[str, str] = {
    "orphan_questions": "Questions that serve no objective",
    "incomplete_objectives": "Objectives that lead to nothing",
    "single_item_objectives": "Objectives of one question",
    "unwritten_keys": "Names that nobody wrote down",
    "single_item": "Measured by one question",
    "same_meaning_audiences": "The same meaning to both customers",
    "same_meaning_cultures": "The same meaning in every country",
    "frame_gap_partner": "Partners with missing transactions",
    "frame_gap_network": "Missing transactions everywhere",
    "response_rate": "Response rates",
    "row_overrules": "Answers decided by hand",
    "social_desirability": "Answers that please",
    "disclosure": "Hidden figures stay hidden",
    "multiplicity": "Changes that chance makes",
    "small_cells": "Figures of few answers",
    "baseline": "Stable baselines",
    "settings": "Limits in force",
    "series": "Unbroken series",
    "series_method": "Series and the method",
    "series_thresholds": "Series and the limits",
    "series_question": "Series and a question’s wording",
    "series_position": "Series and a question’s place",
    "series_touchpoints": "Series and the touchpoints",
    "series_plan": "Series and the sampling plan",
    "series_tree": "Series and the organisation",
    "series_field_period": "Series and the field period",
}


def check_title(check_key: str) -> str:
    """What people read instead of a key; a check of another method's edition is its key."""
    measure = MEASURES.get(check_key)
    if measure:
        return measure.title
    return WITHOUT_LIMITS.get(check_key) or check_key.replace("_", " ").capitalize()
