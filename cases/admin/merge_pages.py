"""Pages to compare and merge two persons, and the list of merges, pending and decided."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.exceptions import Refused
from accounts.one_time_keys import check_not_sent, sending
from accounts.signin.reauthentication import check_is_fresh
from cases.domain import characters
from cases.duplicates import merge_verbs, person_diff
from cases.models import Merge, MergeStatus, Person, Record, access_log
from cases.models.distinct_labels import distinct

MERGE, DECIDE = "cases.merge_records", "review.approve_snapshot"
PER_PAGE = 50


def compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Comparison of person `pk`, the survivor, with `other`; POST requests the merge."""
    if not request.user.has_perm(MERGE):
        raise PermissionDenied
    check_not_sent(request)  # before they are looked up: the first copy may have merged them
    survivor, duplicate = _person(request, pk), _person(request, other)
    if survivor.pk == duplicate.pk:
        raise Http404
    refusal = merge_verbs.answers(merge_verbs.check_may_merge, survivor, duplicate, request.user)
    if request.method == "POST" and not refusal:
        try:
            with sending(request) as sent:
                merge = merge_verbs.request_merge(
                    kept=survivor, gone=duplicate, by=request.user, seen=_seen(request), choices=_choices(request),  # type: ignore[arg-type]
                    note=request.POST.get("note", "")[:2000],
                )  # fmt: skip
                sent.leads_to(reverse("admin:cases_person_merged", args=[merge.pk]))
        except Refused as refused:
            refusal = refused.sentence
        else:
            needs_review = merge.status == MergeStatus.REQUESTED
            messages.success(request, _("Submitted for review.") if needs_review else _("The records were merged."))
            return HttpResponseRedirect(reverse("admin:cases_person_merged", args=[merge.pk]))
    _note_reading(request, survivor, duplicate)
    title = _("Merge %(gone)s into %(kept)s") % {"gone": distinct(duplicate), "kept": distinct(survivor)}
    context = _side_by_side(request, survivor, duplicate, {}) | {
        "refusal": refusal, "needs_reviewer": merge_verbs.is_public(survivor) or merge_verbs.is_public(duplicate),
        "versions": f"{survivor.version}.{duplicate.version}",
    }  # fmt: skip
    return _page(request, "compare", title, context, status=409 if refusal and request.method == "POST" else 200)


def merged(request: HttpRequest, pk: int) -> HttpResponse:
    """Page of one merge, with the buttons to decide or undo it for users who may."""
    _check_reads(request)
    merge = Merge.objects.visible_to(request.user).filter(pk=pk).select_related("kept", "gone").first()
    if merge is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        check_not_sent(request)
        if request.POST.get("verb") == "approve":
            check_is_fresh(request)
        try:
            with sending(request) as sent:
                _do(request, merge)
                sent.leads_to(reverse("admin:cases_person_merged", args=[pk]))
            return HttpResponseRedirect(reverse("admin:cases_person_merged", args=[pk]))
        except Refused as refused:
            refusal = refused.sentence
            merge.refresh_from_db()
    checks = {"decide": merge_verbs.check_may_decide, "withdraw": merge_verbs.check_may_withdraw,
              "undo": merge_verbs.check_may_undo,
              "close": merge_verbs.check_may_close_address}  # fmt: skip
    context: dict[str, Any] = {
        "merge": merge, "refusal": refusal,
        "refused": {name: merge_verbs.answers(check, merge, request.user) for name, check in checks.items()},
    }  # fmt: skip
    if merge.status == MergeStatus.REQUESTED:
        _note_reading(request, merge.kept, merge.gone)
        context |= _side_by_side(request, merge.kept, merge.gone, merge.choices)
        context["may_lead_on"] = merge_verbs.is_public(merge.gone)
    return _page(request, "merged", _("Merge: %(merge)s") % {"merge": merge}, context, status=409 if refusal else 200)


def merges(request: HttpRequest) -> HttpResponse:
    """List of all merges visible to the user, pending ones first."""
    _check_reads(request)
    visible = Merge.objects.visible_to(request.user).select_related(
        "kept__region", "gone__region", "requested_by", "decided_by"
    )
    pending = visible.filter(status=MergeStatus.REQUESTED)
    page = Paginator(visible.exclude(status=MergeStatus.REQUESTED), PER_PAGE).get_page(request.GET.get("p"))
    return _page(request, "merges", _("Merges"), {"waiting": pending, "page": page})


def _do(request: HttpRequest, merge: Merge) -> None:
    by: Any = request.user
    note, verb = request.POST.get("reason", "")[:2000], request.POST.get("verb", "")
    if verb == "approve":
        merge_verbs.approve_merge(merge=merge, by=by, note=note, leads_on=request.POST.get("leads_on") == "1")
        messages.success(request, _("The records were merged."))
    elif verb == "return":
        merge_verbs.return_merge(merge=merge, by=by, reason=note)
    elif verb == "withdraw":
        merge_verbs.withdraw_merge(merge=merge, by=by, reason=note)
    elif verb == "undo":
        merge_verbs.undo_merge(merge=merge, by=by)
        messages.success(request, _("The merge was undone."))
    elif verb == "close":
        merge_verbs.close_address(merge=merge, by=by, reason=note)
        messages.success(request, _("The old URL now returns “page not found”."))
    else:
        raise Refused(_("Choose what to do."))


def _side_by_side(request: HttpRequest, kept: Person, gone: Person, choices: dict[str, str]) -> dict[str, Any]:
    comparison = person_diff.compare(kept, gone)
    shows_sensitive = access_log.asks_sensitive(request)
    return {
        "kept": kept, "gone": gone, "opened": shows_sensitive, "may_open": access_log.may_read_sensitive(request),
        "lines": [_line(line, choices) for line in comparison.lines if shows_sensitive or not line.sensitive],
        "hidden": sum(line.sensitive for line in comparison.lines) if not shows_sensitive else 0,
        "moving": [_row(row) for row in _known(comparison.moving, request.user)],
        "twins": [_row(row) for row in _known([row for row, _twin in comparison.twins], request.user)],
    }  # fmt: skip


def _line(line: person_diff.Line, choices: dict[str, str]) -> dict[str, Any]:
    texts = {
        person_diff.KEPT: characters.shown(line.shown(line.mine_of)) or _("(blank)"),
        person_diff.GONE: characters.shown(line.shown(line.theirs_of)),
        person_diff.BOTH: _("both, one below the other"),
    }
    selected = choices.get(line.path, line.usual)
    return {
        "path": line.path, "label": line.field.verbose_name,
        "of": "" if isinstance(line.mine_of, Person) else _row(line.mine_of),
        "options": [(option, texts[option], option == selected) for option in line.options],
    }  # fmt: skip


def _row(row: Record) -> str:
    return f"{row._meta.verbose_name}: {characters.shown(str(row))}"


def _known(rows: list[Record], user: Any) -> list[Record]:
    """Return the rows visible to the user: a case against the person may be restricted."""
    keys: dict[type[Record], list[int]] = {}
    for row in rows:
        keys.setdefault(type(row), []).append(row.pk)
    visible = {
        (model, pk)
        for model, model_keys in keys.items()
        for pk in model.objects.visible_to(user).filter(pk__in=model_keys).values_list("pk", flat=True)
    }
    return [row for row in rows if (type(row), row.pk) in visible]


def _choices(request: HttpRequest) -> dict[str, str]:
    return {name.removeprefix("choose:"): request.POST[name] for name in request.POST if name.startswith("choose:")}


def _seen(request: HttpRequest) -> tuple[int, int]:
    survivor_version, _dot, duplicate_version = request.POST.get("versions", "").partition(".")
    if (
        not (survivor_version + duplicate_version).isascii()
        or not survivor_version.isdigit()
        or not duplicate_version.isdigit()
        or len(survivor_version + duplicate_version) > 20
    ):
        return (0, 0)
    return int(survivor_version), int(duplicate_version)


def _person(request: HttpRequest, pk: int) -> Person:
    person = Person.objects.visible_to(request.user).filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


def _note_reading(request: HttpRequest, *persons: Person) -> None:
    for person in persons:
        access_log.note_reading(request, person, sensitive=access_log.asks_sensitive(request))


def _check_reads(request: HttpRequest) -> None:
    if not (request.user.has_perm(MERGE) or request.user.has_perm(DECIDE)):
        raise PermissionDenied


def _page(request: HttpRequest, name: str, title: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    full_context = {**admin.site.each_context(request), "title": title, "opts": Person._meta, **context}
    return TemplateResponse(request, f"admin/cases/merge/{name}.html", full_context, status=status)
