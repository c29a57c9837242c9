"""The chain from what arrived to what was recorded: sources, persons and cases made from the page of an intake entry."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.admin.base import RecordAdmin
from cases.admin.rows import is_key
from cases.models import Intake, IntakeUse
from cases.vocabulary import SourceKind

SEE, WORK = "cases.view_intake", "cases.add_intakeuse"
KINDS = {"letter": SourceKind.DOCUMENT, "social": SourceKind.SOCIAL, "partner": SourceKind.MONITOR}
"""What kind of source an entry most likely becomes, by how it came."""


def intake_named(request: HttpRequest) -> Intake | None:
    """The entry in the address of a page that adds a record ("?intake=12"), where the user may work on it."""
    key = request.GET.get("intake", "")
    if not is_key(key) or not (request.user.has_perm(SEE) and request.user.has_perm(WORK)):
        return None
    found: Intake | None = Intake.objects.visible_to(request.user).filter(pk=int(key)).first()
    return found


class MadeFromIntake(RecordAdmin):
    """For the admins of sources, persons and cases."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Of a source what the entry tells already."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        entry = intake_named(request)
        if entry is not None and self.opts.model_name == "source":
            known = {"published": entry.received_on, "reliability": entry.reliability}
            initial |= known | {"kind": KINDS.get(entry.channel, SourceKind.OTHER)}
        return initial

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save; a new record is kept as made of the entry that its page was opened from."""
        super().save_related(request, form, formsets, change)
        entry = intake_named(request) if not change else None
        by: Any = request.user
        if entry is not None:
            IntakeUse(intake=entry, **{str(self.opts.model_name): form.instance}).save(by=by)
            messages.info(
                request,
                _("Kept as made of the intake entry: %(entry)s. Change its status there when nothing is left to do.")
                % {"entry": entry},
            )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page, told of which entries the record was made, or is to be made."""
        record = kwargs.get("obj")
        if record is None:
            context["made_from"] = intake_named(request)
        elif request.user.has_perm(SEE):
            known = IntakeUse.objects.visible_to(request.user).filter(**{record.noun(): record.pk})
            context["came_from"] = [use.intake for use in known.select_related("intake")]
        return super().render_change_form(request, context, *args, **kwargs)
