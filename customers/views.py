from __future__ import annotations

from flask import Blueprint

import customers.api.views

BLUEPRINTS: tuple[Blueprint, ...] = (customers.api.views.blueprint,)
