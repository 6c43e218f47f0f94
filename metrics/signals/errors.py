"""What can go wrong with a signal, beside what is wrong in a form (see `metrics.errors`).

MetricsError
└── SignalError
    ├── NotYourSignalError     somebody else's, for a person who may act on their own only
    └── SignalMovedOnError     it is no longer as the page showed it; nothing was written
"""

from __future__ import annotations

from core.errors import Fault
from metrics.errors import MetricsError


class SignalError(MetricsError):
    """The package's base."""


class NotYourSignalError(SignalError):
    """The signal belongs to somebody else."""

    fault = Fault.FORBIDDEN


class SignalMovedOnError(SignalError):
    """The signal was closed or opened again meanwhile."""

    fault = Fault.CONFLICT
