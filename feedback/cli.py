from __future__ import annotations

import click

from feedback.links.cli import list_links

COMMANDS: tuple[click.Command, ...] = (list_links,)
