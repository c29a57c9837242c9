"""The list of violations of all persons, and the page of one."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases import text
from cases.admin.within import AddedFromParent
from cases.models import Facility, Person, Violation
from cases.models.folding import MOST_WORDS, holding
from cases.models.naming import find_persons
from cases.vocabulary import ViolationKind
from cases.vocabulary.deprivation import HURIDOCS_CODES

TEXT_SHOWN = 80


class HuridocsFilter(admin.SimpleListFilter):
    """By the term of HURIDOCS micro-thesaurus 4, and what has none."""

    title = _("HURIDOCS term")
    parameter_name = "huridocs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        terms = [(code, f"{code} {ViolationKind(kind).label}") for kind, code in HURIDOCS_CODES.items()]
        return [*sorted(terms), ("none", _("no term of its own"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() == "none":
            return queryset.exclude(kind__in=HURIDOCS_CODES)
        if self.value():
            return queryset.filter(kind__in=[kind for kind, code in HURIDOCS_CODES.items() if code == self.value()])
        return queryset


@admin.register(Violation)
class ViolationAdmin(AddedFromParent):
    """Violations, the newest first: reached from the person, found by person, place, kind or words."""

    list_display = ("kind_shown", "term", "on_date", "person", "facility", "words")
    list_filter = ("kind", HuridocsFilter, ("facility", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("facility",)
    date_hierarchy = "on_date_lower"
    ordering = ("-on_date_lower", "-pk")
    search_fields = ("public_id",)
    search_help_text = _("Any name of the person, the place, a HURIDOCS code, or words of the text for the public.")
    autocomplete_fields = ("facility",)
    fieldsets = (
        (None, {"fields": ("person", ("kind", "on_date", "facility"), ("public_text", "language"), "internal_notes")}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """With the names of the persons."""
        return super().get_queryset(request).select_related("person").prefetch_related("person__names")

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """By person, place, code or words."""
        term = search_term.strip()
        if not term:
            return queryset, False
        persons = find_persons(term, Person.objects.visible_to(request.user)).order_by().values_list("pk", flat=True)
        places = Facility.objects.filter(holding(term)).values("pk") if holding(term) else ()
        kinds = [kind for kind, code in HURIDOCS_CODES.items() if code == term]
        found = Q(person__in=list(persons)) | Q(facility__in=places) | Q(kind__in=kinds) | _words(term)
        return queryset.filter(found | Q(public_id=term.lower())), False

    @admin.display(description=_("what was done"), ordering="kind")
    def kind_shown(self, violation: Violation) -> str:
        """The kind by its label."""
        return violation.get_kind_display()

    @admin.display(description=_("HURIDOCS term"))
    def term(self, violation: Violation) -> str:
        """The code, where there is one of the same meaning."""
        return HURIDOCS_CODES.get(violation.kind, "–")

    @admin.display(description=_("text for the public"))
    def words(self, violation: Violation) -> SafeString | str:
        """How it begins."""
        shown = text.shown(violation.public_text)
        return format_html("{}", shown[:TEXT_SHOWN] + ("…" if len(shown) > TEXT_SHOWN else ""))


def _words(term: str) -> Q:
    """Each word in the text; the usual letter cases are asked for by name, SQLite knows only Latin ones."""
    found = Q()
    for word in term.split()[:MOST_WORDS]:
        either = Q()
        for form in {word, word.lower(), word.upper(), word.capitalize()}:
            either |= Q(public_text__icontains=form)
        found &= either
    return found
