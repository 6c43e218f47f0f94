"""The readers' pages."""

from __future__ import annotations

from flask import Blueprint

from access.guard import HOUSE
from access.models import Role
from access.navigation import NavEntry
from metrics.dashboards.compare.views import blueprint as compare
from metrics.dashboards.editions.views import blueprint as editions
from metrics.dashboards.partner.views import blueprint as partner
from metrics.dashboards.voices.views import blueprint as voices
from metrics.dashboards.week.views import blueprint as week

BLUEPRINTS: tuple[Blueprint, ...] = (week, partner, compare, editions, voices)
NAVIGATION = (
    NavEntry("The week", "week.network", HOUSE),
    NavEntry("Partners", "week.partners"),
    NavEntry("Your mirror", "partner.own", (Role.CHANNEL_PARTNER,)),
    NavEntry("Editions", "editions.shelf"),
)
