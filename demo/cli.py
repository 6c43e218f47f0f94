"""The demo by command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import with_appcontext

from access.queries import get_user_by_email, require_user
from access.services import make_sign_in_link
from access.visibility import command_line_scope
from access.web import role_in_words
from core.context import current_context
from core.database import db, writing
from core.errors import TwofoldError
from demo import loading
from demo.loading import Wish
from demo.progress import Progress
from demo.services import DEMO_USERS
from demo.truth import WEEK_COUNT

seed_option = click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), help="Another simulated world."
)
weeks_option = click.option(
    "--weeks",
    "week_count",
    type=click.IntRange(2, WEEK_COUNT),
    help=f"A shorter history; {WEEK_COUNT} by default.",
)


@click.group("demo")
def demo_group() -> None:
    """Load a simulated programme whose truth is known, into a folder of its own."""


@demo_group.command("load")
@seed_option
@weeks_option
@with_appcontext
def load_demo(seed: int | None, week_count: int | None) -> None:
    """Load the demo programme; a second time, go on where it stopped."""
    wish = Wish(seed, week_count)
    with _in_words():
        plan = loading.load(db.session(), current_context(), wish, _echo)
    click.echo(f"The demo is loaded. Its open week is {plan.open_week}; close it when you like:")
    click.echo(f"  twofold close-week {plan.open_week}")


@demo_group.command("set-up")
@seed_option
@weeks_option
@with_appcontext
def set_up_demo(seed: int | None, week_count: int | None) -> None:
    """Make the empty demo programme and print a one-time sign-in link for each role."""
    with _in_words():
        loading.set_up(db.session(), current_context(), Wish(seed, week_count))
        _echo_links()


@demo_group.command("links")
@with_appcontext
def show_links() -> None:
    """Print a new one-time sign-in link for each role of the demo."""
    with _in_words():
        _echo_links()


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except TwofoldError as error:
        raise click.ClickException(str(error)) from error


def _echo(progress: Progress) -> None:
    click.echo(f"{progress.share:4.0%}  {progress.step}")


def _echo_links() -> None:
    context = current_context()
    for user in DEMO_USERS:
        with writing(db.session()) as session:
            person = require_user(get_user_by_email(session, user.email), user.email)
            link = make_sign_in_link(
                session,
                command_line_scope("demo"),
                person,
                context.settings.base_url,
                context.clock.now(),
            )
        click.echo(f"{role_in_words(user.grant.role):18} {user.email:22} {link}")


COMMANDS: tuple[click.Command, ...] = (demo_group,)
