"""Why a construct, or an item of it, has no figure."""

from __future__ import annotations

from enum import StrEnum


class UntestableConstruct(StrEnum):
    """Why a figure or its interval is missing; NOTHING where both are there."""

    NOTHING = ""
    SINGLE_ITEM = "single_item"
    FEW_RESPONDENTS = "few_respondents"
    FEW_ACCOUNTS = "few_accounts"
    CONSTANT_ITEM = "constant_item"
    CONSTANT_SUM = "constant_sum"
    IDENTICAL_ITEMS = "identical_items"
    ONE_HEAVY_PERSON = "one_heavy_person"
    REVERSED_ITEM = "reversed_item"
    NO_COMMON_FACTOR = "no_common_factor"
    HEYWOOD = "heywood"
    NOT_CONVERGED = "not_converged"
    FEW_DRAWS = "few_draws"
    ZERO_CORRELATION = "zero_correlation"
    MIXED_SIGNS = "mixed_signs"
    NO_MATCH = "no_match"
    SAME_ANSWER = "same_answer"
    ONE_SIDED = "one_sided"
    CONSTANT_REST = "constant_rest"
    NO_UNIQUE_FIT = "no_unique_fit"
    NO_LOADING = "no_loading"

    @property
    def sentence(self) -> str:
        """The reason in words."""
        return _SENTENCES[self]


_Why = UntestableConstruct
_SENTENCES = {
    _Why.NOTHING: "",
    _Why.SINGLE_ITEM: "single item",
    _Why.FEW_RESPONDENTS: "fewer than three people answered every item",
    _Why.FEW_ACCOUNTS: "fewer than two accounts answered, so no interval can be computed",
    _Why.CONSTANT_ITEM: "everybody gave the same answer to an item",
    _Why.CONSTANT_SUM: "the sum of the items is the same for everybody",
    _Why.IDENTICAL_ITEMS: "all items agree exactly, so no interval can be computed",
    _Why.ONE_HEAVY_PERSON: "one person has nearly all the weight, so no interval can be computed",
    _Why.REVERSED_ITEM: "items of one construct run in opposite directions; recode one",
    _Why.NO_COMMON_FACTOR: "the items share no single factor",
    _Why.HEYWOOD: "an item would share more than all of its variance (Heywood case)",
    _Why.NOT_CONVERGED: "the loadings did not converge",
    _Why.FEW_DRAWS: "too few bootstrap draws gave a figure",
    _Why.ZERO_CORRELATION: "a correlation is zero, so there is no geometric mean",
    _Why.MIXED_SIGNS: "correlations between the constructs differ in sign",
    _Why.NO_MATCH: "no stratum holds both groups",
    _Why.SAME_ANSWER: "within every stratum everybody answered alike",
    _Why.ONE_SIDED: "one group has no success, or no failure, to set against the other",
    _Why.CONSTANT_REST: "the rest score is the same for everybody",
    _Why.NO_UNIQUE_FIT: "the ordinal model has no finite, unique solution",
    _Why.NO_LOADING: "all loadings of a group are zero",
}
