"""Why a figure is undefined, or may not be shown."""

from __future__ import annotations

from enum import StrEnum


class Undefined(StrEnum):
    """Why an estimate has no error and no interval; DEFINED where it has both."""

    DEFINED = ""
    EMPTY = "empty"
    FEW_ACCOUNTS = "few_accounts"
    ZERO_VARIANCE = "zero_variance"
    FIXED = "fixed"

    @property
    def sentence(self) -> str:
        """The reason in words."""
        return _SENTENCES[self]


_SENTENCES = {
    Undefined.DEFINED: "",
    Undefined.EMPTY: "nobody answered",
    Undefined.FEW_ACCOUNTS: "fewer than two accounts answered, so no error can be computed",
    Undefined.ZERO_VARIANCE: "all answers agree, so no error can be computed",
    Undefined.FIXED: "the margins of the calibration fix this figure, so it has no sampling error",
}
