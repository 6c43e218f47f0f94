"""Open, save, rename, share, remove and put back views of the bench."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from access.guard import HOUSE, roles
from access.web import current_scope
from core.database import db, writing
from core.web.errors import status_of
from metrics.bench.choice import BenchQuery
from metrics.bench.errors import NoSuchViewError, ViewNameError
from metrics.bench.forms import Known, read_choice
from metrics.bench.queries import open_bench
from metrics.bench.saved.forms import ViewForm, present_view
from metrics.bench.saved.models import SavedView
from metrics.bench.saved.queries import get_own_view, get_view, removed_views
from metrics.bench.saved.services import GONE, change_view, put_back, remove_view, save_view
from metrics.integrity.web import signed_now

blueprint = Blueprint("saved_views", __name__, url_prefix="/bench/views")


@blueprint.get("/<int:view_id>")
@roles(*HOUSE)
def open_view(view_id: int) -> ResponseReturnValue:
    """The choice behind it, checked again there."""
    view = get_view(db.session(), current_scope(), view_id)
    if view is None:
        raise NoSuchViewError(GONE)
    return redirect(f"{url_for('bench.show')}?{view.query}&view={view.id}")


@blueprint.get("/new")
@roles(*HOUSE)
def show_new() -> ResponseReturnValue:
    query = _chosen(request.query_string.decode())
    return _new(query, ViewForm(formdata=None)) if query else redirect(_bench_again())


@blueprint.post("/new")
@roles(*HOUSE)
def save() -> ResponseReturnValue:
    query, form = _chosen(request.query_string.decode()), ViewForm()
    if query is None:
        return redirect(_bench_again())
    if not form.validate():
        return _new(query, form), 400
    try:
        with writing(db.session()) as session:
            view = save_view(session, form.name.data, query.address, signed_now(),
                             is_shared=form.is_shared.data)  # fmt: skip
    except ViewNameError as error:
        form.name.errors = [*form.name.errors, str(error)]
        return _new(query, form), status_of(error)
    flash(f"Saved as “{view.name}”.")
    return redirect(url_for("saved_views.open_view", view_id=view.id))


@blueprint.get("/<int:view_id>/change")
@roles(*HOUSE)
def show_change(view_id: int) -> ResponseReturnValue:
    view = _own(view_id)
    return _change(view, present_view(view))


@blueprint.post("/<int:view_id>/change")
@roles(*HOUSE)
def change(view_id: int) -> ResponseReturnValue:
    view, form = _own(view_id), ViewForm()
    if not form.validate():
        return _change(view, form), 400
    try:
        with writing(db.session()) as session:
            change_view(session, view_id, form.name.data, signed_now(),
                        is_shared=form.is_shared.data)  # fmt: skip
    except ViewNameError as error:
        form.name.errors = [*form.name.errors, str(error)]
        return _change(view, form), status_of(error)
    flash("Changed.")
    return redirect(url_for("saved_views.open_view", view_id=view_id))


@blueprint.post("/<int:view_id>/remove")
@roles(*HOUSE)
def remove(view_id: int) -> ResponseReturnValue:
    with writing(db.session()) as session:
        view = remove_view(session, view_id, signed_now())
    flash(f"The view “{view.name}” is removed. It can be put back below.")
    return redirect(url_for("saved_views.show_removed"))


@blueprint.get("/removed")
@roles(*HOUSE)
def show_removed() -> ResponseReturnValue:
    views = removed_views(db.session(), current_scope())
    return render_template("metrics/bench/removed_views.html", views=views)


@blueprint.post("/<int:view_id>/put-back")
@roles(*HOUSE)
def undo_remove(view_id: int) -> ResponseReturnValue:
    with writing(db.session()) as session:
        view = put_back(session, view_id, signed_now())
    flash(f"The view “{view.name}” is back.")
    return redirect(url_for("saved_views.open_view", view_id=view.id))


def _chosen(query_string: str) -> BenchQuery | None:
    """The choice of an address, where it is one that can be opened."""
    opened = open_bench(db.session(), current_scope())
    if opened is None:
        return None
    arguments = MultiDict(parse_qsl(query_string, keep_blank_values=True))
    return read_choice(arguments, Known(opened.names, opened.newest, opened.latest)).query


def _bench_again() -> str:
    """Where what is wrong with a choice stands beside it."""
    return f"{url_for('bench.show')}?{request.query_string.decode()}"


def _own(view_id: int) -> SavedView:
    view = get_own_view(db.session(), current_scope(), view_id)
    if view is None or view.removed_at is not None:
        raise NoSuchViewError(GONE)
    return view


def _new(query: BenchQuery, form: ViewForm) -> str:
    action = f"{url_for('saved_views.save')}?{query.address}"
    back = f"{url_for('bench.show')}?{query.address}"
    return render_template("metrics/bench/view.html", view=None, form=form, action=action,
                           back=back)  # fmt: skip


def _change(view: SavedView, form: ViewForm) -> str:
    action = url_for("saved_views.change", view_id=view.id)
    back = url_for("saved_views.open_view", view_id=view.id)
    return render_template("metrics/bench/view.html", view=view, form=form, action=action,
                           back=back)  # fmt: skip
