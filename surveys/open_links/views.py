"""Open links: made, printed, closed and revoked. What came through them stands in `feedback`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, public, roles
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from core.languages import name_of
from core.web.errors import status_of
from surveys.errors import OpenLinkError
from surveys.open_links.codes import write_code_file
from surveys.open_links.forms import ClosingForm, LinkForm, read_filter, whole_numbers
from surveys.open_links.models import OpenLink
from surveys.open_links.pages import (
    Layout,
    PrintPage,
    address_of_link,
    name_of_link,
    name_of_survey,
    print_page,
)
from surveys.open_links.queries import (
    all_partners,
    all_product_lines,
    find_links,
    get_links,
    offered_languages,
)
from surveys.open_links.services import (
    MadeLinks,
    close_links,
    make_links,
    require_link,
    revoke_link,
    set_closing,
)
from surveys.queries import all_surveys

MOST_PRINTED = 500
LIST = "heard_open_links.show_links"
DETAIL = "heard_open_links.show_link"

blueprint = Blueprint("open_links", __name__)


@blueprint.get("/surveys/open-links/new")
@roles(*MANAGERS)
def show_new() -> ResponseReturnValue:
    return render_template("surveys/open_links/new.html", form=_link_form())


@blueprint.post("/surveys/open-links/new")
@roles(*MANAGERS)
def make() -> ResponseReturnValue:
    form = _link_form()
    if not form.validate():
        return render_template("surveys/open_links/new.html", form=form), 400
    try:
        made = _make(form)
    except OpenLinkError as error:
        form.form_errors.append(str(error))
        return render_template("surveys/open_links/new.html", form=form), status_of(error)
    flash(_in_words(made))
    if len(made.links) == 1:
        return redirect(url_for(DETAIL, open_link_id=made.links[0].id))
    return redirect(url_for(LIST, survey=form.survey_id.data))


@blueprint.post("/surveys/open-links/selection")
@roles(*MANAGERS)
def use_selection() -> ResponseReturnValue:
    ids = whole_numbers(request.form.getlist("id"))
    if not ids:
        flash("Nothing was chosen. Tick the links first.", "error")
        return redirect(url_for(LIST))
    if request.form.get("deed") == "print":
        return redirect(url_for(".show_print", id=ids), 303)
    now = current_context().clock.now()
    with writing(db.session()) as session:
        count = close_links(session, current_scope(), ids, now)
    taking = "link takes" if count == 1 else "links take"
    flash(f"{count} {taking} no more answers. Each can be opened again on its page.")
    return redirect(url_for(LIST), 303)


@blueprint.get("/surveys/open-links/print")
@roles(*MANAGERS)
def show_print() -> ResponseReturnValue:
    layout = Layout.LABELS if request.args.get("layout") == Layout.LABELS else Layout.PAGE
    return render_template("surveys/open_links/print.html", page=_print_page(layout))


@blueprint.get("/surveys/open-links/<int:open_link_id>/code.svg")
@roles(*MANAGERS)
def send_code(open_link_id: int) -> ResponseReturnValue:
    link = require_link(db.session(), open_link_id)
    response = make_response(write_code_file(_address(link), name_of_link(link)))
    response.mimetype = "image/svg+xml"
    response.headers["Content-Disposition"] = f'attachment; filename="open-link-{link.id}.svg"'
    return response


@blueprint.post("/surveys/open-links/<int:open_link_id>/closing")
@roles(*MANAGERS)
def change_closing(open_link_id: int) -> ResponseReturnValue:
    form, now = ClosingForm(), current_context().clock.now()
    if not form.validate():
        flash(" ".join(message for texts in form.errors.values() for message in texts), "error")
        return redirect(url_for(DETAIL, open_link_id=open_link_id), 303)
    try:
        with writing(db.session()) as session:
            set_closing(session, current_scope(), open_link_id, form.last_day, now)
    except OpenLinkError as error:
        flash(str(error), "error")
    else:
        flash("The last day is changed.")
    return redirect(url_for(DETAIL, open_link_id=open_link_id), 303)


@blueprint.get("/surveys/open-links/<int:open_link_id>/revoke")
@roles(*MANAGERS)
def show_revoke(open_link_id: int) -> ResponseReturnValue:
    link = require_link(db.session(), open_link_id)
    return render_template(
        "surveys/open_links/revoke.html",
        open_link_id=link.id,
        name=name_of_link(link),
        survey=name_of_survey(link.survey),
    )


@blueprint.post("/surveys/open-links/<int:open_link_id>/revoke")
@roles(*MANAGERS)
def revoke(open_link_id: int) -> ResponseReturnValue:
    now = current_context().clock.now()
    with writing(db.session()) as session:
        revoke_link(session, current_scope(), open_link_id, now)
    flash("The link is revoked: whoever opens it is told so. Its answers are kept.")
    return redirect(url_for(DETAIL, open_link_id=open_link_id), 303)


@blueprint.get("/embed.js")
@public("a script for the business's own pages; it knows nothing of anybody")
def send_script() -> Response:
    response = make_response((Path(current_app.static_folder or "static") / "embed.js").read_text())
    response.mimetype = "text/javascript"
    # Other sites' pages may load it, which the house's own files do not allow.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _link_form() -> LinkForm:
    session = db.session()
    form = LinkForm(survey_id=request.args.get("survey", type=int))
    languages = [(code, name_of(code)) for code in offered_languages(session)]
    form.offer(all_surveys(session), all_partners(session), all_product_lines(session), languages)
    return form


def _make(form: LinkForm) -> MadeLinks:
    order, now = form.order(), current_context().clock.now()
    with writing(db.session()) as session:
        return make_links(session, current_scope(), order, now)


def _in_words(made: MadeLinks) -> str:
    text = f"{len(made.links)} {'link is' if len(made.links) == 1 else 'links are'} made."
    if made.left_out_count:
        text += f" Left out, since they have one of this kind: {made.left_out_count}."
    return text


def _print_page(layout: Layout) -> PrintPage:
    session, now = db.session(), current_context().clock.now()
    ids = whole_numbers(request.args.getlist("id"))
    if ids:
        links, count = get_links(session, ids[:MOST_PRINTED]), len(ids)
    else:
        found = find_links(session, read_filter(request.args), now, limit=MOST_PRINTED)
        links, count = list(found.shown), found.count
    other = Layout.PAGE if layout is Layout.LABELS else Layout.LABELS
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "layout"]
    other_url = f"{request.path}?{urlencode([*asked, ('layout', other.value)])}"
    return print_page(
        session, links, _address, layout, now, count=count, other_layout_url=other_url
    )


def _address(link: OpenLink) -> str:
    context = current_context()
    return address_of_link(context.settings.base_url, context.keys, link)
