"""Users by command."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from access import services
from access.models import Role
from access.partners import require_partners
from access.queries import all_users, get_user_by_email, require_user
from access.services import RoleGrant
from access.users.pages import user_line
from access.visibility import command_line_scope
from core.context import current_context
from core.database import db, writing
from core.errors import TwofoldError


@click.command("users")
@with_appcontext
def list_users() -> None:
    """List the users with their roles."""
    users = all_users(db.session())
    for user in users:
        line = user_line(user)
        click.echo(
            f"{line.email}  {line.name}  {line.roles}{'' if line.is_active else '  disabled'}"
        )
    if not users:
        click.echo("No users yet. Add one: twofold user add EMAIL --name NAME --role administrator")


@click.group("user")
def user_group() -> None:
    """Add a user, make a one-time sign-in link, disable or enable."""


@user_group.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--role",
    "role_names",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="A role; may be given several times.",
)
@click.option("--partner", "partner_key", help="The channel partner's key, for that role only.")
@with_appcontext
def add_user(email: str, name: str, role_names: tuple[str, ...], partner_key: str | None) -> None:
    """Add a user and print a one-time sign-in link."""
    grants = tuple(_grant(Role(role), partner_key) for role in role_names)
    context = current_context()
    now = context.clock.now()
    scope = command_line_scope()
    try:
        if partner_key and Role.CHANNEL_PARTNER not in [grant.role for grant in grants]:
            raise click.UsageError("--partner goes with --role channel_partner only.")
        with writing(db.session()) as session:
            require_partners(session, grants)
            user = services.add_user(session, scope, email=email, name=name, grants=grants, now=now)
            link = services.make_sign_in_link(session, scope, user, context.settings.base_url, now)
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Added. Sign in within 24 hours, once: {link}")


@user_group.command("link")
@click.argument("email")
@with_appcontext
def make_link(email: str) -> None:
    """Print a sign-in link that works once within 24 hours."""
    context = current_context()
    try:
        with writing(db.session()) as session:
            user = require_user(get_user_by_email(session, email), email)
            link = services.make_sign_in_link(
                session,
                command_line_scope(),
                user,
                context.settings.base_url,
                context.clock.now(),
            )
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error
    click.echo(link)


@user_group.command("disable")
@click.argument("email")
@with_appcontext
def disable_user(email: str) -> None:
    """End a user's sessions and links and let them in no more."""
    try:
        with writing(db.session()) as session:
            user = require_user(get_user_by_email(session, email), email)
            services.disable_user(
                session, command_line_scope(), user, current_context().clock.now()
            )
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{email} can no longer sign in.")


@user_group.command("enable")
@click.argument("email")
@with_appcontext
def enable_user(email: str) -> None:
    """Let a disabled user sign in again."""
    try:
        with writing(db.session()) as session:
            user = require_user(get_user_by_email(session, email), email)
            services.enable_user(session, command_line_scope(), user, current_context().clock.now())
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{email} can sign in again.")


def _grant(role: Role, partner_key: str | None) -> RoleGrant:
    return RoleGrant(role, partner_key if role is Role.CHANNEL_PARTNER else None)


COMMANDS: tuple[click.Command, ...] = (list_users, user_group)
