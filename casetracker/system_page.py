"""Page "State of the system": what `manage.py doctor` finds, for administrators, without case data."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casetracker import doctor


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """List the findings.

    Raises:
        PermissionDenied: the user is no administrator.
    """
    if not request.user.has_perm("accounts.throw_switch"):
        raise PermissionDenied
    context = {
        **admin.site.each_context(request),
        "title": _("State of the system"),
        "findings": [finding for _name, finding in doctor.examine()],
        "number_of_checks": len(doctor.CHECKS),
    }
    return TemplateResponse(request, "admin/system.html", context)
