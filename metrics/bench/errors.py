"""What can go wrong at the bench.

MetricsError (TwofoldError)
├── NoSuchViewError        no saved view of that number, or not one this person may open
└── ViewNameError          a name that is empty, too long or taken
"""

from __future__ import annotations

from core.errors import Fault
from metrics.errors import MetricsError


class NoSuchViewError(MetricsError):
    """Missing, removed, or somebody else's and private: all the same answer."""

    fault = Fault.MISSING


class ViewNameError(MetricsError):
    """The name cannot be given."""
