from __future__ import annotations

import click

from feedback.imports.cli import import_file
from feedback.links.cli import list_links

COMMANDS: tuple[click.Command, ...] = (list_links, import_file)
