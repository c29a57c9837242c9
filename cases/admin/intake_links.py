"""Links from an intake entry to the sources, persons and cases that were created from its page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.admin.record_admin import RecordAdmin
from cases.domain.vocabulary import SourceKind
from cases.models import Intake, IntakeUse

SEE, WORK = "cases.view_intake", "cases.add_intakeuse"
KINDS = {"letter": SourceKind.DOCUMENT, "social": SourceKind.SOCIAL, "partner": SourceKind.MONITOR}
"""Most likely kind of source of an entry, by its channel."""


def intake_named(request: HttpRequest) -> Intake | None:
    """Return the entry whose public ID is in the address of a page that adds a record, if the user may work on it."""
    public_id = request.GET.get("intake", "")
    if not public_id.isalnum() or not (request.user.has_perm(SEE) and request.user.has_perm(WORK)):
        return None
    entry: Intake | None = Intake.objects.visible_to(request.user).filter(public_id=public_id).first()
    return entry


class MadeFromIntake(RecordAdmin):
    """Base of the admins of sources, persons and cases."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Prefill a source with the values of the entry."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        entry = intake_named(request)
        if entry is not None and self.opts.model_name == "source":
            values = {"published": entry.received_on, "reliability": entry.reliability}
            initial |= values | {"kind": KINDS.get(entry.channel, SourceKind.OTHER)}
        return initial

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save; link a new record to the entry from which its page was opened."""
        super().save_related(request, form, formsets, change)
        entry = intake_named(request) if not change else None
        by: Any = request.user
        if entry is not None:
            IntakeUse(intake=entry, **{str(self.opts.model_name): form.instance}).save(by=by)
            messages.info(
                request,
                _("Linked to the intake entry %(entry)s. Change its status there when you are done.")
                % {"entry": entry},
            )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Render the page with the entries that the record was, or will be, created from."""
        record = kwargs.get("obj")
        if record is None:
            context["made_from"] = intake_named(request)
        elif request.user.has_perm(SEE):
            uses = IntakeUse.objects.visible_to(request.user).filter(**{record.noun(): record.pk})
            context["came_from"] = [use.intake for use in uses.select_related("intake")]
        return super().render_change_form(request, context, *args, **kwargs)
