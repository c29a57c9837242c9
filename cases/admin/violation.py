"""Admin of violations: the list for all persons, and the page of one."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.encrypted_filters import EncryptedOnlyFilter
from cases.admin.child_admin import AddedFromParent
from cases.domain import characters
from cases.domain.vocabulary import ViolationKind
from cases.domain.vocabulary.custody_terms import HURIDOCS_CODES
from cases.models import Facility, Person, Violation
from cases.models.name_search import find_persons
from cases.models.search_text import MOST_WORDS, holding

TEXT_SHOWN = 80


class HuridocsFilter(admin.SimpleListFilter):
    """Filter by the term of HURIDOCS micro-thesaurus 4, or by having none."""

    title = _("HURIDOCS term")
    parameter_name = "huridocs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        terms = [(code, f"{code} {ViolationKind(kind).label}") for kind, code in HURIDOCS_CODES.items()]
        return [*sorted(terms), ("none", _("no specific term"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() == "none":
            return queryset.exclude(kind__in=HURIDOCS_CODES)
        if self.value():
            return queryset.filter(kind__in=[kind for kind, code in HURIDOCS_CODES.items() if code == self.value()])
        return queryset


@admin.register(Violation)
class ViolationAdmin(AddedFromParent):
    """Violations, newest first: opened from the person, searched by person, place, kind or text."""

    list_display = ("kind_shown", "term", "on_date", "person", "facility", "words")
    list_filter = ("kind", HuridocsFilter, ("facility", EncryptedOnlyFilter))
    list_select_related = ("facility",)
    date_hierarchy = "on_date_lower"
    ordering = ("-on_date_lower", "-pk")
    search_fields = ("public_id",)
    search_help_text = _("Search by any name of the person, place, HURIDOCS code or words of the public text.")
    autocomplete_fields = ("facility",)
    fieldsets = (
        (None, {"fields": ("person", ("kind", "on_date", "facility"), ("public_text", "language"), "internal_notes")}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Add the names of the persons."""
        return super().get_queryset(request).select_related("person").prefetch_related("person__names")

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """Search by person, place, code or text."""
        term = search_term.strip()
        if not term:
            return queryset, False
        persons = find_persons(term, Person.objects.visible_to(request.user)).order_by().values_list("pk", flat=True)
        places = Facility.objects.filter(holding(term)).values("pk") if holding(term) else ()
        kinds = [kind for kind, code in HURIDOCS_CODES.items() if code == term]
        condition = Q(person__in=list(persons)) | Q(facility__in=places) | Q(kind__in=kinds) | _words(term)
        return queryset.filter(condition | Q(public_id=term.lower())), False

    @admin.display(description=_("violation type"), ordering="kind")
    def kind_shown(self, violation: Violation) -> str:
        """Kind, as its label."""
        return violation.get_kind_display()

    @admin.display(description=_("HURIDOCS term"))
    def term(self, violation: Violation) -> str:
        """Code of the same meaning, if there is one."""
        return HURIDOCS_CODES.get(violation.kind, "–")

    @admin.display(description=_("public text"))
    def words(self, violation: Violation) -> SafeString | str:
        """Beginning of the text."""
        text = characters.shown(violation.public_text)
        return format_html("{}", text[:TEXT_SHOWN] + ("…" if len(text) > TEXT_SHOWN else ""))


def _words(term: str) -> Q:
    """Match each word in the text, in its usual letter cases, because SQLite folds only Latin letters."""
    condition = Q()
    for word in term.split()[:MOST_WORDS]:
        alternatives = Q()
        for form in {word, word.lower(), word.upper(), word.capitalize()}:
            alternatives |= Q(public_text__icontains=form)
        condition &= alternatives
    return condition
