"""What can go wrong in knowing.

MetricsError (TwofoldError)
├── WeekNotOverError            the week has not ended in the programme's time zone
├── EditionExistsError          this edition is published; a correction is a revision with a reason
├── FieldworkOpenError          the final is asked for before the field period is over
├── NothingToCloseError         no transaction of that week is known
├── NoSuchEditionError          no edition of that week (and kind, revision)
├── BusyComputingError          another week is being computed by this process
├── FrozenWeekDamagedError      frozen files are missing or do not match their hashes
├── DecisionRefusedError        a person's decision that cannot be taken; what can be, instead
└── NothingToDecideError        no such check, finding, response or partner to decide about
"""

from __future__ import annotations

from core.errors import Fault, TwofoldError


class MetricsError(TwofoldError):
    """The packages' base."""


class WeekNotOverError(MetricsError):
    """The week has not ended."""

    fault = Fault.CONFLICT


class EditionExistsError(MetricsError):
    """The edition is published already."""

    fault = Fault.CONFLICT


class FieldworkOpenError(MetricsError):
    """The final needs the field period to be over."""

    fault = Fault.CONFLICT


class NothingToCloseError(MetricsError):
    """There is no transaction in that week."""


class NoSuchEditionError(MetricsError):
    """No such edition is published."""

    fault = Fault.MISSING


class BusyComputingError(MetricsError):
    """Another week is being computed."""

    fault = Fault.UNAVAILABLE


class FrozenWeekDamagedError(MetricsError):
    """Frozen files are missing or changed."""


class DecisionRefusedError(MetricsError):
    """A decision that cannot be taken; `problems` are all that is wrong with it, in words."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class NothingToDecideError(MetricsError):
    """What the decision is about is not known."""

    fault = Fault.MISSING
