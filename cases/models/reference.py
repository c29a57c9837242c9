"""Reference data shared by many records: countries, regions, occupations, organisations, officials."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.domain.vocabulary import OrganisationKind
from cases.models.fields import PartialDateField
from cases.models.record import Record
from cases.models.search_text import folded
from cases.models.visible_text import visible

ADDRESS_OF_PAGE = RegexValidator(
    r"^https?://[^\s\x00-\x1f]+$", _("Enter an address that starts with http:// or https://.")
)


class Titled(Record):
    """A named thing: names in the languages of the site and in its own language if that is another."""

    name_en = models.CharField(
        _("name in English"), max_length=300, help_text=_("Enter it as human-rights reports usually write it.")
    )
    name_be = models.CharField(_("name in Belarusian"), max_length=300, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=300, blank=True)
    name_local = models.CharField(
        _("name in its own language"),
        max_length=300,
        blank=True,
        help_text=_("Only if it is none of the languages above."),
    )
    to_verify = models.BooleanField(
        _("unverified"), default=False, help_text=_("Tick if the source is uncertain and the entry needs checking.")
    )
    names_folded = models.TextField(editable=False, blank=True, default="")

    class Meta:
        abstract = True
        ordering = ("name_en",)

    def __str__(self) -> str:
        return self.name_en

    def save(self, *, by: AbstractBaseUser | None, **kwargs: Any) -> None:  # type: ignore[override]
        """Save it together with its search words in any script."""
        self.names_folded = folded((self.name_en, self.name_be, self.name_ru, self.name_local))
        super().save(by=by, **kwargs)


class Country(Titled):
    """A country, for jurisdictions and citizenships."""

    code = models.CharField(_("ISO 3166-1 code"), max_length=2, unique=True, help_text=_("Enter two capital letters."))

    class Meta(Titled.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            visible("country", "name_en"),
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Z]{2}$"), name="country_code_form"),
        ]


class Region(Titled):
    """A region of a country: the smallest place of residence that is ever published."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="regions", verbose_name=_("country"))

    class Meta(Titled.Meta):
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            visible("region", "name_en"),
            models.UniqueConstraint(fields=("country", "name_en"), name="region_once_in_country"),
        ]


class Occupation(Titled):
    """An occupation: journalist, worker, student, human-rights defender."""

    class Meta(Titled.Meta):
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")
        constraints = [
            visible("occupation", "name_en"),
            models.UniqueConstraint(fields=("name_en",), name="occupation_once"),
        ]


class Organisation(Titled):
    """An organisation that recognises prisoners, publishes or persecutes."""

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind, default=OrganisationKind.MONITOR)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, verbose_name=_("country"))
    website = models.CharField(_("website"), max_length=300, blank=True, validators=[ADDRESS_OF_PAGE])

    class Meta(Titled.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            visible("organisation", "name_en"),
            models.UniqueConstraint(fields=("name_en",), name="organisation_once"),
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"),
        ]


class Official(Titled):
    """A judge, prosecutor or investigator: a person who acts in the name of a state. Two may have the same name."""

    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, verbose_name=_("country"))
    post = models.CharField(
        _("post"), max_length=300, blank=True, help_text=_("Where the person serves, as far as known.")
    )
    from_date = PartialDateField(_("in this post since"))
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("Never published."))

    class Meta(Titled.Meta):
        verbose_name = _("judge, prosecutor or lawyer")
        constraints = [visible("official", "name_en")]
        verbose_name_plural = _("judges, prosecutors, lawyers")
