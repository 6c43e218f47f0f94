"""The flags that say an answer was given without care: family, weight, cut-off and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class FlagFamily(StrEnum):
    """What a flag looks at; flags of one family do not confirm each other."""

    TIME = "time"
    INVARIANCE = "invariance"
    CONSISTENCY = "consistency"
    OUTLIER = "outlier"
    TEXT = "text"
    IDENTITY = "identity"
    ATTENTION = "attention"


class FlagSeverity(StrEnum):
    """What a flag can do: exclude alone, with any soft flag, with another family, or nothing."""

    HARD = "hard"
    HARD_WITH_SOFT = "hard with a soft flag"
    SOFT = "soft"
    INFO = "info"


class FlagName(StrEnum):
    """Every flag, in the order in which the ladder of exclusions is read."""

    DUPLICATE_TOKEN = "duplicate_token"  # noqa: S105 - the name of a flag, no secret
    HONEYPOT = "honeypot"
    DECLARED_TEST = "declared_test"
    DEALER_NETWORK = "dealer_network"
    INSTRUCTED_ITEM = "instructed_item"
    PAGE_SPEED = "page_speed"
    RELATIVE_SPEED = "relative_speed"
    TOTAL_TIME = "total_time"
    LONGSTRING = "longstring"
    VARIABILITY = "variability"
    SAME_PLACE = "same_place"
    EVEN_ODD = "even_odd"
    MAHALANOBIS = "mahalanobis"
    GIBBERISH = "gibberish"
    REPEATED_TEXT = "repeated_text"
    REPEATED_ANSWERS = "repeated_answers"
    REPEATED_EMAIL = "repeated_email"
    MAX_MATCH = "max_match"
    DATA_CENTRE = "data_centre"


@dataclass(frozen=True)
class CarelessFlag:
    """One row of the table: the default cut-off in words and where it comes from."""

    family: FlagFamily
    severity: FlagSeverity
    cut: str
    source: str


_CONVENTION = "product convention"

CARELESS_FLAGS: Mapping[FlagName, CarelessFlag] = MappingProxyType(
    {
        FlagName.DUPLICATE_TOKEN: CarelessFlag(
            FlagFamily.IDENTITY, FlagSeverity.HARD, "single-use token used before", _CONVENTION
        ),
        FlagName.HONEYPOT: CarelessFlag(
            FlagFamily.IDENTITY, FlagSeverity.HARD, "hidden field filled in", _CONVENTION
        ),
        FlagName.DECLARED_TEST: CarelessFlag(
            FlagFamily.IDENTITY, FlagSeverity.HARD, "sent as a test", _CONVENTION
        ),
        FlagName.DEALER_NETWORK: CarelessFlag(
            FlagFamily.IDENTITY,
            FlagSeverity.HARD,
            "a customer's answer from the dealer's network",
            _CONVENTION,
        ),
        FlagName.INSTRUCTED_ITEM: CarelessFlag(
            FlagFamily.ATTENTION,
            FlagSeverity.HARD_WITH_SOFT,
            "instructed item failed",
            "Meade & Craig 2012; " + _CONVENTION,
        ),
        FlagName.PAGE_SPEED: CarelessFlag(
            FlagFamily.TIME,
            FlagSeverity.SOFT,
            "under 2 s per item on more than half of the pages",
            "Huang et al. 2012; Bowling et al. 2023 (1 s: Wood et al. 2017); share of pages: "
            + _CONVENTION,
        ),
        FlagName.RELATIVE_SPEED: CarelessFlag(
            FlagFamily.TIME, FlagSeverity.SOFT, "relative speed index above 2", "Leiner 2019"
        ),
        FlagName.TOTAL_TIME: CarelessFlag(
            FlagFamily.TIME, FlagSeverity.INFO, "under half the median time", "common practice"
        ),
        FlagName.LONGSTRING: CarelessFlag(
            FlagFamily.INVARIANCE,
            FlagSeverity.SOFT,
            "run of half the items or more in a grid of 8 or more",
            "Curran 2016",
        ),
        FlagName.VARIABILITY: CarelessFlag(
            FlagFamily.INVARIANCE,
            FlagSeverity.SOFT,
            "standard deviation across items 0 or below the lowest 5 %",
            "Dunn et al. 2018",
        ),
        FlagName.SAME_PLACE: CarelessFlag(
            FlagFamily.INVARIANCE,
            FlagSeverity.SOFT,
            "the same place on three scales or more, hastily",
            "methods D2; " + _CONVENTION,
        ),
        FlagName.EVEN_ODD: CarelessFlag(
            FlagFamily.CONSISTENCY,
            FlagSeverity.SOFT,
            "corrected correlation below .30",
            "Curran 2016",
        ),
        FlagName.MAHALANOBIS: CarelessFlag(
            FlagFamily.OUTLIER, FlagSeverity.SOFT, "p below .001 by the beta law", "Wilks 1963"
        ),
        FlagName.GIBBERISH: CarelessFlag(
            FlagFamily.TEXT, FlagSeverity.SOFT, "text without words", _CONVENTION
        ),
        FlagName.REPEATED_TEXT: CarelessFlag(
            FlagFamily.TEXT, FlagSeverity.SOFT, "open text of another respondent", _CONVENTION
        ),
        FlagName.REPEATED_ANSWERS: CarelessFlag(
            FlagFamily.IDENTITY,
            FlagSeverity.SOFT,
            "same answers from the same device in under 24 h",
            _CONVENTION,
        ),
        # A contact is asked about several transactions, so the address alone proves nothing.
        FlagName.REPEATED_EMAIL: CarelessFlag(
            FlagFamily.IDENTITY, FlagSeverity.INFO, "e-mail address used before", _CONVENTION
        ),
        # Pew 2016: near matches depend on items, options and homogeneity, and are no proof.
        FlagName.MAX_MATCH: CarelessFlag(
            FlagFamily.IDENTITY,
            FlagSeverity.INFO,
            "over 85 % equal to another respondent on 50 items or more",
            "Kuriakose & Robbins 2016",
        ),
        FlagName.DATA_CENTRE: CarelessFlag(
            FlagFamily.IDENTITY, FlagSeverity.INFO, "address of a data centre", _CONVENTION
        ),
    }
)
