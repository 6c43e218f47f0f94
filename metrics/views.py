"""The package's pages."""

from __future__ import annotations

from flask import Blueprint

from metrics.break_off import views as break_off
from metrics.dashboards import views as dashboards
from metrics.strategy import views as strategy
from metrics.weekly import views as weekly

BLUEPRINTS: tuple[Blueprint, ...] = (
    *dashboards.BLUEPRINTS,
    *weekly.BLUEPRINTS,
    strategy.blueprint,
    break_off.blueprint,
)
NAVIGATION = (*dashboards.NAVIGATION, *weekly.NAVIGATION, *strategy.NAVIGATION)
