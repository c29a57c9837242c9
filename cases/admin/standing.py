"""On the pages of persons, cases and defendants: what does not fit together, and where a defendant stands in legal time."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.signed_in import user_of
from cases.desk.consistency import warnings_of
from cases.desk.standing import ready, standing_of
from cases.models import Defendant


class ShowsDoubts:
    """For the admins of these pages: adds to what is shown, changes nothing."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page, with its doubts above the form."""
        record = kwargs.get("obj")
        if record is not None:
            today = timezone.localdate()
            context["doubts"] = warnings_of(record, user_of(request), today)
            if isinstance(record, Defendant):
                context["standing"] = standing_of(ready(record.pk), today)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
