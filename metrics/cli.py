"""The package's commands."""

from __future__ import annotations

import click

from metrics.integrity.settings import cli as integrity
from metrics.letters import cli as letters
from metrics.voices import cli as voices
from metrics.weekly import cli as weekly

COMMANDS: tuple[click.Command, ...] = (
    *weekly.COMMANDS,
    *integrity.COMMANDS,
    *letters.COMMANDS,
    *voices.COMMANDS,
)
