"""What can go wrong when asking.

SurveyError
├── QuestionnaireFileError   a questionnaire file that cannot be used; names the file
├── ItemError                a question that cannot be checked as it is described
├── ConditionError           a condition that cannot be read
│   └── ExpressionError      a condition of other software that cannot be said in ours
├── ContentError             a questionnaire's content that cannot be used; names the question
├── TranslationFileError     a translator's file that cannot be read
├── DraftConflictError       somebody else changed the draft in the meantime
├── DraftExistsError         the questionnaire is being written already
├── UnknownDraftError        a draft, or a question of it, that does not exist
├── NothingToUndoError       no change of the draft is left to undo
├── ReasonNeededError        published over errors of the lint without a reason in words
├── NothingNewError          the version to publish is in the field already
├── UnknownVersionError      a questionnaire version that does not exist
├── UnknownSurveyError       no survey for this audience at this touchpoint
├── UnknownInvitationError   an invitation that does not exist
├── UnknownOpenLinkError     an open link that does not exist
├── OpenLinkError            an open link that cannot be made so; the text says what to change
├── RevokedOpenLinkError     an open link that was withdrawn for good
├── StrategyError            an objective or construct that cannot be kept so, or is still needed
├── UnknownLibraryItemError  a question that the library does not have
├── PlanError                a sampling plan that cannot be drawn
└── FieldPeriodOverError     the days to draw from can no longer be answered
"""

from __future__ import annotations

from core.errors import Fault, TwofoldError


class SurveyError(TwofoldError):
    """Anything that stops a survey from being prepared, drawn or sent."""


class QuestionnaireFileError(SurveyError):
    """A questionnaire file that cannot be used; the text names the file and the place."""


class ItemError(SurveyError):
    """A question that cannot be checked as it is described; the text names what to correct."""


class ConditionError(SurveyError):
    """A condition for showing a question that cannot be read; the text says what to correct."""


class ExpressionError(ConditionError):
    """A condition of other software that ours cannot say; the text says what stands in the way."""


class ContentError(SurveyError):
    """A questionnaire that cannot be used as it is; the text names the question and the remedy."""


class TranslationFileError(SurveyError):
    """A translator's file that cannot be read; the text says what to do."""


class DraftConflictError(SurveyError):
    """The draft was changed by somebody else since it was opened; nothing was overwritten."""

    fault = Fault.CONFLICT


class DraftExistsError(SurveyError):
    """The questionnaire is being written already; there is one draft of each."""

    fault = Fault.CONFLICT


class UnknownDraftError(SurveyError):
    """A draft, or a question of a draft, that does not exist (any more)."""

    fault = Fault.MISSING


class NothingToUndoError(SurveyError):
    """No change of the draft is left to undo."""

    fault = Fault.CONFLICT


class ReasonNeededError(SurveyError):
    """The lint finds errors, and publishing in spite of them needs a reason in words."""


class NothingNewError(SurveyError):
    """What was to be published is in the field already, word for word."""

    fault = Fault.CONFLICT


class UnknownVersionError(SurveyError):
    """A questionnaire version that does not exist."""

    fault = Fault.MISSING


class UnknownSurveyError(SurveyError):
    """No survey asks this audience at this touchpoint."""

    fault = Fault.MISSING


class UnknownInvitationError(SurveyError):
    """An invitation that does not exist."""

    fault = Fault.MISSING


class UnknownOpenLinkError(SurveyError):
    """An open link that does not exist."""

    fault = Fault.MISSING


class OpenLinkError(SurveyError):
    """An open link that cannot be made or closed so; the text says what to change."""


class RevokedOpenLinkError(SurveyError):
    """A revoked link stays revoked: whoever has its code would answer again."""

    fault = Fault.CONFLICT


class StrategyError(SurveyError):
    """An objective or construct that cannot be stored so, or cannot go while it is needed."""

    fault = Fault.CONFLICT


class UnknownLibraryItemError(SurveyError):
    """A question that the library does not have."""

    fault = Fault.MISSING


class PlanError(SurveyError):
    """A sampling plan that cannot be drawn."""


class FieldPeriodOverError(SurveyError):
    """The days to draw from lie in a week whose field period is over."""

    fault = Fault.CONFLICT
