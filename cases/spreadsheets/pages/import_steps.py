"""The steps of taking in a list: upload, columns, words, preview with decisions, progress. Each its own page, without script."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.exceptions import Refused
from accounts.one_time_keys import check_not_sent, sending
from cases.models import ImportDraft, ImportWork, Outcome, Step
from cases.spreadsheets.import_ import jobs, preview_storage, unknown_values, uploads
from cases.spreadsheets.import_.job_progress import Progress
from cases.spreadsheets.import_.no_longer_said import END
from cases.spreadsheets.mapping import mapping_store, parse_mapping
from cases.spreadsheets.mapping.toml_reader import MappingError
from cases.spreadsheets.pages import refused_rows, template_workbook
from cases.spreadsheets.pages.column_questions import ColumnQuestions
from cases.spreadsheets.pages.import_forms import ByHandForm, ReadingForm, UploadForm
from cases.spreadsheets.pages.preview_decisions import (
    FILTERS,
    chosen_filter,
    page_rows,
    with_agreed,
    with_answers,
    with_decisions,
)
from cases.spreadsheets.pages.unknown_value_forms import WordsForm, country_of
from cases.spreadsheets.reading import Unreadable

PER_PAGE = 50


def upload(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Choose a file; what cannot be read comes back as a sentence in the same form."""
    _check(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    by: Any = request.user
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = uploads.read(content=file.read(), file_name=file.name, by=by, reading=form.said())
            with sending(request) as sent:
                uploads.add(draft)
                sent.leads_to(_columns_address(draft))
            return _to_columns(draft)
        except Unreadable as refused:
            form.add_error("file", refused.sentence)
        except Refused as refused:
            form.add_error(None, refused.sentence)
    waiting = uploads.drafts_of(by).defer("content", "shown", "head").order_by("-pk")
    return _page(model_admin, request, "upload", _("Import a list"), form=form, waiting=waiting)


def _columns_address(draft: ImportDraft) -> str:
    """The page of the columns: where mappings that fit are offered, or else where the columns are said."""
    headers = json.loads(draft.head)["headers"]
    known = any(offer.fits for offer in mapping_store.offers(headers))
    return reverse("admin:import_columns" if known else "admin:import_by_hand", args=[draft.public_id])


def _to_columns(draft: ImportDraft) -> HttpResponse:
    return HttpResponseRedirect(_columns_address(draft))


def template(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """An empty list to be filled in, with drop-downs, in the language of the reader."""
    _check(request)
    content = template_workbook.workbook(get_language() or "en")
    answer = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    answer["Content-Disposition"] = 'attachment; filename="list.xlsx"'
    return answer


def columns(model_admin: Any, request: HttpRequest, public_id: str) -> HttpResponse:
    """How the file was read, to be corrected; and which mapping reads its columns."""
    draft = _draft(request, public_id)
    form = ReadingForm(request.POST if "read" in request.POST else None, initial=draft.reading)
    if form.is_bound and form.is_valid():
        try:
            uploads.read_again(draft, form.said())
            draft.save()
            return _to_columns(draft)
        except Unreadable as refused:
            form.add_error(None, refused.sentence)
    head = json.loads(draft.head)
    offers = mapping_store.offers(head["headers"])
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
    """The columns of a list as a grid: what each is, what became of three rows, and a question for each word nobody explained.

    What is answered is kept with the file, so that going back loses nothing; it is saved as a mapping of the source.
    """
    draft = _draft(request, public_id)
    head = json.loads(draft.head)
    table = uploads.table_of(draft)
    kept: dict[str, Any] = head.get("said", {})
    form = ByHandForm(request.POST or None, table=table, file_name=draft.file_name, kept=kept)
    if request.method == "POST":
        many = ("key",)
        said = {name: request.POST.getlist(name) if name in many else request.POST[name] for name in request.POST}
        kept = {name: value for name, value in said.items() if name not in ("csrfmiddlewaretoken", "look", "preview")}
        uploads.keep_said(draft, kept)
    asked = ColumnQuestions(form, table, kept)
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        if asked.is_new(request.POST):
            messages.info(
                request, _("There are questions about these columns. The likeliest answers are chosen: please look.")
            )
        else:
            answer = _save_columns(request, draft, form, asked)
            if answer is not None:
                return answer
    return _page(
        model_admin, request, "by_hand", _("Import: %(file)s") % {"file": draft.file_name}, draft=draft, form=form, head=head,
        asked=asked, columns=list(zip(form.column_fields(), form.guesses, strict=True)), table=table,
        rest=max(asked.word_count - len(asked.words), 0),
    )  # fmt: skip


def _save_columns(
    request: HttpRequest, draft: ImportDraft, form: ByHandForm, asked: ColumnQuestions
) -> HttpResponse | None:
    """Save the mapping and preview the list; None where the form has to be shown again."""
    by: Any = request.user
    name = form.cleaned_data["name"]
    try:
        content = asked.content | ({"file": {"fill_short_rows": True}} if draft.reading.get("fill_short_rows") else {})
        if name in mapping_store.names() and name != draft.mapping:
            raise MappingError(_("There is a mapping of this name already. Choose another name."))
        save = partial(mapping_store.save, name=name, content=content, by=by)
        parse_mapping.read(content, name)
        return _look(request, draft, after=save, mapping=name)
    except MappingError as wrong:
        form.add_error(None, str(wrong))
    except Refused as refused:
        form.add_error(None, refused.sentence)
    return None


def explain(model_admin: Any, request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what unknown words mean; the answers enter the mapping of the source."""
    draft = _draft(request, public_id)
    if not draft.shown:
        return _to("import_columns", draft)
    unknown = json.loads(draft.shown)["unknown"]
    form = WordsForm(request.POST or None, unknown=unknown, country=country_of(mapping_store.load(draft.mapping)))
    by: Any = request.user
    if request.method == "POST" and form.is_valid():
        try:
            content = unknown_values.explained(mapping_store.content_of(draft.mapping), form.answers())
            save = partial(mapping_store.save, name=draft.mapping, content=content, by=by)
            return _look(request, draft, after=save)
        except MappingError as wrong:
            form.add_error(None, str(wrong))
        except Refused as refused:
            form.add_error(None, refused.sentence)
    more = max(len(unknown) - len(form.words), 0)
    return _page(model_admin, request, "words", _("Unrecognised values"), draft=draft, form=form, more=more)


def look(model_admin: Any, request: HttpRequest, public_id: str) -> HttpResponse:
    """The preview: what would become of every row, by outcome, page by page; and the decisions about like persons."""
    draft = _draft(request, public_id)
    if not draft.shown:
        return _to("import_columns", draft)
    if request.method == "POST":
        return _decide(request, draft)
    told = json.loads(draft.shown)
    wanted = chosen_filter(request)
    decided = uploads.decisions_of(draft)
    if wanted == preview_storage.WENT:
        found = told.get("gone", [])
    else:
        found = [row for row in told["rows"] if preview_storage.fits(row, wanted)]
        found.sort(
            key=lambda row: not row.get("doubts") and row["outcome"] != Outcome.REFUSED
        )  # what to look at comes first
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    rows = page_rows(list(page.object_list), request.user, decided)
    unsaid = preview_storage.unsaid_keys(told)
    filters = [(code, label, _count(told, code)) for code, label in FILTERS]
    return _page(
        model_admin, request, "preview", _("Preview of “%(file)s”") % {"file": draft.file_name}, draft=draft, told=told,
        page=page, rows=rows, wanted=wanted, filters=[each for each in filters if each[2] or not each[0]],
        undecided=preview_storage.undecided(told, decided), refused=told["counts"].get("refused", 0),
        said="said" in json.loads(draft.head), people=sum(told["people"].values()), asks=any(row["proposed"] or row["unsaid"] for row in rows),  # noqa: E501
        unsaid=len(unsaid), unsaid_ends=any(END in answers for answers in unsaid.values()),
        agreed=len(preview_storage.agreed(told, decided)),
    )  # fmt: skip


def progress(model_admin: Any, request: HttpRequest, public_id: str) -> HttpResponse:
    """How far a work is; when it is done, on to what it led to."""
    _check(request)
    work = get_object_or_404(ImportWork.objects.defer("draft__content"), public_id=public_id, by=request.user.pk)
    refusal = jobs.refusal_of(work)
    if work.done or work.refusal:
        return _after(request, work)
    done, total = Progress(work.public_id).far()
    return _page(
        model_admin, request, "progress", work.get_step_display(), work=work, refusal=refusal, done=done, total=total,
        back=_address(work),
    )  # fmt: skip


def refused(model_admin: Any, request: HttpRequest, public_id: str) -> HttpResponse:
    """The refused rows as a workbook, with the reason in a last column."""
    return refused_rows.of_draft(_draft(request, public_id))


def discard(model_admin: Any, request: HttpRequest, public_id: str) -> HttpResponse:
    """Remove an uploaded file that is not to be taken in."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _draft(request, public_id).delete()
    messages.info(request, _("File removed. Nothing was imported."))
    return HttpResponseRedirect(reverse("admin:cases_importbatch_changelist"))


def begin(request: HttpRequest, *, rows: int, after: Callable[[], Any] = lambda: None, **step: Any) -> HttpResponse:
    """Begin a step, and on from it; a second copy of the form leads to the same step. `after` is called first, in the
    transaction that notes the step. Raises Refused where one is at it.
    """
    by: Any = request.user
    with sending(request) as sent:
        after()
        work = jobs.prepare(by=by, **step)
        sent.leads_to(reverse("admin:import_progress", args=[work.public_id]))
    jobs.start(work, rows)
    return go(request, work)


def go(request: HttpRequest, work: ImportWork) -> HttpResponse:
    """On from a work that was just begun."""
    if work.done or work.refusal:
        return _after(request, work)
    return HttpResponseRedirect(reverse("admin:import_progress", args=[work.public_id]))


def _look(
    request: HttpRequest, draft: ImportDraft, *, after: Callable[[], Any] = lambda: None, **said: Any
) -> HttpResponse:
    """Make the preview anew after something was said about the list."""

    def keep() -> None:
        after()
        for name, value in said.items():
            setattr(draft, name, value)
        uploads.forget_preview(draft)
        draft.save(update_fields=[*said, "shown", "digest"])

    return _begin(request, draft, step=Step.PREVIEW, after=keep)


def _begin(request: HttpRequest, draft: ImportDraft, **step: Any) -> HttpResponse:
    try:
        return begin(request, rows=draft.row_count, draft=draft, **step)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return _to("import_look" if draft.shown else "import_columns", draft)


def _decide(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """Keep the decisions of this page and look again; or take the list in."""
    if "same_agreed" in request.POST:
        return _look(request, draft, decisions=with_agreed(draft))
    if "carry_out" not in request.POST:
        try:
            answers = with_answers(draft, request)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return _to("import_look", draft)
        return _look(request, draft, decisions=with_decisions(draft, request), unsaid=answers)
    told = json.loads(draft.shown)
    if preview_storage.undecided(told, uploads.decisions_of(draft)) and "all_new" not in request.POST:
        messages.error(
            request,
            _("Say who everybody is who bears the name of a recorded person, or that the rest are new."),
        )
        return _to("import_look", draft)
    options: dict[str, Any] = {name: name in request.POST for name in ("leave_refused", "accept_fall")}
    options |= {"digest": request.POST.get("digest", "")}
    return _begin(request, draft, step=Step.CARRY_OUT, options=options)


def _after(request: HttpRequest, work: ImportWork) -> HttpResponse:
    if work.refusal:
        messages.error(request, work.refusal)
    elif work.step == Step.CARRY_OUT:
        messages.success(request, _("The list was imported."))
    elif work.step == Step.UNDO:
        messages.success(request, _("The import was undone."))
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
    if code == preview_storage.WENT:
        return len(told["went"])
    return sum(1 for row in told["rows"] if preview_storage.fits(row, code))


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm("cases.import_records"):
        raise PermissionDenied


def _draft(request: HttpRequest, public_id: str) -> ImportDraft:
    _check(request)
    check_not_sent(request)  # the first copy may have taken the list in, and the file is gone then
    draft = uploads.draft_of(public_id, request.user)
    if draft is None:
        raise Http404
    return draft


def _to(name: str, draft: ImportDraft) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"admin:{name}", args=[draft.public_id]))


def _page(model_admin: Any, request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    form = context.get("form")
    shared = {**model_admin.admin_site.each_context(request), "title": title, "opts": model_admin.opts, **context}
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return TemplateResponse(request, f"admin/cases/imports/{template}.html", shared, status=status)
