"""The demo's people as a draw sees them, and whom it asked before."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from core.outbox.addresses import is_usable_address
from customers.models import Audience
from customers.rows import EndUserRow, PartnerContactRow
from demo.rows import end_user_row, partner_contact_rows
from demo.simulator.cast import Cast
from demo.simulator.places import PARTNER_INDEX
from surveys.sampling.cases import Decision, Person
from surveys.sampling.eligibility import RULES, ContactHistory, LastAsked
from surveys.sampling.queries import RELATIONSHIP_KEY

# End users have the ids 1, 2, …; partners' contacts begin here.
FIRST_PARTNER_CONTACT = 1_000_000


@dataclass(frozen=True)
class EndUser:
    """One end user with their id and their company's."""

    person: Person
    row: EndUserRow
    account_id: int | None


@dataclass
class People:
    """Everybody of a cast; end users are made when they are first asked for."""

    cast: Cast
    _end_users: dict[int, EndUser] = field(default_factory=dict)

    def end_user(self, index: int) -> EndUser:
        """By place in the cast."""
        if index not in self._end_users:
            self._end_users[index] = _end_user(self.cast, index)
        return self._end_users[index]

    @cached_property
    def staff(self) -> dict[int, list[Person]]:
        """The contacts of each partner, by the partner's place."""
        found: dict[int, list[Person]] = {}
        for number, row in enumerate(partner_contact_rows(self.cast)):
            partner = PARTNER_INDEX[row.partner_key]
            found.setdefault(partner, []).append(_partner_contact(number, row))
        return found


def _end_user(cast: Cast, index: int) -> EndUser:
    row = end_user_row(cast, index)
    company = int(cast.end_users.company[index])
    person = Person(
        id=index + 1,
        key=row.key,
        language=row.language,
        supplied_by=row.supplied_by,
        has_usable_address=is_usable_address(row.email),
        is_opted_out=bool(cast.end_users.opted_out[index]),
        account_key=row.account_key,
    )
    return EndUser(person, row, company + 1 if company >= 0 else None)


def _partner_contact(number: int, row: PartnerContactRow) -> Person:
    return Person(
        id=FIRST_PARTNER_CONTACT + number,
        key=row.key,
        language=row.language,
        supplied_by="business",
        has_usable_address=is_usable_address(row.email),
        is_opted_out=False,
    )


@dataclass
class Memory:
    """Who was asked when, as the rules of contact frequency look at it."""

    _last: dict[int, LastAsked] = field(default_factory=dict)
    _of_accounts: deque[tuple[date, str]] = field(default_factory=deque)

    def history(self, audience: Audience, today: date) -> ContactHistory:
        """Earlier invitations; days are drawn in order, so that old ones are forgotten."""
        if audience is Audience.CHANNEL_PARTNER:
            return ContactHistory(self._last, {})
        since = today - timedelta(days=RULES[audience].account_days - 1)
        while self._of_accounts and self._of_accounts[0][0] < since:
            self._of_accounts.popleft()
        return ContactHistory(self._last, Counter(key for _, key in self._of_accounts))

    def note(self, drawn: Iterable[Decision], today: date) -> None:
        for made in drawn:
            person = made.case.person
            assert person is not None
            before = self._last.get(person.id)
            is_relationship = made.case.plan.touchpoint_key == RELATIONSHIP_KEY
            relationship_on = before.relationship_on if before else None
            self._last[person.id] = LastAsked(today, today if is_relationship else relationship_on)
            if person.account_key is not None:
                self._of_accounts.append((today, person.account_key))
