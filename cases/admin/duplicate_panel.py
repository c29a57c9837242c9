"""Possible duplicates: shown while a new person is typed, confirmed on saving, and listed for a recorded person."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.encrypted_choices import chosen_key
from cases.admin.aggregate_admin import PublicRootForm
from cases.domain import characters
from cases.duplicates.candidates import Known, Likely, likely_same
from cases.models import Person, Region, access_log
from cases.models.distinct_labels import distinct
from casetracker.db.keys import is_key

CONFIRMED = "another_than"
"""Public IDs, joined by commas, of the people who were shown and are different."""
NAMES_AT_MOST = 20
LONGEST_NAME = 200


class PersonForm(PublicRootForm):
    """Form of a person. A new person with possible duplicates must be confirmed before it is saved."""

    likely: list[Likely] = []
    confirmed = CONFIRMED

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk is None:
            self.likely = [candidate for candidate in likely_typed(self.data, self.request.user) if candidate.asks]
            seen = {public_id for value in self.data.getlist(CONFIRMED) for public_id in value.split(",")}
            if not {candidate.person.public_id for candidate in self.likely} <= seen:
                self.add_error(
                    None,
                    _("This person may already exist. Nothing is saved yet: check the possible duplicates "
                        "below. If it is a different person, tick the box and save again."),
                )  # fmt: skip
        return cleaned

    @property
    def answered(self) -> bool:
        """Whether the box beside them was ticked: the page may be shown again for another reason."""
        return self.is_bound and self.shown_ids in self.data.getlist(CONFIRMED)

    @property
    def shown_ids(self) -> str:
        """Public IDs of the people shown."""
        return ",".join(candidate.person.public_id for candidate in self.likely)


def likely_typed(data: Mapping[str, Any], user: Any) -> list[Likely]:
    """Return possible duplicates of the person typed into the form."""
    count = data.get("names-TOTAL_FORMS", "")
    total = min(int(count), NAMES_AT_MOST) if is_key(count) else 0
    typed = [data.get(f"names-{number}-text", "").strip()[:LONGEST_NAME] for number in range(total)]
    known = Known.typed(data.get("born", "")[:100], data.get("gender", ""), chosen_key(Region, data.get("region", "")))
    return likely_same([name for name in typed if name], known, user=user)


@require_POST
def likely(request: HttpRequest) -> HttpResponse:
    """Return possible duplicates of the person being typed, for the page's script; POST keeps names out of URLs."""
    if not request.user.has_perms(("cases.add_person", "cases.view_person")):
        raise PermissionDenied
    return JsonResponse({"likely": [_told(candidate) for candidate in likely_typed(request.POST, request.user)]})


def _told(one: Likely) -> dict[str, Any]:
    return {
        "id": one.person.public_id,
        "address": reverse("admin:cases_person_change", args=[one.person.pk]),
        "name": distinct(one.person),
        "as": characters.shown(one.name),
        "answer": _("same name") if one.answer == "same" else _("similar name"),
        "agrees": [characters.shown(detail) for detail in one.agrees],
        "disagrees": [characters.shown(detail) for detail in one.disagrees],
        "asks": one.asks,
    }


def likely_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Page with possible duplicates of a recorded person, and links to compare and merge them."""
    if not request.user.has_perm("cases.view_person"):
        raise PermissionDenied
    person = Person.objects.visible_to(request.user).filter(pk=pk).first()
    if person is None:
        raise Http404
    access_log.note_reading(request, person, sensitive=False)
    duplicates = likely_same(
        [name.text for name in person.names.all()],
        Known.of(person, request.user),
        user=request.user,
        leaving_out=[person.pk],
    )
    context = {
        **admin.site.each_context(request), "title": _("Possible duplicate of %(person)s") % {"person": distinct(person)},
        "person": person, "likely": duplicates, "opts": Person._meta,
    }  # fmt: skip
    return TemplateResponse(request, "admin/cases/merge/likely.html", context)
