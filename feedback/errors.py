"""What can go wrong while hearing a customer.

FeedbackError
├── LinkError
│   ├── UnknownLinkError      forged, mistyped or cut off: the same words for all of them
│   ├── ClosedLinkError       withdrawn, expired, or its owner asked to be left in peace
│   └── SecondSheetError      what was sent first is kept, and this sheet says something else
├── LinksHiddenError          real people's links are shown to nobody
├── SheetError                the sheet's token is missing, forged or another link's
├── AnswerError               a value that is no answer to its question
├── RowsRefusedError          rows of a batch that do not fit their questionnaire; none was stored
├── NoSuchVoiceError          no such comment to decide about
├── VoiceDecidedError         somebody decided about the comment meanwhile
└── VoiceRefusedError         a decision about a comment that cannot be taken
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.errors import Fault, TwofoldError


class FeedbackError(TwofoldError):
    """Any failure of this package."""


class LinkError(FeedbackError):
    """A personal link that cannot be answered."""


class UnknownLinkError(LinkError):
    """No invitation has this link."""

    fault = Fault.MISSING

    def __init__(self) -> None:
        super().__init__("This link does not work. Open it again from the message you received.")


class ClosedReason(StrEnum):
    REVOKED = "revoked"
    REFUSED = "refused"
    EXPIRED = "expired"


class ClosedLinkError(LinkError):
    """The invitation exists and takes no answers; `reason` says why, `language` to whom."""

    fault = Fault.GONE

    def __init__(self, reason: ClosedReason, language: str) -> None:
        super().__init__(f"This link takes no answers any more ({reason}). Nothing is needed.")
        self.reason = reason
        self.language = language


class SecondSheetError(LinkError):
    """A sheet that was sent before, or whose personal link was used, comes with other answers."""

    fault = Fault.CONFLICT

    def __init__(self, language: str, programme: str) -> None:
        super().__init__("Other answers were sent before, and are kept. These were not saved.")
        self.language = language
        self.programme = programme


class LinksHiddenError(FeedbackError):
    """Personal links can be listed in a simulated programme only."""

    fault = Fault.MISSING

    def __init__(self) -> None:
        super().__init__(
            "Personal links are shown in a simulated programme only: here they would let you "
            "answer in somebody's name. To see one, invite yourself."
        )


class SheetError(FeedbackError):
    """The hidden token does not belong to this link: open the page again and send once more."""


class AnswerProblem(StrEnum):
    """What is wrong with a value; each has its own words in every language."""

    MISSING_CHOICE = "missing_choice"
    MISSING_TEXT = "missing_text"
    MISSING_TICK = "missing_tick"
    PLACES = "places"
    NOT_OFFERED = "not_offered"
    MORE_THAN_ONE = "more_than_one"
    TOO_LONG = "too_long"
    UNSTORABLE = "unstorable"
    REPEATED = "repeated"
    SAME_PLACE = "same_place"
    PLACE_LEFT_OUT = "place_left_out"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    NOT_TOGETHER = "not_together"
    NOT_A_NUMBER = "not_a_number"
    GROUPED = "grouped"
    TOO_PRECISE = "too_precise"
    NOT_WHOLE = "not_whole"
    TOO_LOW = "too_low"
    TOO_HIGH = "too_high"
    NOT_A_DAY = "not_a_day"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"


class AnswerError(FeedbackError):
    """One value that is no answer to its question; `problem` says why.

    `part` is the row or the option it stands at. `limit` is what would still fit: a count, or a
    number or a day as the questionnaire sets it.
    """

    def __init__(
        self,
        question_key: str,
        problem: AnswerProblem,
        *,
        count: int = 0,
        limit: int | str = 0,
        part: str = "",
    ) -> None:
        self.name = f"{question_key}.{part}" if part else question_key
        words = problem.value.replace("_", " ") + (f", {limit} fits" if limit else "")
        super().__init__(f"The answer to {self.name} cannot be taken: {words}. Correct it.")
        self.question_key = question_key
        self.problem = problem
        self.count = count
        self.limit = limit


@dataclass(frozen=True)
class RowProblem:
    """Why one row of a batch was refused, and what to do about it."""

    key: str
    text: str


class RowsRefusedError(FeedbackError):
    """Nothing was stored; `problems` names every refused row."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"Response {first.key}: {first.text}{more}. Nothing was stored.")
        self.problems = tuple(problems)


class NoSuchVoiceError(FeedbackError):
    """No such comment, or none that an edition uses."""

    fault = Fault.MISSING

    def __init__(self) -> None:
        super().__init__("There is no such comment. Go back to the list and reload it.")


class VoiceDecidedError(FeedbackError):
    """The comment is not as the person who decides saw it."""

    fault = Fault.CONFLICT


class VoiceRefusedError(FeedbackError):
    """What is to be shown is not what was written, or a reason is missing; nothing was stored."""
