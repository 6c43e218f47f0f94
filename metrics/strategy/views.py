"""The page on which the strategy is held against what is asked."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from access.guard import HOUSE, roles
from access.navigation import NavEntry
from core.database import db
from metrics.strategy.pages import coverage_page
from metrics.strategy.services import cover_strategy

blueprint = Blueprint("coverage", __name__)


@blueprint.get("/strategy")
@roles(*HOUSE)
def show_coverage() -> ResponseReturnValue:
    coverage = cover_strategy(db.session())
    page = coverage_page(coverage) if coverage else None
    return render_template("metrics/coverage.html", page=page)


NAVIGATION = (NavEntry("Strategy", "coverage.show_coverage"),)
