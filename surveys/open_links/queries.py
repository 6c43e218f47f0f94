"""Read open links, and what one can be made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from customers.models import Node, NodeKind, ProductLine, Touchpoint
from surveys.models import QuestionnaireText, QuestionnaireVersion, Survey
from surveys.open_links.models import OpenLink
from surveys.open_links.states import LinkState, is_in_state


@dataclass(frozen=True)
class LinkFilter:
    """Which links to show; what is None or empty leaves nothing out."""

    survey_id: int | None = None
    state: LinkState | None = None
    words: str = ""


@dataclass(frozen=True)
class FoundLinks:
    """One page of links, and how many there are in all."""

    shown: Sequence[OpenLink]
    count: int


_WITH_NAMES = (
    joinedload(OpenLink.survey).joinedload(Survey.touchpoint),
    joinedload(OpenLink.survey)
    .joinedload(Survey.version)
    .joinedload(QuestionnaireVersion.questionnaire),
    joinedload(OpenLink.partner),
    joinedload(OpenLink.product_line),
)


def find_links(
    session: Session, wanted: LinkFilter, now: datetime, *, limit: int, offset: int = 0
) -> FoundLinks:
    """Links by touchpoint, partner, product line, oldest first."""
    found = (
        sa.select(OpenLink)
        .join(Survey, Survey.id == OpenLink.survey_id)
        .join(Touchpoint, Touchpoint.id == Survey.touchpoint_id)
        .outerjoin(Node, Node.id == OpenLink.partner_id)
        .outerjoin(ProductLine, ProductLine.id == OpenLink.product_line_id)
        .where(*_conditions(wanted, now))
    )
    count = session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    shown = session.scalars(
        found.options(*_WITH_NAMES)
        .order_by(
            Touchpoint.position,
            Survey.audience,
            sa.func.coalesce(Node.name, ""),
            sa.func.coalesce(ProductLine.name, ""),
            OpenLink.id,
        )
        .limit(limit)
        .offset(offset)
    ).all()
    return FoundLinks(shown, count)


def _conditions(wanted: LinkFilter, now: datetime) -> list[sa.ColumnElement[bool]]:
    conditions = []
    if wanted.survey_id is not None:
        conditions.append(OpenLink.survey_id == wanted.survey_id)
    if wanted.state is not None:
        conditions.append(is_in_state(wanted.state, now))
    if wanted.words:
        conditions.append(
            sa.or_(
                *(
                    column.icontains(wanted.words, autoescape=True)
                    for column in (OpenLink.label, Node.name, Node.key, ProductLine.name)
                )
            )
        )
    return conditions


def get_link(session: Session, open_link_id: int) -> OpenLink | None:
    return session.scalar(
        sa.select(OpenLink).options(*_WITH_NAMES).where(OpenLink.id == open_link_id)
    )


def get_links(session: Session, ids: Sequence[int]) -> list[OpenLink]:
    """Those of the links that exist, in the order asked for."""
    found = session.scalars(sa.select(OpenLink).options(*_WITH_NAMES).where(OpenLink.id.in_(ids)))
    by_id = {link.id: link for link in found}
    return [by_id[number] for number in dict.fromkeys(ids) if number in by_id]


def all_partners(session: Session) -> Sequence[Node]:
    return session.scalars(
        sa.select(Node).where(Node.kind == NodeKind.PARTNER).order_by(Node.name, Node.key)
    ).all()


def all_product_lines(session: Session) -> Sequence[ProductLine]:
    return session.scalars(sa.select(ProductLine).order_by(ProductLine.name)).all()


def partners_with_open_link(
    session: Session, survey_id: int, product_line_id: int | None, language: str, now: datetime
) -> frozenset[int]:
    """Ids of partners that have an open link of just this kind."""
    ids = session.scalars(
        sa.select(OpenLink.partner_id).where(
            OpenLink.survey_id == survey_id,
            OpenLink.product_line_id == product_line_id,
            OpenLink.language == language,
            OpenLink.partner_id.is_not(None),
            is_in_state(LinkState.OPEN, now),
        )
    )
    return frozenset(number for number in ids if number is not None)


def offered_languages(session: Session) -> Sequence[str]:
    """The languages that any survey asks in."""
    return session.scalars(
        sa.select(QuestionnaireText.language)
        .join(Survey, Survey.version_id == QuestionnaireText.version_id)
        .distinct()
        .order_by(QuestionnaireText.language)
    ).all()
