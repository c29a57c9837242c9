"""Reference data: countries, regions, occupations, organisations, officials, courts, places of detention, laws."""

import re
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.admin.list_columns import to_verify_badge
from cases.admin.record_admin import BlockRows, RecordAdmin
from cases.models import (
    Code,
    Country,
    Court,
    Facility,
    FacilityAddress,
    Jurisdiction,
    Occupation,
    Official,
    Organisation,
    Provision,
    Region,
)
from cases.models.distinct_choices import DistinctFilter
from cases.models.search_text import holding

NAMES = (("name_en", "name_local"), ("name_be", "name_ru"))
CITED = re.compile(r"[0-9][0-9A-Za-z().\-]*")


class ReferenceAdmin(RecordAdmin):
    """Records with titles, searched by any of their names in any script."""

    list_display: tuple[Any, ...] = ("name_en", "name_be", "name_ru", to_verify_badge)
    list_filter: ClassVar[tuple[Any, ...]] = ("to_verify",)
    search_fields = ("name_en",)
    search_help_text = _("Search by any of the names, in any script.")
    opened_from_choices = True

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """Search each word in one of the names, or the short name."""
        if not search_term.strip():
            return queryset, False
        condition = holding(search_term)
        for field in ("short_name", "code"):
            if any(
                model_field.name == field and isinstance(model_field, models.CharField)
                for model_field in self.opts.fields
            ):
                condition |= Q(**{f"{field}__iexact": search_term.strip()})
        return queryset.filter(condition), False

    def entered_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Return the names, then the model's own fields, as declared in `fields`."""
        return [(None, {"fields": (*NAMES, *(self.fields or ()), "to_verify")})]


@admin.register(Country)
class CountryAdmin(ReferenceAdmin):
    list_display = ("name_en", "code", "name_be", "name_ru", to_verify_badge)
    fields = ("code",)


@admin.register(Region)
class RegionAdmin(ReferenceAdmin):
    list_display = ("name_en", "country", "name_be", "name_ru", to_verify_badge)
    list_filter = ("to_verify", ("country", DistinctFilter))
    list_select_related = ("country",)
    autocomplete_fields = ("country",)
    fields = ("country",)


@admin.register(Occupation)
class OccupationAdmin(ReferenceAdmin):
    pass


@admin.register(Organisation)
class OrganisationAdmin(ReferenceAdmin):
    list_display = ("name_en", "kind", "country", "name_be", "name_ru", to_verify_badge)
    list_filter = ("to_verify", "kind")
    list_select_related = ("country",)
    autocomplete_fields = ("country",)
    fields = (("kind", "country"), "website")


@admin.register(Official)
class OfficialAdmin(ReferenceAdmin):
    list_display = ("name_en", "name_be", "name_ru", "post", "country", to_verify_badge)
    list_select_related = ("country",)
    autocomplete_fields = ("country",)
    fields = (("post", "country"), "from_date", "internal_notes")


class PlaceAdmin(ReferenceAdmin):
    """Base of courts and places of detention."""

    list_select_related = ("country", "region")
    date_hierarchy = "closed_lower"
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("country", "region")


@admin.register(Court)
class CourtAdmin(PlaceAdmin):
    list_display = ("name_en", "name_be", "level", "city", "country", "closed", to_verify_badge)
    list_filter = ("to_verify", "level", ("country", DistinctFilter))
    fields = (("level", "time_zone"), ("country", "region", "city"), ("opened", "closed"), "internal_notes")


class AddressRows(BlockRows):
    model = FacilityAddress
    fields = (("local", "latin"), ("valid_from", "valid_until", "to_verify"))


@admin.register(Facility)
class FacilityAdmin(PlaceAdmin):
    list_display = ("name_en", "code", "kind", "city", "country", "closed", to_verify_badge)
    list_filter = ("to_verify", "kind", ("country", DistinctFilter))
    autocomplete_fields = ("country", "region", "predecessor")
    fields = (
        ("kind", "code"), ("country", "region", "city"), ("opened", "closed", "predecessor"), "internal_notes",
    )  # fmt: skip
    inlines = (AddressRows,)


@admin.register(Jurisdiction)
class JurisdictionAdmin(ReferenceAdmin):
    list_display = ("name_en", "country", "name_be", "name_ru", to_verify_badge)
    list_select_related = ("country",)
    autocomplete_fields = ("country",)
    fields = ("country",)


@admin.register(Code)
class CodeAdmin(ReferenceAdmin):
    list_display = ("name_en", "short_name", "jurisdiction", to_verify_badge)
    list_filter = ("to_verify", ("jurisdiction", DistinctFilter))
    list_select_related = ("jurisdiction",)
    autocomplete_fields = ("jurisdiction",)
    fields = (("jurisdiction", "short_name"), ("whole_pattern", "part_pattern"))


@admin.register(Provision)
class ProvisionAdmin(ReferenceAdmin):
    """Provisions, searched by citation ("361-1 3", "art. 361 part 2") or by their title."""

    list_display = (
        "label", "name_en", "code", "valid_from", "valid_until", "max_months", to_verify_badge,
    )  # fmt: skip
    list_filter = ("to_verify", ("code", DistinctFilter), "life_possible", "death_possible")
    list_select_related = ("code",)
    date_hierarchy = "valid_from_lower"
    search_help_text = _("Search by citation, such as 361-1 3, or by words of the title.")
    autocomplete_fields = ("code",)
    fields = (
        ("code", "article", "part"), ("valid_from", "valid_until"), ("max_months", "life_possible", "death_possible"),
        "source", "internal_notes",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Add the codes, which labels need."""
        return super().get_queryset(request).select_related("code")

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """Search the first number as the article, the second as the part; other words in the title."""
        numbers = CITED.findall(search_term)
        if not numbers:
            return queryset.filter(holding(search_term)), False
        condition = Q(article__startswith=numbers[0])
        if len(numbers) > 1:
            condition &= Q(part=numbers[1])
        return queryset.filter(condition), False
