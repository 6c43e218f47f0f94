"""Why a table cannot be taken out.

MetricsError
└── ExportError
    ├── NoSuchExportError       no such table or format, or not this reader's to take
    ├── TooLargeForFormatError  more rows or columns than the format can hold
    └── MissingExtraError       the format needs a library that is not installed
"""

from __future__ import annotations

from core.errors import Fault
from metrics.errors import MetricsError


class ExportError(MetricsError):
    """Nothing was taken out."""


class NoSuchExportError(ExportError):
    """Alike for what does not exist and what a reader may not take."""

    fault = Fault.MISSING


class TooLargeForFormatError(ExportError):
    """The text says which format holds it."""

    fault = Fault.TOO_LARGE


class MissingExtraError(ExportError):
    """The text names the extra to install."""

    fault = Fault.UNAVAILABLE
