"""What can go wrong with letters and with pages on paper.

metrics.errors.MetricsError
├── NoLetterError        this person would be sent no letter of this week, with the reason
└── PaperMissingError    this installation cannot make a PDF
"""

from __future__ import annotations

from core.errors import Fault
from metrics.errors import MetricsError


class NoLetterError(MetricsError):
    """There is no such letter."""

    fault = Fault.MISSING


class PaperMissingError(MetricsError):
    """The library that sets a PDF, or the system's Pango below it, is not installed."""

    fault = Fault.UNAVAILABLE
