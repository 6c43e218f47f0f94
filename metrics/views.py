"""The package's pages."""

from __future__ import annotations

from flask import Blueprint

from metrics.api import views as api
from metrics.api.beside import views as api_beside
from metrics.bench import views as bench
from metrics.break_off import views as break_off
from metrics.dashboards import views as dashboards
from metrics.exports import views as exports
from metrics.integrity.label import views as label
from metrics.integrity.overrules.gates import views as decided_figures
from metrics.integrity.overrules.rows import views as decided_rows
from metrics.integrity.overview import views as overview
from metrics.integrity.overview.work import views as work
from metrics.integrity.partners import views as partner_reviews
from metrics.integrity.settings import views as check_settings
from metrics.integrity.statement import views as statement
from metrics.letters import views as letters
from metrics.letters.paper import views as paper
from metrics.notes import views as notes
from metrics.signals import views as signals
from metrics.strategy import views as strategy
from metrics.targets import views as targets
from metrics.weekly import views as weekly

BLUEPRINTS: tuple[Blueprint, ...] = (
    *dashboards.BLUEPRINTS,
    *bench.BLUEPRINTS,
    notes.blueprint,
    targets.blueprint,
    signals.blueprint,
    overview.blueprint,
    work.blueprint,
    *weekly.BLUEPRINTS,
    strategy.blueprint,
    break_off.blueprint,
    check_settings.blueprint,
    decided_figures.blueprint,
    decided_rows.blueprint,
    partner_reviews.blueprint,
    label.blueprint,
    statement.blueprint,
    api.blueprint,
    api_beside.blueprint,
    letters.choosing,
    letters.stopping,
    paper.blueprint,
    exports.blueprint,
)
NAVIGATION = (
    *dashboards.NAVIGATION,
    *bench.NAVIGATION,
    *signals.NAVIGATION,
    *overview.NAVIGATION,
    *weekly.NAVIGATION,
    *strategy.NAVIGATION,
    *exports.NAVIGATION,
)
# On everybody's account page.
ACCOUNT_ENTRIES = (*letters.ACCOUNT_ENTRIES,)
