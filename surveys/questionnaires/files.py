"""Questionnaire files: one TOML file per questionnaire, and `shared.toml` for what all share.

A file is named after what it asks: `end_user.delivery.toml` is the questionnaire for end users at
the touchpoint `delivery`. It has

    ask = ["recommend", "satisfaction"]      the questions, in order
    flow = "one_by_one"                      where each shall have its own page
    [questions.reason]                       a question of its own, or a change to a shared one
    [texts.en]                               texts, by language

`shared.toml` has `[questions.…]` and `[texts.…]` for all, and `[end_user.…]` and
`[channel_partner.…]` for the texts of one audience. The nearer text wins. A questionnaire speaks
the languages that its own file has texts in. English is complete; elsewhere a question whose text
is missing is shown in English.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from customers.models import Audience
from surveys.errors import ContentError, QuestionnaireFileError
from surveys.questionnaires.checks import LANGUAGE_FORM, find_problems, summary
from surveys.questionnaires.content import QuestionnaireContent, Texts
from surveys.questionnaires.file_questions import read_question
from surveys.questionnaires.shapes import Flow, QuestionShape

READY_FOLDER = Path(__file__).parent / "ready"
SHARED_NAME = "shared.toml"
LAYOUT = re.compile(r"[ \t\r\n]+")  # French no-break spaces are not layout
FILE_NAMES = ("ask", "flow", "questions", "texts")


def read_folder(folder: Path) -> tuple[QuestionnaireContent, ...]:
    """Every questionnaire of a folder, by key; without a `shared.toml` the ready-made one is used.

    Raises QuestionnaireFileError naming the file and what to change.
    """
    return read_ready() if folder == READY_FOLDER else _read_all(folder)


@cache
def read_ready() -> tuple[QuestionnaireContent, ...]:
    """The questionnaires that come with the product, which never change while it runs."""
    return _read_all(READY_FOLDER)


def read_file(path: Path) -> QuestionnaireContent:
    """One questionnaire, with the `shared.toml` beside it, or else the ready-made one.

    Raises QuestionnaireFileError as `read_folder`.
    """
    return _read_file(path, _shared(path.parent))


def _read_all(folder: Path) -> tuple[QuestionnaireContent, ...]:
    paths = sorted(path for path in folder.glob("*.toml") if path.name != SHARED_NAME)
    if not paths:
        raise QuestionnaireFileError(
            f"There is no questionnaire in {folder}. Name the files as end_user.delivery.toml."
        )
    shared = _shared(folder)
    return tuple(_read_file(path, shared) for path in paths)


def _shared(folder: Path) -> Mapping[str, Any]:
    own_shared = folder / SHARED_NAME
    return _read_toml(own_shared if own_shared.exists() else READY_FOLDER / SHARED_NAME)


def _read_file(path: Path, shared: Mapping[str, Any]) -> QuestionnaireContent:
    audience = _audience(path)
    content = _read_toml(path)
    unknown = sorted(content.keys() - set(FILE_NAMES))
    if unknown:
        raise QuestionnaireFileError(
            f"{path.name}: {unknown[0]} means nothing here. Known are {', '.join(FILE_NAMES)}, "
            "the first two above the tables."
        )
    shapes = tuple(_shapes(path, content, shared))
    read = QuestionnaireContent(path.stem, audience, shapes, {}, _flow(path, content))
    layers = (shared.get("texts", {}), shared.get(audience.value, {}), content.get("texts", {}))
    read = replace(read, texts=_merge(path, layers, read.text_keys))
    problems = find_problems(read)
    if problems:
        raise QuestionnaireFileError(f"{path.name}: {summary(problems)}")
    return read


def _flow(path: Path, content: Mapping[str, Any]) -> Flow:
    try:
        return Flow(content.get("flow", Flow.ONE_PAGE))
    except ValueError:
        raise QuestionnaireFileError(
            f"{path.name}: the flow must be one of {', '.join(Flow)}."
        ) from None


def _audience(path: Path) -> Audience:
    name = path.stem.partition(".")[0]
    try:
        return Audience(name)
    except ValueError:
        raise QuestionnaireFileError(
            f"{path.name}: the name must begin with the audience, "
            f"{' or '.join(audience.value for audience in Audience)}, as end_user.delivery.toml."
        ) from None


def _read_toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionnaireFileError(
            f"{path.name} cannot be read as UTF-8 text ({error}). Save it as UTF-8."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise QuestionnaireFileError(f"{path.name} is not valid TOML: {error}.") from error


def _shapes(
    path: Path, content: Mapping[str, Any], shared: Mapping[str, Any]
) -> Iterator[QuestionShape]:
    asked = content.get("ask")
    is_list = isinstance(asked, list) and all(isinstance(key, str) for key in asked)
    if not asked or not is_list or len(set(asked)) != len(asked):
        raise QuestionnaireFileError(
            f'{path.name}: list each question once, as ask = ["recommend", "comment"].'
        )
    for key in asked:
        known = {**_table(path, shared, key), **_table(path, content, key)}
        if not known:
            raise QuestionnaireFileError(
                f"{path.name}: the question {key} is not known. Describe it under "
                f"[questions.{key}] or correct its name."
            )
        try:
            yield read_question(key, known)
        except ContentError as error:
            raise QuestionnaireFileError(f"{path.name}: {error}") from error


def _table(path: Path, tree: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    questions = tree.get("questions", {})
    table = questions.get(key, {}) if isinstance(questions, Mapping) else questions
    if not isinstance(table, Mapping):
        raise QuestionnaireFileError(
            f"{path.name}: describe the question {key} in a table, [questions.{key}]."
        )
    return table


def _merge(path: Path, layers: tuple[Mapping[str, Any], ...], used: tuple[str, ...]) -> Texts:
    """The texts that the questions use, the nearer layer over the farther, in the languages that
    the nearest has: shared labels alone are no translation."""
    merged: dict[str, dict[str, str]] = {}
    for layer in layers:
        for language, tree in layer.items():
            if not LANGUAGE_FORM.fullmatch(language) or not isinstance(tree, Mapping):
                raise QuestionnaireFileError(
                    f"{path.name}: {language} is not a language code with a table of texts. "
                    "Write it as [texts.en], [texts.de] or [texts.pt-br]."
                )
            flat = dict(_flat("", tree))
            merged.setdefault(language, {}).update({key: flat[key] for key in used if key in flat})
    return {language: merged[language] for language in merged if language in layers[-1]}


def _flat(prefix: str, tree: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{prefix}{key}.", value)
        elif str(value).strip():
            yield f"{prefix}{key}", LAYOUT.sub(" ", str(value)).strip(" ")
