"""Why a test of the battery says nothing about a partner."""

from __future__ import annotations

from enum import StrEnum


class UntestableSelection(StrEnum):
    """The reason a test has no p-value; TESTED where it has one."""

    TESTED = ""
    TOO_SMALL = "too_small"
    FEW_PARTNERS = "few_partners"
    NO_CONTRAST = "no_contrast"
    ALL_ALIKE = "all_alike"
    ZERO_RATIO = "zero_ratio"
    NOTHING_KNOWN = "nothing_known"

    @property
    def sentence(self) -> str:
        """The reason in words."""
        return _SENTENCES[self]


_SENTENCES = {
    UntestableSelection.TESTED: "",
    UntestableSelection.TOO_SMALL: "too few cases to test",
    UntestableSelection.FEW_PARTNERS: "too few other partners to compare with",
    UntestableSelection.NO_CONTRAST: "nobody to compare: one of the two groups is empty",
    UntestableSelection.ALL_ALIKE: (
        "no case differs from another, so nothing could have been chosen"
    ),
    UntestableSelection.ZERO_RATIO: (
        "a ratio of 0 or infinity has no error on the logarithmic scale"
    ),
    UntestableSelection.NOTHING_KNOWN: "nothing was recorded",
}
