"""Questionnaire files: one TOML file per questionnaire, and `shared.toml` for what all share.

A file is named after what it asks: `end_user.delivery.toml` is the questionnaire for end users at
the touchpoint `delivery`. It has

    ask = ["recommend", "satisfaction"]      the questions, in order
    [questions.reason]                       a question of its own, or a change to a shared one
    [texts.en]                               texts, by language

`shared.toml` has `[questions.…]` and `[texts.…]` for all, and `[end_user.…]` and
`[channel_partner.…]` for the texts of one audience. The nearer text wins. English is complete;
elsewhere a missing text is shown in English.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from core.languages import FALLBACK_LANGUAGE
from customers.models import Audience
from surveys.errors import QuestionnaireFileError
from surveys.questionnaires.content import QuestionnaireContent, Texts
from surveys.questionnaires.shapes import QuestionShape
from surveys.questionnaires.types import (
    DEFAULT_LENGTHS,
    FACTS,
    QuestionMetric,
    QuestionType,
)

READY_FOLDER = Path(__file__).parent / "ready"
SHARED_NAME = "shared.toml"
KEY_FORM = re.compile(r"[a-z][a-z0-9_]*")
LANGUAGE_FORM = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*")


def read_folder(folder: Path) -> tuple[QuestionnaireContent, ...]:
    """Every questionnaire of a folder, by key; without a `shared.toml` the ready-made one is used.

    Raises QuestionnaireFileError naming the file and what to change.
    """
    paths = sorted(path for path in folder.glob("*.toml") if path.name != SHARED_NAME)
    if not paths:
        raise QuestionnaireFileError(
            f"There is no questionnaire in {folder}. Name the files as end_user.delivery.toml."
        )
    shared = _shared(folder)
    return tuple(_read_file(path, shared) for path in paths)


def read_file(path: Path) -> QuestionnaireContent:
    """One questionnaire, with the `shared.toml` beside it, or else the ready-made one.

    Raises QuestionnaireFileError as `read_folder`.
    """
    return _read_file(path, _shared(path.parent))


def _shared(folder: Path) -> Mapping[str, Any]:
    own_shared = folder / SHARED_NAME
    return _read_toml(own_shared if own_shared.exists() else READY_FOLDER / SHARED_NAME)


def _read_file(path: Path, shared: Mapping[str, Any]) -> QuestionnaireContent:
    audience = _audience(path)
    content = _read_toml(path)
    shapes = tuple(_shapes(path, content, shared))
    layers = (shared.get("texts", {}), shared.get(audience.value, {}), content.get("texts", {}))
    used = _text_keys(shapes)
    texts = _merge(path, layers, used)
    missing = [key for key in used if key not in texts.get(FALLBACK_LANGUAGE, {})]
    needed = [key for key in missing if not key.endswith(".hint")]
    if needed:
        raise QuestionnaireFileError(
            f"{path.name}: the English text {needed[0]} is missing. "
            f"Add it under [texts.{FALLBACK_LANGUAGE}]."
        )
    return QuestionnaireContent(path.stem, audience, shapes, texts)


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
    if not isinstance(asked, list) or not asked or len(set(asked)) != len(asked):
        raise QuestionnaireFileError(
            f'{path.name}: list each question once, as ask = ["recommend", "comment"].'
        )
    for key in asked:
        known = {
            **shared.get("questions", {}).get(key, {}),
            **content.get("questions", {}).get(key, {}),
        }
        if not known:
            raise QuestionnaireFileError(
                f"{path.name}: the question {key} is not known. Describe it under "
                f"[questions.{key}] or correct its name."
            )
        yield _shape(path, key, known)


def _shape(path: Path, key: str, known: Mapping[str, Any]) -> QuestionShape:
    try:
        kind = QuestionType(known.get("type", ""))
        metric = QuestionMetric(known["metric"]) if known.get("metric") else None
    except ValueError as error:
        raise QuestionnaireFileError(
            f"{path.name}: question {key}: {error}. Types are "
            f"{', '.join(QuestionType)}; metrics are {', '.join(QuestionMetric)}."
        ) from None
    options = tuple(str(option) for option in known.get("options", ()))
    _refuse(path, key, not KEY_FORM.fullmatch(key), "write its name in lower-case letters")
    _refuse(
        path,
        key,
        metric is not None and FACTS[kind].metric is not metric,
        f"the metric {metric} cannot be measured by the type {kind}",
    )
    is_choice = kind is QuestionType.CHOICE
    bad_options = is_choice and (len(options) < 2 or len(set(options)) != len(options))
    _refuse(path, key, bad_options, "a choice needs at least two different options")
    longest = DEFAULT_LENGTHS.get(kind)
    return QuestionShape(
        key=key,
        type=kind,
        is_required=bool(known.get("required", False)),
        metric=metric,
        options=options if is_choice else (),
        max_length=int(known.get("max_length", longest)) if longest else None,
    )


def _refuse(path: Path, key: str, is_wrong: bool, advice: str) -> None:
    if is_wrong:
        raise QuestionnaireFileError(f"{path.name}: question {key}: {advice}.")


def _text_keys(shapes: tuple[QuestionShape, ...]) -> tuple[str, ...]:
    of_questions = (key for shape in shapes for key in (*shape.text_keys(), f"{shape.key}.hint"))
    return ("title", "intro", *of_questions)


def _merge(path: Path, layers: tuple[Mapping[str, Any], ...], used: tuple[str, ...]) -> Texts:
    """The texts that the questions use, the nearer layer over the farther."""
    merged: dict[str, dict[str, str]] = {}
    for layer in layers:
        for language, tree in layer.items():
            _refuse_language(path, language)
            flat = dict(_flat("", tree))
            merged.setdefault(language, {}).update({key: flat[key] for key in used if key in flat})
    return merged


def _refuse_language(path: Path, language: str) -> None:
    if not LANGUAGE_FORM.fullmatch(language):
        raise QuestionnaireFileError(
            f"{path.name}: {language} is not a language code. Write it as en, de or pt-br."
        )


def _flat(prefix: str, tree: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{prefix}{key}.", value)
        elif str(value).strip():
            yield f"{prefix}{key}", " ".join(str(value).split())
