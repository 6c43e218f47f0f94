"""Load the demo through the services of real use: set up, then week after week.

Each function is one write transaction's worth of work, so that pages are served meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy.orm import Session

from access.models import Role
from access.queries import get_user_by_email
from access.services import RoleGrant, add_user
from access.visibility import command_line_scope
from core.keys import KeyRing
from customers.models import Audience
from customers.queries import get_programme
from customers.services import (
    create_programme,
    opt_out,
    store_end_users,
    store_partner_contacts,
    store_partners,
    store_product_lines,
    store_segments,
    store_transactions,
)
from demo.answers import response_rows
from demo.calendar import Draw
from demo.errors import RealDataError
from demo.plan import FIELD_PERIOD_DAYS, PROGRAMME_NAME, TIME_ZONE, DemoPlan
from demo.queries import (
    has_foreign_data,
    opted_out_candidates,
    question_shapes,
    unanswered_of_week,
    was_drawn,
)
from demo.rows import (
    end_user_key,
    end_user_rows,
    partner_contact_rows,
    partner_rows,
    product_line_rows,
    segment_rows,
    transaction_rows,
)
from demo.simulator.world import SimulatedWeek
from feedback.services import record_responses
from metrics.models import Metric
from metrics.targets.models import Target
from surveys.questionnaires import READY_FOLDER
from surveys.services import draw_sample, load_questionnaires, open_default_surveys
from surveys.strategy.services import load_example

SEEDS_PER_WORLD = 1_000


@dataclass(frozen=True)
class DemoUser:
    """A person who signs in to the demo, with one role."""

    email: str
    name: str
    grant: RoleGrant


DEMO_USERS = (
    DemoUser("admin@demo.example", "Ada Lindqvist", RoleGrant(Role.ADMINISTRATOR)),
    DemoUser("manager@demo.example", "Mar Osei", RoleGrant(Role.PROGRAMME_MANAGER)),
    DemoUser("executive@demo.example", "Ilse Voss", RoleGrant(Role.EXECUTIVE)),
    DemoUser("partner@demo.example", "Jordi Ribera", RoleGrant(Role.CHANNEL_PARTNER, "ES01")),
)


@dataclass(frozen=True)
class DemoTarget:
    """A standard for the network: NPS points, a share, a mean of 1–7, a mean probability."""

    metric: Metric
    channel_partner: float
    end_user: float
    owner: str
    objective: str


TARGETS = (
    DemoTarget(Metric.NPS, 50.0, 45.0, "Ilse Voss, Chief Executive", "Grow by recommendation"),
    DemoTarget(Metric.CSAT, 0.80, 0.80, "H. Adeyemi, Head of Sales", "Right the first time"),
    DemoTarget(Metric.EFFORT, 5.5, 5.5, "Mar Osei, Head of Service", "Easy to do business with"),
    DemoTarget(Metric.INTENT, 0.70, 0.65, "H. Adeyemi, Head of Sales", "Customers who return"),
)


def refuse_real_data(session: Session) -> None:
    """Raise RealDataError when the database holds anything that is not the demo's."""
    if has_foreign_data(session):
        raise RealDataError(
            "This database holds a real programme, so the demo was not loaded and nothing was "
            "changed. Give the demo a folder of its own: TWOFOLD_DATA=demo-data twofold demo load"
        )


def set_up_demo(session: Session, plan: DemoPlan) -> None:
    """Programme, users, targets, questionnaires and the lists; what is there already stays."""
    refuse_real_data(session)
    at = plan.calendar.starts_at
    if get_programme(session) is None:
        create_programme(
            session,
            name=PROGRAMME_NAME,
            time_zone=TIME_ZONE,
            now=at,
            field_period_days=FIELD_PERIOD_DAYS,
            is_demo=True,
            closes_by_itself=False,
        )
        _set_targets(session, at)
    _add_users(session, at)
    load_questionnaires(session, READY_FOLDER, at)
    load_example(session)
    open_default_surveys(session)
    store_partners(session, partner_rows(), at)
    store_product_lines(session, product_line_rows(), at)
    store_segments(session, segment_rows(), at)


def store_people(session: Session, plan: DemoPlan) -> None:
    """Partners' contacts and all end users, some of whom never want to be asked."""
    at = plan.calendar.starts_at
    cast = plan.world.cast
    store_partner_contacts(session, partner_contact_rows(cast), at)
    store_end_users(session, end_user_rows(cast), at)
    keys = [end_user_key(int(index)) for index in np.flatnonzero(cast.end_users.opted_out)]
    for contact_id in opted_out_candidates(session, keys):
        opt_out(session, contact_id, at)


def run_draw(
    session: Session, plan: DemoPlan, week: SimulatedWeek, draw: Draw, now: datetime
) -> None:
    """Import the transactions of some days and invite, as on the morning of the draw; once."""
    at = min(draw.at, now)
    seed = draw_seed(plan.world.seed, week.index, draw)
    if was_drawn(session, seed):
        return
    store_transactions(session, transaction_rows(week, plan.calendar, draw), at)
    draw_sample(
        session,
        first_on=draw.first_on,
        last_on=draw.last_on,
        seed=seed,
        now=at,
        queue_mail=False,
    )


def record_answers(
    session: Session, plan: DemoPlan, week: SimulatedWeek, keys: KeyRing, until: datetime
) -> int:
    """Record what the invited of a week answered before `until`; returns how many."""
    invited = unanswered_of_week(session, plan.calendar.week(week.index))
    rows = response_rows(week, invited, question_shapes(session), keys, until)
    return record_responses(session, rows, until).new


def draw_seed(seed: int, week_index: int, draw: Draw) -> int:
    """One seed per draw, from the week's index alone: the first draw of a week begins it."""
    return seed * SEEDS_PER_WORLD + 2 * week_index + (0 if draw.first_on.weekday() == 0 else 1)


def _add_users(session: Session, at: datetime) -> None:
    scope = command_line_scope("demo")
    for user in DEMO_USERS:
        if get_user_by_email(session, user.email) is None:
            add_user(session, scope, email=user.email, name=user.name, grants=(user.grant,), now=at)


def _set_targets(session: Session, at: datetime) -> None:
    for target in TARGETS:
        values = {
            Audience.CHANNEL_PARTNER: target.channel_partner,
            Audience.END_USER: target.end_user,
        }
        for audience, value in values.items():
            session.add(
                Target(
                    audience=audience.value,
                    metric=target.metric.value,
                    value=value,
                    owner=target.owner,
                    objective=target.objective,
                    set_at=at,
                )
            )
