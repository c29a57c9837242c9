"""The steps of taking in a list: upload, columns, words, preview with decisions, progress. Each its own page, without script."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.refusals import Refused
from cases.admin.lists.decisions import FILTERS, chosen_filter, page_rows, with_decisions
from cases.admin.lists.forms import ByHandForm, ReadingForm, UploadForm
from cases.admin.lists.words import WordsForm, country_of
from cases.imports import drafts, saved, showing, words, works
from cases.imports.keys import MappingError
from cases.imports.progress import Progress
from cases.imports.reading import Unreadable
from cases.models import ImportDraft, ImportWork, Step

PER_PAGE = 50


def upload(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Choose a file; what cannot be read comes back as a sentence in the same form."""
    _check(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    by: Any = request.user
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = drafts.keep(content=file.read(), file_name=file.name, by=by, reading=form.said())
            return _to("import_columns", draft)
        except Unreadable as refused:
            form.add_error("file", refused.sentence)
        except Refused as refused:
            form.add_error(None, refused.sentence)
    waiting = ImportDraft.objects.filter(by=by).defer("content", "shown", "head").order_by("-pk")
    return _page(model_admin, request, "upload", _("Take in a list"), form=form, waiting=waiting)


def columns(model_admin: Any, request: HttpRequest, public_id: str) -> HttpResponse:
    """How the file was read, to be corrected; and which mapping reads its columns."""
    draft = _draft(request, public_id)
    form = ReadingForm(request.POST if "read" in request.POST else None, initial=draft.reading)
    if form.is_bound and form.is_valid():
        try:
            drafts.read_again(draft, form.said())
            draft.save()
            return _to("import_columns", draft)
        except Unreadable as refused:
            form.add_error(None, refused.sentence)
    head = json.loads(draft.head)
    offers = saved.offers(head["headers"])
    if "mapping" in request.POST:
        if request.POST["mapping"] not in {offer.mapping.name for offer in offers if offer.fits}:
            messages.error(request, _("Choose a mapping that fits the columns of the file."))
            return _to("import_columns", draft)
        return _look(request, draft, mapping=request.POST["mapping"])
    sample = (
        list(zip(head["headers"], *head["sample"], strict=False)) if head["sample"] else [[h] for h in head["headers"]]
    )
    return _page(
        model_admin, request, "columns", _("Columns of “%(file)s”") % {"file": draft.file_name}, draft=draft, form=form,
        head=head, offers=offers, sample=sample,
    )  # fmt: skip


def by_hand(model_admin: Any, request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what each column is; saved as a mapping of the source."""
    draft = _draft(request, public_id)
    head = json.loads(draft.head)
    form = ByHandForm(request.POST or None, headers=head["headers"])
    by: Any = request.user
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        content = form.content() | ({"file": {"fill_short_rows": True}} if draft.reading.get("fill_short_rows") else {})
        try:
            if name in saved.names():
                raise MappingError(_("There is a mapping of this name already. Choose another name."))
            saved.save(name=name, content=content, by=by)
            return _look(request, draft, mapping=name)
        except MappingError as wrong:
            form.add_error(None, str(wrong))
        except Refused as refused:
            form.add_error(None, refused.sentence)
    examples = [
        next((row[number] for row in head["sample"] if row[number]), "") for number in range(len(head["headers"]))
    ]
    asked = list(zip(form.column_fields(), examples, strict=True))
    return _page(model_admin, request, "by_hand", _("What the columns are"), draft=draft, form=form, asked=asked)


def explain(model_admin: Any, request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what unknown words mean; the answers enter the mapping of the source."""
    draft = _draft(request, public_id)
    if not draft.shown:
        return _to("import_columns", draft)
    unknown = json.loads(draft.shown)["unknown"]
    form = WordsForm(request.POST or None, unknown=unknown, country=country_of(saved.load(draft.mapping)))
    by: Any = request.user
    if request.method == "POST" and form.is_valid():
        try:
            content = words.explained(saved.content_of(draft.mapping), form.answers())
            saved.save(name=draft.mapping, content=content, by=by)
            return _look(request, draft, mapping=draft.mapping)
        except MappingError as wrong:
            form.add_error(None, str(wrong))
        except Refused as refused:
            form.add_error(None, refused.sentence)
    more = max(len(unknown) - len(form.words), 0)
    return _page(model_admin, request, "words", _("Words that are not known"), draft=draft, form=form, more=more)


def look(model_admin: Any, request: HttpRequest, public_id: str) -> HttpResponse:
    """The preview: what would become of every row, by outcome, page by page; and the decisions about like persons."""
    draft = _draft(request, public_id)
    if not draft.shown:
        return _to("import_columns", draft)
    if request.method == "POST":
        return _decide(request, draft)
    told = json.loads(draft.shown)
    wanted = chosen_filter(request)
    decided = drafts.decisions_of(draft)
    if wanted == showing.WENT:
        page = Paginator(told["went"], PER_PAGE).get_page(request.GET.get("p"))
        rows = []
    else:
        found = [row for row in told["rows"] if showing.fits(row, wanted)]
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
        rows = page_rows(list(page.object_list), request.user, decided)
    filters = [(code, label, _count(told, code)) for code, label in FILTERS]
    return _page(
        model_admin, request, "preview", _("Preview of “%(file)s”") % {"file": draft.file_name}, draft=draft, told=told,
        page=page, rows=rows, wanted=wanted, filters=[each for each in filters if each[2] or not each[0]],
        undecided=showing.undecided(told, decided), refused=told["counts"].get("refused", 0),
        people=sum(told["people"].values()), asks=any(row["proposed"] for row in rows),
    )  # fmt: skip


def progress(model_admin: Any, request: HttpRequest, public_id: str) -> HttpResponse:
    """How far a work is; when it is done, on to what it led to."""
    _check(request)
    work = get_object_or_404(ImportWork.objects.defer("draft__content"), public_id=public_id, by=request.user.pk)
    refusal = works.refusal_of(work)
    if work.done or work.refusal:
        return _after(request, work)
    done, total = Progress(work.public_id).far()
    return _page(
        model_admin, request, "progress", work.get_step_display(), work=work, refusal=refusal, done=done, total=total,
        back=_address(work),
    )  # fmt: skip


def discard(model_admin: Any, request: HttpRequest, public_id: str) -> HttpResponse:
    """Remove an uploaded file that is not to be taken in."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _draft(request, public_id).delete()
    messages.info(request, _("The file is removed; nothing was taken in."))
    return HttpResponseRedirect(reverse("admin:cases_importbatch_changelist"))


def go(request: HttpRequest, work: ImportWork) -> HttpResponse:
    """On from a work that was just begun."""
    if work.done or work.refusal:
        return _after(request, work)
    return HttpResponseRedirect(reverse("admin:import_progress", args=[work.public_id]))


def _look(request: HttpRequest, draft: ImportDraft, **said: Any) -> HttpResponse:
    """Make the preview anew after something was said about the list."""
    for name, value in said.items():
        setattr(draft, name, value)
    drafts.forget_preview(draft)
    draft.save(update_fields=[*said, "shown", "digest"])
    return _begin(request, draft, Step.PREVIEW)


def _begin(request: HttpRequest, draft: ImportDraft, step: Step, options: dict[str, Any] | None = None) -> HttpResponse:
    by: Any = request.user
    try:
        return go(request, works.begin(step=step, by=by, draft=draft, options=options, rows=draft.row_count))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return _to("import_look" if draft.shown else "import_columns", draft)


def _decide(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """Keep the decisions of this page and look again; or take the list in."""
    if "carry_out" not in request.POST:
        return _look(request, draft, decisions=with_decisions(draft, request))
    told = json.loads(draft.shown)
    if showing.undecided(told, drafts.decisions_of(draft)) and "all_new" not in request.POST:
        messages.error(
            request,
            _("Say who everybody is who bears the name of a recorded person, or that the rest are new."),
        )
        return _to("import_look", draft)
    options = {name: name in request.POST for name in ("leave_refused", "accept_fall")}
    return _begin(request, draft, Step.CARRY_OUT, {**options, "digest": request.POST.get("digest", "")})


def _after(request: HttpRequest, work: ImportWork) -> HttpResponse:
    if work.refusal:
        messages.error(request, work.refusal)
    elif work.step == Step.CARRY_OUT:
        messages.success(request, _("The list is taken in."))
    elif work.step == Step.UNDO:
        messages.success(request, _("The list is undone."))
    elif work.step == Step.SUBMIT:
        messages.info(request, work.told)
    return HttpResponseRedirect(_address(work))


def _address(work: ImportWork) -> str:
    if work.batch_id is not None:
        return reverse("admin:cases_importbatch_change", args=[work.batch_id])
    draft = ImportDraft.objects.defer("content").filter(works=work).first()
    if draft is None:
        return reverse("admin:cases_importbatch_changelist")
    return reverse("admin:import_look" if draft.shown else "admin:import_columns", args=[draft.public_id])


def _count(told: dict[str, Any], code: str) -> int:
    if code == showing.WENT:
        return len(told["went"])
    return sum(1 for row in told["rows"] if showing.fits(row, code))


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm("cases.import_records"):
        raise PermissionDenied


def _draft(request: HttpRequest, public_id: str) -> ImportDraft:
    _check(request)
    drafts.remove_old()
    draft = ImportDraft.objects.filter(public_id=public_id, by=request.user.pk).first()
    if draft is None:
        raise Http404
    return draft


def _to(name: str, draft: ImportDraft) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"admin:{name}", args=[draft.public_id]))


def _page(model_admin: Any, request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    form = context.get("form")
    shared = {**model_admin.admin_site.each_context(request), "title": title, "opts": model_admin.opts, **context}
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return TemplateResponse(request, f"admin/cases/lists/{template}.html", shared, status=status)
