"""Publish in spite of a finding, or withdraw that: either way with a reason."""

from __future__ import annotations

from flask_wtf import FlaskForm

from metrics.integrity.reasons import reason_field


class FindingForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    reason = reason_field()
