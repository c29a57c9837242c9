"""Admin pages that add or change a record: a form that is submitted twice is saved once."""

from typing import Any

from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import quote
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse

from accounts.guarded_admin import GuardedAdmin
from accounts.one_time_keys import AlreadySent, sending

SAVED = "saved_record"


class SentOnceAdmin(GuardedAdmin):
    """Base of the admins that keep Django's form. Their template contains `{% form_key again=True %}`.

    `brings_back`: whether the page with "?kept=…" shows the saved content of its form
    (`accounts.signin.resubmit.put_back`).
    """

    brings_back = False

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the page, or process its form at most once."""
        if request.method != "POST":
            return self.answer(request, object_id, form_url, extra_context)
        try:
            with sending(request) as sent:
                response = self.answer(request, object_id, form_url, extra_context)
                saved = vars(request).get(SAVED)
                if saved is not None:
                    response = self.after_saving(request, saved) or response
                    sent.leads_to(self.page_of(saved))
                return response
        except AlreadySent as already:
            if IS_POPUP_VAR not in request.POST:
                raise
            return self._chosen_again(request, already)

    def answer(self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: Any) -> HttpResponse:
        """Return Django's response: the page or the result of its form."""
        return super().changeform_view(request, object_id, form_url, extra_context)

    def after_saving(self, request: HttpRequest, record: models.Model) -> HttpResponse | None:
        """Do what else the form asked for, in the same transaction; return a response to replace Django's, if any."""
        return None

    def page_of(self, record: models.Model) -> str:
        """Return the address of the record's own page."""
        meta = record._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(record.pk)])

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """Return Django's response; the record is saved at this point."""
        vars(request)[SAVED] = obj
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Return Django's response; the record is saved at this point."""
        vars(request)[SAVED] = obj
        return super().response_change(request, obj)

    def _chosen_again(self, request: HttpRequest, already: AlreadySent) -> HttpResponse:
        """Answer a popup that adds a related record: select the record that the first copy of the form made."""
        record = self.get_object(request, resolve(already.address).kwargs["object_id"])
        if record is None:
            raise already
        return super().response_add(request, record)
