"""What can go wrong with notes.

MetricsError (TwofoldError)
├── NoSuchNoteError        no such note, or no longer
└── NoteRefusedError       a note that cannot stand; what can, instead
"""

from __future__ import annotations

from core.errors import Fault
from metrics.errors import MetricsError


class NoSuchNoteError(MetricsError):
    """Nothing to change under this number."""

    fault = Fault.MISSING


class NoteRefusedError(MetricsError):
    """The note cannot stand as it is."""
