"""Two persons side by side, the merges that wait for a reviewer, and what became of the others."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.fresh import check_is_fresh
from accounts.refusals import Refused
from cases import text
from cases.admin import reading
from cases.merging import comparing, verbs
from cases.models import Merge, MergeStatus, Person, Record

MERGE, DECIDE = "cases.merge_records", "review.approve_snapshot"
PER_PAGE = 50


def compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """The comparison of person `pk`, who stays, with `other`; posted, the request to merge them."""
    if not request.user.has_perm(MERGE):
        raise PermissionDenied
    kept, gone = _person(request, pk), _person(request, other)
    if kept.pk == gone.pk:
        raise Http404
    refusal = verbs.answers(verbs.check_may_merge, kept, gone, request.user)
    if request.method == "POST" and not refusal:
        try:
            merge = verbs.request_merge(
                kept=kept, gone=gone, by=request.user, seen=_seen(request), choices=_choices(request),  # type: ignore[arg-type]
                note=request.POST.get("note", "")[:2000],
            )  # fmt: skip
        except Refused as refused:
            refusal = refused.sentence
        else:
            waits = merge.status == MergeStatus.REQUESTED
            messages.success(
                request, _("A reviewer will decide about it.") if waits else _("The two are one record now.")
            )
            return HttpResponseRedirect(reverse("admin:cases_person_merged", args=[merge.pk]))
    _note_reading(request, kept, gone)
    title = _("Merge %(gone)s into %(kept)s") % {"gone": gone, "kept": kept}
    context = _side_by_side(request, kept, gone, {}) | {
        "refusal": refusal, "needs_reviewer": verbs.is_public(kept) or verbs.is_public(gone),
        "versions": f"{kept.version}.{gone.version}",
    }  # fmt: skip
    return _page(request, "compare", title, context, status=409 if refusal and request.method == "POST" else 200)


def merged(request: HttpRequest, pk: int) -> HttpResponse:
    """One merge: what was asked for, and the buttons of who may decide or undo."""
    _check_reads(request)
    merge = Merge.objects.visible_to(request.user).filter(pk=pk).select_related("kept", "gone").first()
    if merge is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            _do(request, merge)
            return HttpResponseRedirect(reverse("admin:cases_person_merged", args=[pk]))
        except Refused as refused:
            refusal = refused.sentence
            merge.refresh_from_db()
    checks = {"decide": verbs.check_may_decide, "withdraw": verbs.check_may_withdraw, "undo": verbs.check_may_undo,
              "close": verbs.check_may_close_address}  # fmt: skip
    context: dict[str, Any] = {
        "merge": merge, "refusal": refusal,
        "refused": {name: verbs.answers(check, merge, request.user) for name, check in checks.items()},
    }  # fmt: skip
    if merge.status == MergeStatus.REQUESTED:
        _note_reading(request, merge.kept, merge.gone)
        context |= _side_by_side(request, merge.kept, merge.gone, merge.choices)
        context["may_lead_on"] = verbs.is_public(merge.gone)
    return _page(request, "merged", _("Merge: %(merge)s") % {"merge": merge}, context, status=409 if refusal else 200)


def merges(request: HttpRequest) -> HttpResponse:
    """All merges that the reader may know of, those that wait first."""
    _check_reads(request)
    known = Merge.objects.visible_to(request.user).select_related("kept", "gone", "requested_by", "decided_by")
    waiting = known.filter(status=MergeStatus.REQUESTED)
    page = Paginator(known.exclude(status=MergeStatus.REQUESTED), PER_PAGE).get_page(request.GET.get("p"))
    return _page(request, "merges", _("Merges"), {"waiting": waiting, "page": page})


def _do(request: HttpRequest, merge: Merge) -> None:
    by: Any = request.user
    note, verb = request.POST.get("reason", "")[:2000], request.POST.get("verb", "")
    if verb == "approve":
        check_is_fresh(request)
        verbs.approve_merge(merge=merge, by=by, note=note, leads_on=request.POST.get("leads_on") == "1")
        messages.success(request, _("The two are one record now."))
    elif verb == "return":
        verbs.return_merge(merge=merge, by=by, reason=note)
    elif verb == "withdraw":
        verbs.withdraw_merge(merge=merge, by=by, reason=note)
    elif verb == "undo":
        verbs.undo_merge(merge=merge, by=by)
        messages.success(request, _("They are two records again."))
    elif verb == "close":
        verbs.close_address(merge=merge, by=by, reason=note)
        messages.success(request, _("The old address answers like one that never was."))
    else:
        raise Refused(_("Say what is to be done."))


def _side_by_side(request: HttpRequest, kept: Person, gone: Person, choices: dict[str, str]) -> dict[str, Any]:
    comparison = comparing.compare(kept, gone)
    opened = reading.asks_sensitive(request)
    return {
        "kept": kept, "gone": gone, "opened": opened, "may_open": reading.may_read_sensitive(request),
        "lines": [_line(line, choices) for line in comparison.lines if opened or not line.sensitive],
        "hidden": sum(line.sensitive for line in comparison.lines) if not opened else 0,
        "moving": [_row(row) for row in _known(comparison.moving, request.user)],
        "twins": [_row(row) for row in _known([row for row, _twin in comparison.twins], request.user)],
    }  # fmt: skip


def _line(line: comparing.Line, choices: dict[str, str]) -> dict[str, Any]:
    words = {
        comparing.KEPT: text.shown(line.shown(line.mine_of)) or _("(nothing)"),
        comparing.GONE: text.shown(line.shown(line.theirs_of)),
        comparing.BOTH: _("both, one below the other"),
    }
    chosen = choices.get(line.path, line.usual)
    return {
        "path": line.path, "label": line.field.verbose_name,
        "of": "" if isinstance(line.mine_of, Person) else _row(line.mine_of),
        "options": [(option, words[option], option == chosen) for option in line.options],
    }  # fmt: skip


def _row(row: Record) -> str:
    return f"{row._meta.verbose_name}: {text.shown(str(row))}"


def _known(rows: list[Record], user: Any) -> list[Record]:
    """The rows that the reader may know of: a case against the person may be restricted."""
    keys: dict[type[Record], list[int]] = {}
    for row in rows:
        keys.setdefault(type(row), []).append(row.pk)
    known = {
        (model, pk)
        for model, some in keys.items()
        for pk in model.objects.visible_to(user).filter(pk__in=some).values_list("pk", flat=True)
    }
    return [row for row in rows if (type(row), row.pk) in known]


def _choices(request: HttpRequest) -> dict[str, str]:
    return {name.removeprefix("choose:"): request.POST[name] for name in request.POST if name.startswith("choose:")}


def _seen(request: HttpRequest) -> tuple[int, int]:
    kept, _dot, gone = request.POST.get("versions", "").partition(".")
    if not (kept + gone).isascii() or not kept.isdigit() or not gone.isdigit() or len(kept + gone) > 20:
        return (0, 0)
    return int(kept), int(gone)


def _person(request: HttpRequest, pk: int) -> Person:
    found = Person.objects.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _note_reading(request: HttpRequest, *persons: Person) -> None:
    for person in persons:
        reading.note_reading(request, person, sensitive=reading.asks_sensitive(request))


def _check_reads(request: HttpRequest) -> None:
    if not (request.user.has_perm(MERGE) or request.user.has_perm(DECIDE)):
        raise PermissionDenied


def _page(request: HttpRequest, name: str, title: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    whole = {**admin.site.each_context(request), "title": title, "opts": Person._meta, **context}
    return TemplateResponse(request, f"admin/cases/merge/{name}.html", whole, status=status)
