"""Drafts become versions, and versions go into the field."""

from __future__ import annotations
