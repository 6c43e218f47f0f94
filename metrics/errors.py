"""What can go wrong in knowing.

MetricsError (TwofoldError)
├── WeekNotOverError            the week has not ended in the programme's time zone
├── EditionExistsError          this edition is published; a correction is a revision with a reason
├── FieldworkOpenError          the final is asked for before the field period is over
├── NothingToCloseError         no transaction of that week is known
├── NoSuchEditionError          no edition of that week (and kind, revision)
└── FrozenWeekDamagedError      frozen files are missing or do not match their hashes
"""

from __future__ import annotations

from core.errors import TwofoldError


class MetricsError(TwofoldError):
    """The packages' base."""


class WeekNotOverError(MetricsError):
    """The week has not ended."""


class EditionExistsError(MetricsError):
    """The edition is published already."""


class FieldworkOpenError(MetricsError):
    """The final needs the field period to be over."""


class NothingToCloseError(MetricsError):
    """There is no transaction in that week."""


class NoSuchEditionError(MetricsError):
    """No such edition is published."""


class FrozenWeekDamagedError(MetricsError):
    """Frozen files are missing or changed."""
