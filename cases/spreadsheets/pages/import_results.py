"""The lists taken in: what became of every row, submit what they made, undo them."""

from functools import partial
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

from accounts.admin_addresses import key_in
from accounts.exceptions import Refused
from accounts.guarded_admin import GuardedAdmin
from accounts.one_time_keys import check_not_sent
from cases.models import Case, ImportBatch, ImportRow, Outcome, Person, Step
from cases.models.badges import badge
from cases.spreadsheets.pages import import_steps, list_review_pages, list_steps, refused_rows, take_back
from casetracker.db.keys import is_key

PER_PAGE = 100
NOBODY = (Outcome.REFUSED, Outcome.LEFT_OUT, Outcome.JOINED, Outcome.GONE)
PAGES = (
    ("upload/<str:public_id>/", import_steps.columns, "import_columns"),
    ("upload/<str:public_id>/by-hand/", import_steps.by_hand, "import_by_hand"),
    ("upload/<str:public_id>/words/", import_steps.explain, "import_words"),
    ("upload/<str:public_id>/preview/", import_steps.look, "import_look"),
    ("upload/<str:public_id>/refused/", import_steps.refused, "import_refused"),
    ("upload/<str:public_id>/discard/", import_steps.discard, "import_discard"),
    ("work/<str:public_id>/", import_steps.progress, "import_progress"),
    ("steps/<str:public_id>/", list_steps.progress, "import_list_step"),
)
LIST = key_in("cases.importbatch.list")
PAGES_OF_A_LIST = (
    (f"{LIST}/review/", list_review_pages.overview, "import_review"),
    (f"{LIST}/review/<int:number>/", list_review_pages.table, "import_review_table"),
    (f"{LIST}/review/<int:number>/sample/", list_review_pages.sample, "import_review_sample"),
    (f"{LIST}/take-back/", take_back.take_back, "import_take_back"),
)


@admin.register(ImportBatch)
class ImportBatchAdmin(GuardedAdmin):
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

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, batch: ImportBatch) -> str:
        """Whether the list was undone."""
        return badge(_("undone"), "closed") if batch.undone_at else ""

    def get_urls(self) -> list[URLPattern]:
        """With the steps of taking in."""
        own = [
            path(route, self.admin_site.admin_view(_bound(view, self)), name=name) for route, view, name in PAGES
        ]  # fmt: skip
        own += [
            path(route, self.admin_site.admin_view(partial(view, self)), name=name)
            for route, view, name in PAGES_OF_A_LIST
        ]
        template = self.admin_site.admin_view(lambda request: import_steps.template(self, request))
        own.insert(0, path("upload/template/", template, name="import_template"))
        return [*own, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The upload."""
        return import_steps.upload(self, request)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """None of its own: the log has it. Who may not look is told so whether there is such a one or not."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        raise Http404

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The record of one list; its button posts here."""
        if not self.has_view_permission(request) and not self.has_add_permission(request):
            raise PermissionDenied
        batch = ImportBatch.objects.select_related("by", "undone_by", "source").filter(
            pk=object_id if is_key(object_id) else 0
        ).first()  # fmt: skip
        if batch is None or not (self.has_view_permission(request) or batch.by_id == request.user.pk):
            raise Http404
        if request.method == "POST":
            return self._do(request, batch)
        if "refused_rows" in request.GET:
            return refused_rows.of_batch(batch, request.user)
        return TemplateResponse(request, "admin/cases/imports/batch.html", self._context(request, batch))

    def _do(self, request: HttpRequest, batch: ImportBatch) -> HttpResponse:
        """Submit what the list made or changed; it is taken back on a page of its own."""
        if not request.user.has_perm("review.submit_snapshot"):
            raise PermissionDenied
        check_not_sent(request)
        try:
            if "submit_all" not in request.POST:  # a page from before lists were taken back on their own page
                raise Refused(_("Choose what to do with the list."))
            return import_steps.begin(request, rows=batch.row_count, step=Step.SUBMIT, batch=batch)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return HttpResponseRedirect(reverse("admin:cases_importbatch_change", args=[batch.pk]))

    def _context(self, request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
        counts = dict(batch.rows.values_list("outcome").annotate(Count("number", distinct=True)).order_by())
        if Outcome.GONE in counts:  # they are of no row of the file, and all have number 0
            counts[Outcome.GONE] = batch.rows.filter(outcome=Outcome.GONE).count()
        wanted = request.GET.get("show", "")
        rows = batch.rows.filter(outcome=wanted) if wanted in Outcome.values else batch.rows.all()
        page = Paginator(rows.defer("cells", "written"), PER_PAGE).get_page(request.GET.get("p"))
        return {
            **self.admin_site.each_context(request), "title": str(batch), "opts": self.opts, "batch": batch, "page": page,
            "rows": _visible_rows(list(page.object_list), request.user),
            "wanted": wanted, "filters": [(code, Outcome(code).label, counts[code]) for code in Outcome.values if code in counts],
            "people": batch.rows.exclude(outcome__in=NOBODY).count(),
            "may_download": Outcome.REFUSED in counts and batch.by_id == request.user.pk,
            "may_submit": request.user.has_perm("review.submit_snapshot") and batch.undone_at is None,
            "may_review": request.user.has_perm("review.approve_snapshot"),
            "may_take_back": batch.undone_at is None and any(map(request.user.has_perm, take_back.MAY.values())),
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
