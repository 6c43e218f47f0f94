"""Translations kept in a draft: typed side by side, or read from a translator's file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from access.visibility import Scope
from core.languages import name_of
from surveys.translations.merging import (
    Merge,
    TranslatedRow,
    merge_rows,
    put_translations,
    unusable,
)
from surveys.translations.strings import TranslationString, strings_of
from surveys.workshop.queries import content_of
from surveys.workshop.services import change_draft, locked_draft


@dataclass(frozen=True)
class TypedTranslation:
    """One field as it was sent; `seen` names what the person saw of English and translation."""

    key: str
    target: str
    seen: str


@dataclass(frozen=True)
class SavedTranslations:
    """What saving did. With a problem or a conflict nothing was kept, and all of it is said."""

    changed_count: int = 0
    problems: Mapping[str, str] = field(default_factory=dict)
    conflicts: Mapping[str, str] = field(default_factory=dict)


def mark_of(string: TranslationString) -> str:
    """The same while neither the English text nor its translation has changed."""
    seen = f"{string.source}\0{string.target}"
    return hashlib.sha256(seen.encode("utf-8", "replace")).hexdigest()[:16]


def save_translations(
    session: Session,
    draft_id: int,
    language: str,
    typed: Sequence[TypedTranslation],
    scope: Scope,
    now: datetime,
) -> SavedTranslations:
    """All of them, or none where one cannot be kept.

    Two people may translate at once: only a text that somebody else changed meanwhile is a
    conflict. Raises UnknownDraftError.
    """
    content = content_of(locked_draft(session, draft_id))
    strings = {string.key: string for string in strings_of(content, language)}
    changes: dict[str, str] = {}
    problems: dict[str, str] = {}
    conflicts: dict[str, str] = {}
    for each in typed:
        target = " ".join(each.target.split())
        string = strings.get(each.key)
        if string is None or target == string.target:
            continue
        if each.seen != mark_of(string):
            conflicts[each.key] = _conflict(string)
        elif words := (unusable(string, target) if target else None):
            problems[each.key] = f"{words}."
        else:
            changes[each.key] = target
    if problems or conflicts:
        return SavedTranslations(0, problems, conflicts)
    _keep(session, draft_id, language, changes, scope, now)
    return SavedTranslations(len(changes))


def import_translations(
    session: Session,
    draft_id: int,
    language: str,
    rows: Sequence[TranslatedRow],
    scope: Scope,
    now: datetime,
) -> Merge:
    """What the rows do to the draft as it is now; raises UnknownDraftError."""
    merge = merge_rows(content_of(locked_draft(session, draft_id)), language, rows)
    deed = f"{merge.taken_count} translations into {name_of(language)} from a file"
    change_draft(
        session,
        draft_id,
        lambda content: merge_rows(content, language, rows).content,
        deed,
        scope,
        now,
    )
    return merge


def _keep(
    session: Session,
    draft_id: int,
    language: str,
    changes: dict[str, str],
    scope: Scope,
    now: datetime,
) -> None:
    change_draft(
        session,
        draft_id,
        lambda content: put_translations(content, language, changes),
        f"translation into {name_of(language)}",
        scope,
        now,
    )


def _conflict(string: TranslationString) -> str:
    now = f"“{string.target}”" if string.target else "empty"
    return (
        f"Somebody changed this text meanwhile: the translation is {now} now. What you typed "
        "stands below; saving again replaces theirs."
    )
