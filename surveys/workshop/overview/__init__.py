"""All questionnaires, and how a new one is begun."""

from __future__ import annotations
