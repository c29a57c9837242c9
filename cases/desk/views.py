"""Pages of the agenda: hearings by day, and the link for one's own calendar program."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from accounts.fresh import check_is_fresh
from accounts.signed_in import user_of
from cases.admin.reading import note_named
from cases.desk import links
from cases.desk.agenda import by_day, entries, span
from cases.desk.forms import AgendaForm
from cases.desk.ical import calendar_of

SEE = "cases.view_hearing"


def page(request: HttpRequest, name: str, title: str, context: dict[str, Any], status: int = 200) -> TemplateResponse:
    """A page of the desk."""
    whole = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"desk/{name}.html", whole, status=status)


def need(request: HttpRequest, permission: str) -> None:
    """Go on only with the permission. Raises PermissionDenied."""
    if not request.user.has_perm(permission):
        raise PermissionDenied


@require_GET
def agenda(request: HttpRequest) -> HttpResponse:
    """Hearings of a day, week or month; by court, by who acts; made to be printed."""
    need(request, SEE)
    form = AgendaForm(request.GET)
    valid = form.is_valid()
    asked = form.cleaned_data if valid else {}
    period = asked.get("period") or "week"
    day = asked.get("day") or timezone.localdate()
    first, last = span(period, day)
    court, official = asked.get("court"), asked.get("official")
    found = entries(
        user_of(request), first, last, court=court and court.pk, official=official and official.pk
    )  # fmt: skip
    note_named(request, [record for entry in found for record in entry.named_records])
    step = last - first + dt.timedelta(days=1)
    context = {
        "form": form, "days": by_day(found), "first": first, "last": last, "site_zone": settings.TIME_ZONE,
        "before": _query(request, first - dt.timedelta(days=1)), "after": _query(request, first + step),
    }  # fmt: skip
    return page(request, "agenda", _("Agenda"), context, status=200 if valid else 400)


def _query(request: HttpRequest, day: dt.date) -> str:
    asked = request.GET.copy()
    asked["day"] = day.isoformat()
    return asked.urlencode()


@sensitive_variables("token")
@require_http_methods(["GET", "POST"])
def calendar_link(request: HttpRequest) -> HttpResponse:
    """Make a link for one's own calendar program, which is shown this once, or end it."""
    need(request, SEE)
    user = user_of(request)
    address = ""
    if request.method == "POST":
        check_is_fresh(request)
        if request.POST.get("verb") == "end":
            links.end_link(by=user)
            messages.success(request, _("The link does not work any more."))
            return HttpResponseRedirect(reverse("desk_calendar_link"))
        token = links.make_link(by=user, titles=request.POST.get("titles") == "on")
        address = request.build_absolute_uri(reverse("desk_calendar", args=[token]))
    context = {"address": address, "link": links.link_of(user)}
    return page(request, "calendar_link", _("Agenda in a calendar program"), context)


@sensitive_variables("token", "link")
@require_GET
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The agenda of the link's owner, without a session. Every link that does not work is answered alike."""
    link = links.find(token)
    if link is None:
        raise Http404
    links.note_reading(link)
    response = HttpResponse(
        calendar_of(link, timezone.localdate()), content_type="text/calendar; charset=utf-8"
    )  # fmt: skip
    response["Content-Disposition"] = 'attachment; filename="agenda.ics"'
    response["Cache-Control"] = "no-store"
    return response
