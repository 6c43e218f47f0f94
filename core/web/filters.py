"""How numbers, dates and names are written on a page."""

from __future__ import annotations

from flask import Flask


def register_filters(app: Flask) -> None:
    """Attach the filters."""
