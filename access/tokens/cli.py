"""Tokens by command, for whoever runs the server: the page is each person's own."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from access.errors import RoleNotPossibleError
from access.models import Role, User, UserRole
from access.queries import get_user_by_email, require_user
from access.tokens.models import Permission
from access.tokens.pages import token_line
from access.tokens.queries import tokens_of
from access.tokens.services import NewToken, make_token, revoke_token
from access.visibility import command_line_scope
from core.context import current_context
from core.database import db, writing
from core.errors import TwofoldError


@click.command("tokens")
@with_appcontext
def list_tokens() -> None:
    """List every token: whose it is, what it may do, and until when."""
    now = current_context().clock.now()
    held = tokens_of(db.session())
    for one in held:
        line = token_line(one, now)
        click.echo(
            f"{line.id}  {line.prefix}  {line.name}  {one.email} as {line.role}  "
            f"{line.permissions}  {line.state}  last wrote: {line.written}"
        )
    if not held:
        click.echo('No tokens yet. Make one: twofold token add EMAIL --name "Monday report"')


@click.group("token")
def token_group() -> None:
    """Make a token for a program, or revoke one."""


@token_group.command("add")
@click.argument("email")
@click.option("--name", required=True, help="What the token is for.")
@click.option(
    "--may",
    "permissions",
    multiple=True,
    default=(Permission.READ.value,),
    type=click.Choice([one.value for one in Permission]),
    help="What it may do; may be given several times. Without it: read.",
)
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    help="The role it acts in, for a person with several.",
)
@click.option("--days", default=90, show_default=True, help="When it runs out.")
@with_appcontext
def add_token(
    email: str, name: str, permissions: tuple[str, ...], role: str | None, days: int
) -> None:
    """Make a token that acts for a user, and print it once."""
    wanted = NewToken(name, tuple(map(Permission, permissions)), days)
    now = current_context().clock.now()
    try:
        with writing(db.session()) as session:
            user = require_user(get_user_by_email(session, email), email)
            held = _role_of(user, role)
            code = make_token(session, command_line_scope(), held, wanted, now)
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error
    click.echo("Keep it now, it is not shown again:", err=True)
    click.echo(code)


@token_group.command("revoke")
@click.argument("token_id", type=int)
@with_appcontext
def revoke(token_id: int) -> None:
    """End a token for good; `twofold tokens` lists their numbers."""
    now = current_context().clock.now()
    try:
        with writing(db.session()) as session:
            revoke_token(session, command_line_scope(), token_id, now, user_id=None)
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Token {token_id} is revoked.")


def _role_of(user: User, role: str | None) -> UserRole:
    """The role named, or the only one there is."""
    if not user.is_active:
        raise RoleNotPossibleError(f"{user.email} is disabled. Enable the user first.")
    held = [one for one in user.roles if role in (None, one.role)]
    if len(held) == 1:
        return held[0]
    names = ", ".join(one.role for one in user.roles) or "none"
    raise RoleNotPossibleError(f"{user.email} has these roles: {names}. Name one with --role.")


COMMANDS: tuple[click.Command, ...] = (list_tokens, token_group)
