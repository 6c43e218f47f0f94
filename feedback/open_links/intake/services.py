"""What is done about answers that come through open links more than once, or all too many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from core.database import Base
from feedback.models import Response
from feedback.open_links.intake.queries import count_from_network, first_about, first_alike
from feedback.rows import SentSheet

# The same answers through the same link from the same network within this time are flagged.
REPEATED_WITHIN = timedelta(hours=6)
# So many responses of one network through one link are taken in so long; a shop's guests or a
# mobile carrier's customers share one address, so that it is far above what people do.
MOST_FROM_A_NETWORK = 300
CROWDED_WITHIN = timedelta(hours=1)

RESPONSES = Base.metadata.tables[Response.__tablename__]
FLAG = (
    sa.update(RESPONSES)
    .where(RESPONSES.c.id == sa.bindparam("of_response"))
    .values(duplicate_of_id=sa.bindparam("earlier"))
)


def flag_repeated(connection: Connection, stored: Sequence[tuple[int, SentSheet]]) -> None:
    """Note of each response through an open link which other one it seems to repeat.

    `stored` are the responses just added, with their ids. Both are kept, whatever is flagged.
    """
    open_ones = [(number, sent) for number, sent in stored if sent.open_link_id is not None]
    _wait_for_the_same(connection, [sent for _, sent in open_ones])
    for place, (number, sent) in enumerate(open_ones):
        not_looked_at = [later for later, _ in open_ones[place:]]
        earlier = _find_earlier(connection, sent, not_looked_at)
        if earlier is not None:
            connection.execute(FLAG, {"of_response": number, "earlier": earlier})


def is_crowded(
    connection: Connection, open_link_id: int, network_hash: str | None, now: datetime
) -> bool:
    """Whether a network has sent as much through a link as is taken in an hour.

    People whose network is not known are not one network.
    """
    if network_hash is None:
        return False
    since = now - CROWDED_WITHIN
    count = count_from_network(connection, open_link_id, network_hash, since)
    return count >= MOST_FROM_A_NETWORK


def _find_earlier(connection: Connection, sent: SentSheet, besides: Collection[int]) -> int | None:
    """One that names its transaction repeats whatever the same audience said of it before; another
    one, the same answers through the same link from the same network within REPEATED_WITHIN."""
    if sent.transaction_id is not None:
        return first_about(connection, sent.transaction_id, sent.audience, besides)
    if sent.network_hash is None:
        return None
    return first_alike(connection, sent, sent.received_at - REPEATED_WITHIN, besides)


def _wait_for_the_same(connection: Connection, sheets: Iterable[SentSheet]) -> None:
    """Else two that arrive together would not see each other; SQLite queues writers by itself."""
    if connection.dialect.name == "postgresql":
        subjects = {
            f"open link {sent.open_link_id} {sent.transaction_id or sent.network_hash}"
            for sent in sheets
        }
        for subject in sorted(subjects):  # in one order, so that two never wait for each other
            key = sa.func.hashtextextended(subject, 0)
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
