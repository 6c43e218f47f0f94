"""What the workshop's first page and the page of a new questionnaire show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.languages import FALLBACK_LANGUAGE
from customers.models import Audience, Touchpoint
from surveys.models import QuestionnaireVersion, Survey
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.lint.pages import lint_page
from surveys.workshop.models import QuestionnaireDraft
from surveys.workshop.overview.services import EMPTY, READY_PREFIX, VERSION_PREFIX
from surveys.workshop.queries import content_of
from surveys.workshop.wording import AUDIENCE_NAMES


@dataclass(frozen=True)
class Language:
    """A language of a questionnaire; `share` of the English texts that it has too, in per cent."""

    code: str
    share: int

    @property
    def words(self) -> str:
        return self.code if self.share >= 100 else f"{self.code} {self.share} %"


@dataclass(frozen=True)
class DraftLine:
    id: int
    edited: str
    findings: str
    question_count: int
    languages: tuple[Language, ...]


@dataclass(frozen=True)
class QuestionnaireLine:
    key: str
    about: str
    audience: str
    version_id: int | None
    number: int | None
    field: str
    languages: tuple[Language, ...]
    draft: DraftLine | None


@dataclass(frozen=True)
class OverviewPage:
    lines: tuple[QuestionnaireLine, ...]
    draft_count: int


@dataclass(frozen=True)
class StartGroup:
    name: str
    starts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class NewPage:
    """Where the questionnaire is to be asked, and what it may begin with."""

    keys: tuple[tuple[str, str], ...]
    groups: tuple[StartGroup, ...]
    chosen_key: str
    chosen_start: str
    problem: str = ""


def overview_page(
    touchpoints: Sequence[Touchpoint],
    versions: Sequence[QuestionnaireVersion],
    drafts: Iterable[QuestionnaireDraft],
    in_the_field: Mapping[int, Sequence[Survey]],
    text_counts: Mapping[int, Mapping[str, int]],
) -> OverviewPage:
    newest = _newest(versions)
    by_key = {draft.key: draft for draft in drafts}
    names = dict(_names(touchpoints))
    keys = dict.fromkeys((*names, *newest, *by_key))
    lines = tuple(
        _line(key, names, newest.get(key), by_key.get(key), in_the_field, text_counts)
        for key in keys
    )
    return OverviewPage(lines, len(by_key))


def new_page(
    touchpoints: Sequence[Touchpoint],
    versions: Iterable[QuestionnaireVersion],
    ready: Iterable[QuestionnaireContent],
    chosen_key: str,
    chosen_start: str,
    problem: str = "",
) -> NewPage:
    names = dict(_names(touchpoints))
    keys = tuple((key, f"{about}, {audience.lower()}") for key, (about, audience) in names.items())
    groups = (
        StartGroup("From the beginning", ((EMPTY, "Nothing: an empty questionnaire"),)),
        StartGroup(
            "A ready-made questionnaire",
            tuple((f"{READY_PREFIX}{one.key}", one.texts["en"]["title"] + f" ({one.key})")
                  for one in ready),
        ),
        StartGroup(
            "A copy of a version",
            tuple((f"{VERSION_PREFIX}{one.id}", f"{one.questionnaire.key}, version {one.number}")
                  for one in versions),
        ),
    )  # fmt: skip
    return NewPage(keys, groups, chosen_key, chosen_start, problem)


def _names(touchpoints: Iterable[Touchpoint]) -> Iterator[tuple[str, tuple[str, str]]]:
    """What every questionnaire may be called, with its touchpoint and audience in words."""
    for touchpoint in touchpoints:
        for audience in Audience:
            yield f"{audience}.{touchpoint.key}", (touchpoint.name, AUDIENCE_NAMES[audience])


def _newest(versions: Iterable[QuestionnaireVersion]) -> dict[str, QuestionnaireVersion]:
    found: dict[str, QuestionnaireVersion] = {}
    for version in versions:
        best = found.setdefault(version.questionnaire.key, version)
        if version.number > best.number:
            found[version.questionnaire.key] = version
    return found


def _line(
    key: str,
    names: Mapping[str, tuple[str, str]],
    version: QuestionnaireVersion | None,
    draft: QuestionnaireDraft | None,
    in_the_field: Mapping[int, Sequence[Survey]],
    text_counts: Mapping[int, Mapping[str, int]],
) -> QuestionnaireLine:
    audience, _, about = key.partition(".")
    surveys = in_the_field.get(version.id, ()) if version else ()
    return QuestionnaireLine(
        key=key,
        about=names[key][0] if key in names else about,
        audience=audience,
        version_id=version.id if version else None,
        number=version.number if version else None,
        field=", ".join(field_words(survey) for survey in surveys),
        languages=_languages(text_counts.get(version.id, {})) if version else (),
        draft=_draft_line(draft) if draft else None,
    )


def field_words(survey: Survey) -> str:
    """Where a survey asks, as "Delivery", or that it rests."""
    return survey.touchpoint.name if survey.is_active else f"{survey.touchpoint.name} (resting)"


def _draft_line(draft: QuestionnaireDraft) -> DraftLine:
    content = content_of(draft)
    counts = {language: len(texts) for language, texts in content.texts.items()}
    return DraftLine(
        id=draft.id,
        edited=f"{draft.edited_by}, {draft.edited_at:%Y-%m-%d %H:%M} UTC",
        findings=lint_page(content).verdict if content.questions else "Nothing asked yet",
        question_count=len(content.questions),
        languages=_languages(counts),
    )


def _languages(counts: Mapping[str, int]) -> tuple[Language, ...]:
    whole = counts.get(FALLBACK_LANGUAGE, 0)
    return tuple(
        Language(code, min(100 * count // whole, 100) if whole else 0)
        for code, count in sorted(
            counts.items(), key=lambda pair: (pair[0] != FALLBACK_LANGUAGE, pair[0])
        )
    )
