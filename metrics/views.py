from __future__ import annotations

from flask import Blueprint

from metrics.dashboards import views as dashboards

BLUEPRINTS: tuple[Blueprint, ...] = (*dashboards.BLUEPRINTS,)
NAVIGATION = (*dashboards.NAVIGATION,)
