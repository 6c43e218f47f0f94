"""Security headers and host check."""

from __future__ import annotations

from flask import Flask


def register_headers(app: Flask) -> None:
    """Attach the headers."""
