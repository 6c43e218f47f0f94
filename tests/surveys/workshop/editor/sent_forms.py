"""What a browser would send of an editor's page, and what the draft then holds."""

from __future__ import annotations

import re

import sqlalchemy as sa
from sqlalchemy.orm import Session

from surveys.questionnaires.content import QuestionnaireContent
from surveys.workshop.models import QuestionnaireDraft
from surveys.workshop.queries import content_of

TEXTAREA = r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>'
SELECT = r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>'


def form_of(page: str) -> dict[str, list[str]]:
    """What a browser would send of the page's first large form, unchanged."""
    form = page[page.index("data-autosave") : page.index("</form>", page.index("data-autosave"))]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        is_box = 'type="checkbox"' in tag or 'type="radio"' in tag
        if name and (not is_box or " checked" in tag):
            sent.setdefault(name.group(1), []).append(plain(value.group(1) if value else ""))
    for name, text in re.findall(TEXTAREA, form, re.DOTALL):
        sent.setdefault(name, []).append(plain(text))
    for name, options in re.findall(SELECT, form, re.DOTALL):
        values = re.findall(r'value="([^"]*)"', options)
        chosen = re.findall(r'value="([^"]*)" selected', options)
        sent.setdefault(name, []).append((chosen or values)[0])
    return sent


def plain(text: str) -> str:
    return text.replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&")


def content(session: Session) -> QuestionnaireContent:
    session.rollback()
    session.expire_all()
    return content_of(session.scalars(sa.select(QuestionnaireDraft)).one())
