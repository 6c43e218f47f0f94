"""Why a construct, or an item of it, has no figure."""

from __future__ import annotations

from enum import StrEnum


class Untestable(StrEnum):
    """Why a figure or its interval is missing; NOTHING where both are there."""

    NOTHING = ""
    SINGLE_ITEM = "single_item"
    FEW_RESPONDENTS = "few_respondents"
    FEW_ACCOUNTS = "few_accounts"
    CONSTANT_ITEM = "constant_item"
    CONSTANT_SUM = "constant_sum"
    IDENTICAL_ITEMS = "identical_items"
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


_SENTENCES = {
    Untestable.NOTHING: "",
    Untestable.SINGLE_ITEM: "single item",
    Untestable.FEW_RESPONDENTS: "fewer than three people answered every item",
    Untestable.FEW_ACCOUNTS: "fewer than two accounts answered, so no interval can be computed",
    Untestable.CONSTANT_ITEM: "everybody gave the same answer to an item",
    Untestable.CONSTANT_SUM: "the sum of the items is the same for everybody",
    Untestable.IDENTICAL_ITEMS: "all items agree exactly, so no interval can be computed",
    Untestable.REVERSED_ITEM: "items of one construct run in opposite directions; recode one",
    Untestable.NO_COMMON_FACTOR: "the items share no single factor",
    Untestable.HEYWOOD: "an item would share more than all of its variance (Heywood case)",
    Untestable.NOT_CONVERGED: "the loadings did not converge",
    Untestable.FEW_DRAWS: "too few bootstrap draws gave a figure",
    Untestable.ZERO_CORRELATION: "a correlation is zero, so there is no geometric mean",
    Untestable.MIXED_SIGNS: "correlations between the constructs differ in sign",
    Untestable.NO_MATCH: "no stratum holds both groups",
    Untestable.SAME_ANSWER: "within every stratum everybody answered alike",
    Untestable.ONE_SIDED: "one group has no success, or no failure, to set against the other",
    Untestable.CONSTANT_REST: "the rest score is the same for everybody",
    Untestable.NO_UNIQUE_FIT: "the ordinal model has no finite, unique solution",
    Untestable.NO_LOADING: "all loadings of a group are zero",
}
