"""The fields of a user and their roles."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from access.models import Role
from access.services import RoleGrant
from access.web import role_in_words


class RolesForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    roles = SelectMultipleField(
        "Roles",
        choices=[SelectChoice(role.value, role_in_words(role).capitalize()) for role in Role],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    partner_key = StringField("Key of the channel partner", [Length(max=200)])

    def grants(self) -> tuple[RoleGrant, ...]:
        """The roles as chosen; whether they go together is the service's to say."""
        key = (self.partner_key.data or "").strip() or None
        chosen = [Role(value) for value in self.roles.data or ()]
        holder = Role.CHANNEL_PARTNER
        if key and holder not in chosen:
            chosen.append(holder)
        return tuple(RoleGrant(role, key if role is holder else None) for role in chosen)


class UserForm(RolesForm):
    name = StringField("Name", [InputRequired("Write the person’s name."), Length(max=200)])
    email = StringField("E-mail", [InputRequired("Write the e-mail address."), Length(max=254)])
