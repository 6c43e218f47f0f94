"""The request's person."""

from __future__ import annotations

from flask import Flask


def guard_requests(app: Flask) -> None:
    """Attach the guard."""
