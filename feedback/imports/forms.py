"""Upload a file with its column map; confirm what its preview said."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from customers.imports.queries import saved_maps
from feedback.imports.catalogue import KINDS

LONGEST_COUNT = 12


class UploadForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    kind = SelectField(
        "What the file holds", choices=[SelectChoice(kind.key, kind.title) for kind in KINDS]
    )
    file = FileField("File", [FileRequired("Choose a file.")])
    map_file = FileField("Column map")
    saved_map = SelectField("Or a column map that comes with the product")

    def __init__(self) -> None:
        super().__init__()
        maps = [SelectChoice(name, name) for name in saved_maps()]
        self.saved_map.choices = [SelectChoice("", "None"), *maps]

    def map_data(self) -> bytes | None:
        """The column map's bytes: the uploaded one, else the chosen one, else none."""
        if self.map_file.data:
            data: bytes = self.map_file.data.read()
            return data
        path = saved_maps().get(self.saved_map.data or "")
        return path.read_bytes() if path else None


class ConfirmForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """`rejected_count` is what the person saw: more than that is never left out unseen."""

    rejected_count = HiddenField(validators=[InputRequired()])

    def confirmed_count(self) -> int:
        text = self.rejected_count.data or ""
        return int(text) if text.isdecimal() and len(text) <= LONGEST_COUNT else 0
