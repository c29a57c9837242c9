"""Panels of persons, cases and defendants: possible inconsistencies, and the legal status of a defendant."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.request_user import user_of
from cases.models import Defendant
from cases.workspace.legal_status import ready, standing_of
from cases.workspace.record_inconsistencies import warnings_of


class ShowsDoubts:
    """Mixin for these admins: adds information, changes nothing."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Render the page with its inconsistencies above the form."""
        record = kwargs.get("obj")
        if record is not None:
            today = timezone.localdate()
            context["doubts"] = warnings_of(record, user_of(request), today)
            if isinstance(record, Defendant):
                context["standing"] = standing_of(ready(record.pk), today)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
