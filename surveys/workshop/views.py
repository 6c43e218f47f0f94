"""The workshop, where questionnaires are written."""

from __future__ import annotations

from flask import Blueprint

import surveys.workshop.difference.views
import surveys.workshop.editor.question_views
import surveys.workshop.editor.views
import surveys.workshop.overview.views
import surveys.workshop.publishing.views
import surveys.workshop.versions.views

BLUEPRINTS: tuple[Blueprint, ...] = (
    surveys.workshop.overview.views.blueprint,
    surveys.workshop.editor.views.blueprint,
    surveys.workshop.editor.question_views.blueprint,
    surveys.workshop.publishing.views.blueprint,
    surveys.workshop.difference.views.blueprint,
    surveys.workshop.versions.views.blueprint,
)
