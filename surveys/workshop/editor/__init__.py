"""The pages on which a draft is written."""

from __future__ import annotations
