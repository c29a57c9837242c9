"""The lists taken in: what became of every row, submit what they made, undo them."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.refusals import Refused
from cases.admin.columns import badge
from cases.admin.lists import taking
from cases.admin.rows import is_key
from cases.imports import works
from cases.imports.undoing import check_may_undo
from cases.models import Case, ImportBatch, ImportRow, Outcome, Person, Step

PER_PAGE = 100
PAGES = (
    ("upload/<str:public_id>/", taking.columns, "import_columns"),
    ("upload/<str:public_id>/by-hand/", taking.by_hand, "import_by_hand"),
    ("upload/<str:public_id>/words/", taking.explain, "import_words"),
    ("upload/<str:public_id>/preview/", taking.look, "import_look"),
    ("upload/<str:public_id>/discard/", taking.discard, "import_discard"),
    ("work/<str:public_id>/", taking.progress, "import_progress"),
)


@admin.register(ImportBatch)
class ImportBatchAdmin(admin.ModelAdmin):
    """Only to be looked at; lists come in by the steps of `taking`."""

    list_display = ("file_name", "mapping", "at", "by", "row_count", "standing")
    list_filter = ("mapping",)
    list_select_related = ("by",)
    list_per_page = 50
    show_full_result_count = False
    actions = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether the list offers to take in another."""
        return request.user.has_perm("cases.import_records")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: what happened stays as it happened."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filter that is offered."""
        return lookup == "mapping"

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, batch: ImportBatch) -> str:
        """Whether the list was undone."""
        return badge(_("undone"), "closed") if batch.undone_at else ""

    def get_urls(self) -> list[URLPattern]:
        """With the steps of taking in."""
        own = [
            path(route, self.admin_site.admin_view(_bound(view, self)), name=name) for route, view, name in PAGES
        ]  # fmt: skip
        return [*own, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The upload."""
        return taking.upload(self, request)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """None of its own: the log has it. Who may not look is told so whether there is such a one or not."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        raise Http404

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The record of one list; its two buttons post here."""
        if not self.has_view_permission(request) and not self.has_add_permission(request):
            raise PermissionDenied
        batch = ImportBatch.objects.select_related("by", "undone_by", "source").filter(
            pk=object_id if is_key(object_id) else 0
        ).first()  # fmt: skip
        if batch is None or not (self.has_view_permission(request) or batch.by_id == request.user.pk):
            raise Http404
        if request.method == "POST":
            return self._do(request, batch)
        return TemplateResponse(request, "admin/cases/lists/batch.html", self._context(request, batch))

    def _do(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        step = Step.UNDO if "undo" in request.POST else Step.SUBMIT
        permission = "cases.import_records" if step == Step.UNDO else "review.submit_snapshot"
        if not request.user.has_perm(permission):
            raise PermissionDenied
        by: Any = request.user
        try:
            if step == Step.UNDO:
                check_may_undo(batch, by)
                if "sure" not in request.POST:
                    raise Refused(_("Tick that you are sure. Nothing was undone."))
            return taking.go(request, works.begin(step=step, by=by, batch=batch, rows=batch.row_count))
        except Refused as refused:
            messages.error(request, refused.sentence)
            return HttpResponseRedirect(reverse("admin:cases_importbatch_change", args=[batch.pk]))

    def _context(self, request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
        counts = dict(batch.rows.values_list("outcome").annotate(Count("number", distinct=True)).order_by())
        wanted = request.GET.get("show", "")
        rows = batch.rows.filter(outcome=wanted) if wanted in Outcome.values else batch.rows.all()
        page = Paginator(rows.defer("cells", "written"), PER_PAGE).get_page(request.GET.get("p"))
        try:
            check_may_undo(batch, request.user)
            refusal = ""
        except Refused as refused:
            refusal = refused.sentence
        return {
            **self.admin_site.each_context(request), "title": str(batch), "opts": self.opts, "batch": batch, "page": page,
            "rows": _visible_rows(list(page.object_list), request.user),
            "wanted": wanted, "filters": [(code, Outcome(code).label, counts[code]) for code in Outcome.values if code in counts],
            "people": batch.rows.exclude(outcome__in=(Outcome.REFUSED, Outcome.LEFT_OUT)).count(), "refusal": refusal,
            "may_submit": request.user.has_perm("review.submit_snapshot") and batch.undone_at is None,
            "may_import": request.user.has_perm("cases.import_records"),
        }  # fmt: skip


def _bound(view: Any, model_admin: Any) -> Any:
    def bound(request: HttpRequest, public_id: str) -> HttpResponse:
        answer: HttpResponse = view(model_admin, request, public_id)
        return answer

    return bound


def _visible_rows(rows: list[ImportRow], user: Any) -> list[dict[str, Any]]:
    """The rows of one page with what `user` may know of: of a closed person not even the key by which a list names them."""
    persons, cases = (
        {record.pk: record for record in model.objects.visible_to(user).filter(pk__in=[getattr(row, key) for row in rows])}
        if user.has_perm(f"cases.view_{model.noun()}") else {}
        for model, key in ((Person, "person_id"), (Case, "case_id"))
    )  # fmt: skip
    barred = {row.pk for row in rows if row.person_id is not None and row.person_id not in persons}
    return [
        {
            "row": row, "person": persons.get(row.person_id or 0), "case": cases.get(row.case_id or 0),
            "key": "" if row.pk in barred else row.key, "reason": "" if row.pk in barred else row.reason,
        }
        for row in rows
    ]  # fmt: skip
