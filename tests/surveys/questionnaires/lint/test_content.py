from __future__ import annotations

from pathlib import Path

import pytest

from surveys.questionnaires.files import READY_FOLDER, read_file, read_folder
from surveys.questionnaires.lint import Category, lint_content

READY = {file.key: file for file in read_folder(READY_FOLDER)}


@pytest.mark.parametrize("key", sorted(READY))
def test_a_ready_questionnaire_has_no_finding_in_any_language(key: str) -> None:
    assert [str(placed) for placed in lint_content(READY[key])] == []


def test_a_file_is_read_with_its_scales_and_its_languages(tmp_path: Path) -> None:
    path = tmp_path / "end_user.delivery.toml"
    path.write_text(
        'ask = ["recommend", "brand"]\n'
        '[questions.brand]\ntype = "choice"\noptions = ["a", "b", "c", "d", "e", "f", "g"]\n'
        '[texts.en]\ntitle = "T"\nintro = "I"\nbrand.text = "Which brand?"\n'
        'recommend.low = "Likely"\n'
        'brand.option = {a = "A", b = "B", c = "C", d = "D", e = "E", f = "F", g = "G"}\n'
        '[texts.fr]\nbrand.text = "Which brand?"\n',
        encoding="utf-8",
    )

    placed = lint_content(read_file(path))

    found = {(one.question, one.finding.category) for one in placed}
    assert ("recommend", Category.UNBALANCED_SCALE) in found
    assert ("recommend", Category.TRANSLATION_INCOMPLETE) in found
    assert ("brand", Category.ORDER_EFFECT) in found
    assert ("brand", Category.TRANSLATION_INCOMPLETE) in found
