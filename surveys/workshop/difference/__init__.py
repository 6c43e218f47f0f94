"""What two versions of a questionnaire differ in, and what that does to the trends."""

from __future__ import annotations
