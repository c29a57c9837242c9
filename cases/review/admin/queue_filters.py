"""How the queue is narrowed: by status, list, kind, submitter and warning; and found by name, in any script.

A value that a filter does not offer is refused with 400, as an undeclared filter is: it could only be somebody's guess.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin_addresses import encrypted_key, read_key
from accounts.models import User
from cases.models import Case, ImportBatch, ImportRow, Person
from cases.models.name_search import find_cases, find_persons
from cases.review.list_review import of_list
from cases.review.models import OpenWarning, Snapshot, Status
from cases.review.review_warnings import NO_WARNING, WARNINGS

LIST = "cases.importbatch.filter"
"""The kind under which the address names a list."""
MOST_LISTS = 100  # offered: the newest of which something waits


class StatusFilter(admin.SimpleListFilter):
    """Waiting submissions first; the others on request."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", _("all")), *[(s.value, s.label) for s in Status if s != Status.PENDING]]

    def choices(self, changelist: Any) -> Any:
        """The choices, the queue itself being the first."""
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": Status.PENDING.label,
        }
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        wanted = self.value()
        if wanted == "all":
            return queryset
        return queryset.filter(status=wanted if wanted in Status.values else Status.PENDING)


class OfferedFilter(admin.SimpleListFilter):
    """A filter that takes the values it offers and no other."""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The submissions that fit. Raises DisallowedModelAdminLookup (400) for a value that is not offered."""
        wanted = self.value()
        if wanted is None:
            return queryset
        if wanted not in {str(value) for value, _label in self.lookup_choices}:
            raise DisallowedModelAdminLookup(f"{self.parameter_name} has no such choice")
        return self.narrowed(queryset, wanted)

    def narrowed(self, queryset: QuerySet, wanted: str) -> QuerySet:
        """Those of `queryset` that fit the offered value `wanted`."""
        raise NotImplementedError


class KindFilter(OfferedFilter):
    """Persons or cases."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(model.noun(), model._meta.verbose_name) for model in (Person, Case)]

    def narrowed(self, queryset: QuerySet, wanted: str) -> QuerySet:
        return queryset.filter(**{f"{wanted}__isnull": False})


class ListFilter(OfferedFilter):
    """The list that the records came in with."""

    title = _("list")
    parameter_name = "list"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        if not request.user.has_perm("cases.view_importbatch"):
            return []
        waiting = Snapshot.objects.visible_to(request.user).filter(status=Status.PENDING)
        rows = ImportRow.objects.filter(
            Q(person__in=waiting.values("person")) | Q(case__in=waiting.values("case")), batch=OuterRef("pk")
        )
        batches = [*ImportBatch.objects.filter(Exists(rows))[:MOST_LISTS]]
        chosen = read_key(LIST, self.used_parameters.get(self.parameter_name, "") or "")
        if chosen is not None and chosen not in {batch.pk for batch in batches}:
            batches += ImportBatch.objects.filter(pk=chosen)  # of which nothing waits any more
        return [(encrypted_key(LIST, batch.pk), f"{batch.file_name}, {batch.at:%Y-%m-%d}") for batch in batches]

    def narrowed(self, queryset: QuerySet, wanted: str) -> QuerySet:
        return of_list(queryset, read_key(LIST, wanted) or 0)


class SubmitterFilter(OfferedFilter):
    """Who submitted it."""

    title = _("submitted by")
    parameter_name = "submitter"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        submitters = Snapshot.objects.visible_to(request.user).order_by().values("submitted_by")
        return [(user.username, str(user)) for user in User.objects.filter(pk__in=submitters).order_by("username")]

    def narrowed(self, queryset: QuerySet, wanted: str) -> QuerySet:
        return queryset.filter(submitted_by__username=wanted)


class WarningFilter(OfferedFilter):
    """What the reviewer was to be warned of when it was submitted, or when a list was last laid out as a table."""

    title = _("warnings")
    parameter_name = "warning"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("any", _("any warning")), (NO_WARNING, _("no warnings")), *WARNINGS.items()]

    def narrowed(self, queryset: QuerySet, wanted: str) -> QuerySet:
        if wanted == "any":
            return queryset.exclude(pk__in=_warned([NO_WARNING]))
        return queryset.filter(pk__in=_warned([wanted]))


def _warned(codes: Iterable[str]) -> QuerySet:
    return OpenWarning.objects.filter(code__in=codes).values("snapshot")


def search(queryset: QuerySet, term: str, user: Any) -> QuerySet:
    """Submissions of persons found by any of their names, in any script, and of cases by number, title or defendant."""
    persons = Person.objects.visible_to(user)
    cases = Case.objects.visible_to(user).filter(pk__in=queryset.order_by().values("case"))
    found = find_persons(term, persons.filter(pk__in=queryset.order_by().values("person"))).order_by()
    return queryset.filter(
        Q(person__in=list(found.values_list("pk", flat=True)))
        | Q(case__in=find_cases(term, cases, persons).order_by().values("pk"))
    )
