"""Error pages in plain words."""

from __future__ import annotations

from flask import Flask


def register_error_pages(app: Flask) -> None:
    """Attach the pages."""
