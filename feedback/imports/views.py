"""Import a file by page: upload, preview, confirm. Nothing is written before the last step.

It stands in this package since responses are imported too, and every kind has to be known here.
"""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from access.guard import MANAGERS, roles
from access.navigation import NavEntry
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from core.web.errors import status_of
from customers.errors import NoProgrammeError
from customers.imports.errors import ImportRefusedError, PreviewOutdatedError
from customers.imports.queries import recent_imports
from customers.imports.rejects import write_rejected
from customers.imports.report import ImportReport
from customers.imports.services import carry_out, check_confirmed, find_kind, plan_import
from customers.imports.uploads import Upload, find_upload, keep_upload
from customers.services import require_programme
from feedback.imports.catalogue import KINDS
from feedback.imports.forms import ConfirmForm, UploadForm
from feedback.imports.pages import imports_page, report_page

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
NAVIGATION = (NavEntry("Imports", "imports.show_imports"),)


@blueprint.get("")
@roles(*MANAGERS)
def show_imports() -> ResponseReturnValue:
    try:
        return _imports_page(UploadForm())
    except NoProgrammeError:
        return redirect(url_for("set_up.show_set_up"))


@blueprint.post("")
@roles(*MANAGERS)
def upload_file() -> ResponseReturnValue:
    form = UploadForm()
    if not form.validate():
        return _imports_page(form), 400
    upload = _keep(form)
    try:
        _preview(upload)
    except ImportRefusedError as error:
        upload.forget()
        form.form_errors.append(str(error))
        return _imports_page(form), status_of(error)
    return redirect(url_for(".show_upload", name=upload.name))


@blueprint.get("/<name>")
@roles(*MANAGERS)
def show_upload(name: str) -> ResponseReturnValue:
    upload = _find(name)
    return _report_page(upload, upload.report())


@blueprint.post("/<name>")
@roles(*MANAGERS)
def import_upload(name: str) -> ResponseReturnValue:
    upload = _find(name)
    form = ConfirmForm()
    form.validate()
    report = _import(upload, form.confirmed_count())
    upload.forget_file()
    upload.keep_report(report, upload.rejected())
    return redirect(url_for(".show_upload", name=name))


@blueprint.get("/<name>/rejected.csv")
@roles(*MANAGERS)
def download_rejected(name: str) -> ResponseReturnValue:
    upload = _find(name)
    file_name = f"rejected-{upload.kind}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return Response(upload.rejected(), mimetype="text/csv", headers=headers)


def _keep(form: UploadForm) -> Upload:
    context = current_context()
    return keep_upload(
        context.settings,
        kind=form.kind.data,
        file_name=form.file.data.filename or "",
        data=form.file.data.read(),
        map_data=form.map_data(),
        user_id=current_scope().user_id,
        now=_now(),
    )


def _preview(upload: Upload) -> ImportReport:
    kind = find_kind(KINDS, upload.kind)
    plan = plan_import(db.session(), kind, upload.source(), _now())
    upload.keep_report(plan.report, write_rejected(plan))
    return plan.report


def _import(upload: Upload, confirmed_count: int) -> ImportReport:
    """Read the file once more and store it: what the person saw must still hold."""
    kind = find_kind(KINDS, upload.kind)
    plan = plan_import(db.session(), kind, upload.source(), _now())
    if plan.report.rejected_count > confirmed_count:
        upload.keep_report(plan.report, write_rejected(plan))
        raise PreviewOutdatedError
    check_confirmed(plan, leave_out_rejected=True)
    scope = current_scope()
    with writing(db.session()) as session:
        return carry_out(session, kind, plan, scope, _now(), leave_out_rejected=True)


def _imports_page(form: UploadForm) -> str:
    session = db.session()
    zone = require_programme(session).time_zone
    limit = current_context().settings.upload_limit_bytes
    page = imports_page(session, KINDS, recent_imports(session), limit, zone)
    return render_template("customers/imports.html", page=page, form=form)


def _report_page(upload: Upload, report: ImportReport) -> str:
    page = report_page(upload, report)
    return render_template("customers/import_report.html", page=page)


def _find(name: str) -> Upload:
    settings = current_context().settings
    return find_upload(settings, name, current_scope().user_id, _now())


def _now() -> datetime:
    return current_context().clock.now()
