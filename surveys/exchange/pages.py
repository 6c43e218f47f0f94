"""What the pages of imported questionnaires show."""

from __future__ import annotations

from dataclasses import dataclass

from core.languages import name_of
from surveys.questionnaires.checks import find_problems
from surveys.questionnaires.formats.imported import Imported, Outcome, ReportLine
from surveys.workshop.models import QuestionnaireDraft


@dataclass(frozen=True)
class ImportPage:
    """The report of a file before it becomes a draft; `draft` is the one it would replace."""

    name: str
    file_name: str
    source: str
    key: str
    title: str
    languages: str
    question_count: int
    counts: tuple[tuple[str, int], ...]
    lines: tuple[ReportLine, ...]
    problems: tuple[str, ...]
    draft: QuestionnaireDraft | None


def import_page(
    name: str, file_name: str, imported: Imported, draft: QuestionnaireDraft | None
) -> ImportPage:
    content = imported.content
    titles = (content.texts[language].get("title", "") for language in content.languages)
    changed = tuple(line for line in imported.report if line.outcome is not Outcome.CARRIED)
    return ImportPage(
        name=name,
        file_name=file_name,
        source=imported.source,
        key=content.key,
        title=next(filter(None, titles), content.key),
        languages=", ".join(name_of(language) for language in content.languages) or "none",
        question_count=len(content.questions),
        counts=tuple((outcome.value.capitalize(), imported.count(outcome)) for outcome in Outcome),
        lines=changed,
        problems=tuple(problem.sentence for problem in find_problems(content)),
        draft=draft,
    )
