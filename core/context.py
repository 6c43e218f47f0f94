"""What the edge hands down: settings, keys and clock of the running application."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app

from core.clock import Clock
from core.config import Settings
from core.keys import KeyRing

EXTENSION = "twofold"


@dataclass(frozen=True)
class Context:
    settings: Settings
    keys: KeyRing
    clock: Clock


def context_of(app: Flask) -> Context:
    context = app.extensions[EXTENSION]
    assert isinstance(context, Context)
    return context


def current_context() -> Context:
    return context_of(current_app)
