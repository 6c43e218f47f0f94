"""The package's commands."""

from __future__ import annotations

import click

from metrics.weekly import cli as weekly

COMMANDS: tuple[click.Command, ...] = (*weekly.COMMANDS,)
