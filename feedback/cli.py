from __future__ import annotations

import click

from feedback.fieldwork.cli import list_invitations
from feedback.imports.cli import import_file
from feedback.links.cli import list_links

COMMANDS: tuple[click.Command, ...] = (list_links, list_invitations, import_file)
