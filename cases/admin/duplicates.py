"""Likely same persons, shown while a new person is typed, asked about when it is saved, and listed for one who is recorded."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import text
from cases.admin import reading
from cases.admin.roots import PublicRootForm
from cases.admin.rows import is_key
from cases.models import Person
from cases.models.likeness import Known, Likely, likely_same

CONFIRMED = "another_than"
"""Public ids, joined by commas, of those who were shown and are other people."""
NAMES_AT_MOST = 20
LONGEST_NAME = 200


class PersonForm(PublicRootForm):
    """A person's page. A new one who is likely there already is asked about before it is saved."""

    likely: list[Likely] = []
    confirmed = CONFIRMED

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk is None:
            self.likely = [one for one in likely_typed(self.data, self.request.user) if one.asks]
            seen = {each for value in self.data.getlist(CONFIRMED) for each in value.split(",")}
            if not {one.person.public_id for one in self.likely} <= seen:
                self.add_error(
                    None,
                    _("Somebody who is recorded already may be the same person. Look below; nothing is saved yet. If it is "
                      "another person, tick that and save again: two people may bear one name."),
                )  # fmt: skip
        return cleaned

    @property
    def shown_ids(self) -> str:
        """The public ids of those who are shown."""
        return ",".join(one.person.public_id for one in self.likely)


def likely_typed(data: Mapping[str, Any], user: Any) -> list[Likely]:
    """Who may be the person that is being typed into the form."""
    count = data.get("names-TOTAL_FORMS", "")
    total = min(int(count), NAMES_AT_MOST) if is_key(count) else 0
    typed = [data.get(f"names-{number}-text", "").strip()[:LONGEST_NAME] for number in range(total)]
    region = data.get("region", "")
    known = Known.typed(data.get("born", "")[:100], data.get("gender", ""), int(region) if is_key(region) else None)
    return likely_same([name for name in typed if name], known, user=user)


@require_POST
def likely(request: HttpRequest) -> HttpResponse:
    """Who may be the person that is being typed, for the page's script. Posted, so that no name stands in an address."""
    if not request.user.has_perms(("cases.add_person", "cases.view_person")):
        raise PermissionDenied
    return JsonResponse({"likely": [_told(one) for one in likely_typed(request.POST, request.user)]})


def _told(one: Likely) -> dict[str, Any]:
    return {
        "id": one.person.public_id,
        "address": reverse("admin:cases_person_change", args=[one.person.pk]),
        "name": text.shown(str(one.person)),
        "as": text.shown(one.name),
        "answer": _("same name") if one.answer == "same" else _("similar name"),
        "agrees": [text.shown(each) for each in one.agrees],
        "disagrees": [text.shown(each) for each in one.disagrees],
        "asks": one.asks,
    }


def likely_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may be the same as one who is recorded, with the way to compare and merge them."""
    if not request.user.has_perm("cases.view_person"):
        raise PermissionDenied
    person = Person.objects.visible_to(request.user).filter(pk=pk).first()
    if person is None:
        raise Http404
    reading.note_reading(request, person, sensitive=False)
    found = likely_same(
        [name.text for name in person.names.all()],
        Known.of(person, request.user),
        user=request.user,
        leaving_out=[person.pk],
    )
    context = {
        **admin.site.each_context(request), "title": _("Likely the same as %(person)s") % {"person": person},
        "person": person, "likely": found, "opts": Person._meta,
    }  # fmt: skip
    return TemplateResponse(request, "admin/cases/merge/likely.html", context)
