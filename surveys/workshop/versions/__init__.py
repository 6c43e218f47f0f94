"""A questionnaire's versions, how each was published, and in what two of them differ."""

from __future__ import annotations
