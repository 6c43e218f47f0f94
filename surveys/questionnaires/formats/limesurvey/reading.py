"""LimeSurvey's survey structure files (.lss), of versions 2 to 6.

The file is a dump of tables. Up to version 3 a row repeats for every language and carries its
texts; from version 4 on texts stand in tables of their own (`question_l10ns`, `answer_l10ns`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveys.errors import ContentError
from surveys.questionnaires.formats.foreign import ForeignQuestion, ForeignSurvey, Labels
from surveys.questionnaires.formats.imported import Outcome, ReportLine
from surveys.questionnaires.formats.limesurvey.question import LssAnswer, LssQuestion, LssRow
from surveys.questionnaires.formats.limesurvey.types import read_question
from surveys.questionnaires.formats.xml_trees import Element

SOURCE = "LimeSurvey"
NEVER = frozenset({"0"})
ALWAYS = frozenset({"", "1"})

Row = Mapping[str, str]
Tables = Mapping[str, list[Row]]


def read_lss(root: Element) -> ForeignSurvey:
    """The survey of a LimeSurvey file; raises ContentError where it is something else."""
    kind = root.first("LimeSurveyDocType")
    if root.name != "document" or kind is None or kind.text.strip() != "Survey":
        raise ContentError(
            "This is no survey of LimeSurvey. Export it there with Display/Export, "
            "Survey structure (.lss)."
        )
    tables = {table.name: _rows(table) for table in root.elements}
    groups = _groups(tables)
    parts: list[ForeignQuestion | ReportLine] = list(_about_survey(tables, groups))
    for question in _questions(tables, groups):
        parts.extend(_parts_of(question))
    settings = tables.get("surveys_languagesettings", [])
    return ForeignSurvey(
        source=SOURCE,
        title=_by_language(settings, "surveyls_title", "surveyls_language"),
        intro=_by_language(settings, "surveyls_welcometext", "surveyls_language"),
        parts=parts,
    )


@dataclass(frozen=True)
class _Group:
    order: tuple[int, str]
    names: Labels
    condition: str


def _rows(table: Element) -> list[Row]:
    rows = table.first("rows")
    return [
        {field.name: field.text for field in row.elements}
        for row in (rows.all("row") if rows else ())
    ]


def _groups(tables: Tables) -> dict[str, _Group]:
    rows = _first_by(tables.get("groups", []), "gid")
    texts = [*tables.get("groups", []), *tables.get("group_l10ns", [])]
    return {
        gid: _Group(
            order=(_number(row.get("group_order", "")), gid),
            names=_by_language([each for each in texts if each.get("gid") == gid], "group_name"),
            condition=row.get("grelevance", "").strip(),
        )
        for gid, row in rows.items()
    }


def _questions(tables: Tables, groups: Mapping[str, _Group]) -> list[LssQuestion]:
    """The questions in the order of their groups and of themselves."""
    all_rows = [*tables.get("questions", []), *tables.get("subquestions", [])]
    rows = _first_by(all_rows, "qid")
    nobody = _Group((0, ""), {}, "")

    def place(row: Row) -> tuple[tuple[int, str], int]:
        group = groups.get(row.get("gid", ""), nobody)
        return (group.order, _number(row.get("question_order", "")))

    asked = [row for row in rows.values() if row.get("parent_qid", "0").strip() in {"", "0"}]
    return [
        _question(row, tables, rows, groups.get(row.get("gid", ""), nobody))
        for row in sorted(asked, key=place)
    ]


def _question(row: Row, tables: Tables, rows: Mapping[str, Row], group: _Group) -> LssQuestion:
    qid = row["qid"]
    attributes = [each for each in tables.get("question_attributes", []) if each.get("qid") == qid]
    texts = _texts_of(tables, qid)
    inner = [each for each in rows.values() if each.get("parent_qid") == qid]
    relevance = (group.condition, row.get("relevance", "").strip())
    return LssQuestion(
        name=row.get("title", "") or f"question {qid}",
        kind=row.get("type", "").strip(),
        sgqa=f"{row.get('sid', '')}X{row.get('gid', '')}X{qid}",
        text=_by_language(texts, "question"),
        help=_by_language(texts, "help"),
        mandatory=row.get("mandatory", "").strip().upper(),
        has_other=row.get("other", "").strip().upper() == "Y",
        conditions=tuple(_unwrapped(each) for each in relevance if each not in ALWAYS),
        attributes={each.get("attribute", ""): each.get("value", "") for each in attributes},
        rows=tuple(
            LssRow(
                each.get("title", ""),
                _number(each.get("scale_id", "")),
                _by_language(_texts_of(tables, each["qid"]), "question"),
            )
            for each in sorted(inner, key=lambda each: _number(each.get("question_order", "")))
        ),
        answers=_answers(tables, qid),
    )


def _answers(tables: Tables, qid: str) -> tuple[LssAnswer, ...]:
    own = [each for each in tables.get("answers", []) if each.get("qid") == qid]
    texts = [*own, *tables.get("answer_l10ns", [])]
    found: dict[tuple[int, str], tuple[int, LssAnswer]] = {}
    for row in own:
        scale, code = _number(row.get("scale_id", "")), row.get("code", "")
        labels = _by_language([each for each in texts if _is_of(each, row)], "answer")
        order = _number(row.get("sortorder", ""))
        found.setdefault((scale, code), (order, LssAnswer(code, scale, labels)))
    return tuple(answer for _order, answer in sorted(found.values(), key=lambda pair: pair[0]))


def _is_of(text: Row, answer: Row) -> bool:
    """Whether a row of texts belongs to an answer: by its number, or by question and code."""
    if "aid" in text and "aid" in answer:
        return text["aid"] == answer["aid"] or _is_same_code(text, answer)
    return _is_same_code(text, answer)


def _is_same_code(text: Row, answer: Row) -> bool:
    return (
        "code" in text
        and text["code"] == answer.get("code")
        and text.get("qid") == answer.get("qid")
        and text.get("scale_id", "0") == answer.get("scale_id", "0")
    )


def _parts_of(question: LssQuestion) -> Iterable[ForeignQuestion | ReportLine]:
    if NEVER & set(question.conditions):
        words = "Its condition is 0: it is hidden there and would be shown here"
        return (ReportLine(question.name, "", Outcome.LEFT_OUT, (words,)),)
    return read_question(question)


def _about_survey(tables: Tables, groups: Mapping[str, _Group]) -> Iterable[ReportLine]:
    for group in groups.values():
        name = next(iter(group.names.values()), "") or "without a name"
        words = (
            "Headings of groups are not shown here; pages follow from the number of questions. "
            "Its questions are all there"
        )
        yield ReportLine(f"Group {name[:60]}", "", Outcome.CHANGED, (words,))
    for name, words in ABOUT_TABLES.items():
        if tables.get(name):
            yield ReportLine(name, "", Outcome.LEFT_OUT, (words,))
    settings = tables.get("surveys_languagesettings", [])
    if any(row.get("surveyls_endtext", "").strip() for row in settings):
        words = "The page after sending has words of its own"
        yield ReportLine("End text", "", Outcome.LEFT_OUT, (words,))


ABOUT_TABLES = {
    "assessments": "Assessments are scores of the other software; ours are set per question",
    "quota": "Quotas belong to the sampling plan: set it at the survey",
    "defaultvalues": "Answers are not filled in beforehand: they would be taken for given",
    "default_values": "Answers are not filled in beforehand: they would be taken for given",
    "conditions": (
        "This list repeats what stands in the questions' relevance, which was read. Compare the "
        "conditions in the preview"
    ),
    "survey_url_parameters": "The answering page takes no parameters of this kind",
}


def _texts_of(tables: Tables, qid: str) -> list[Row]:
    names = ("questions", "subquestions", "question_l10ns")
    return [row for name in names for row in tables.get(name, []) if row.get("qid") == qid]


def _by_language(rows: Iterable[Row], field: str, language: str = "language") -> Labels:
    return {
        row[language].strip(): row[field]
        for row in rows
        if row.get(field, "").strip() and row.get(language, "").strip()
    }


def _first_by(rows: Iterable[Row], field: str) -> dict[str, Row]:
    """Rows that repeat for every language, once."""
    found: dict[str, Row] = {}
    for row in rows:
        if row.get(field):
            found.setdefault(row[field], row)
    return found


def _unwrapped(relevance: str) -> str:
    is_whole = relevance.startswith("{") and relevance.endswith("}") and relevance.count("{") == 1
    return relevance[1:-1] if is_whole else relevance


def _number(text: str) -> int:
    digits = text.strip()[:9]
    return int(digits) if digits.isascii() and digits.isdigit() else 0
