"""The commands of this package."""

from __future__ import annotations

import click

import access.users.cli

COMMANDS: tuple[click.Command, ...] = (*access.users.cli.COMMANDS,)
