"""Reference data shared by many records: countries, regions, occupations, organisations, officials."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.base import Record
from cases.models.fields import PartialDateField
from cases.models.folding import folded
from cases.vocabulary import OrganisationKind

ADDRESS_OF_PAGE = RegexValidator(
    r"^https?://[^\s\x00-\x1f]+$", _("Give an address that starts with http:// or https://.")
)


class Titled(Record):
    """Something with a name in the languages of the site and, where that is another, in its own."""

    name_en = models.CharField(_("name in English"), max_length=300, help_text=_("As the field usually writes it."))
    name_be = models.CharField(_("name in Belarusian"), max_length=300, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=300, blank=True)
    name_local = models.CharField(
        _("name in its own language"), max_length=300, blank=True, help_text=_("Where that is none of the above.")
    )
    to_verify = models.BooleanField(
        _("to be verified"), default=False, help_text=_("Taken from an uncertain source; somebody should check it.")
    )
    names_folded = models.TextField(editable=False, blank=True, default="")

    class Meta:
        abstract = True
        ordering = ("name_en",)

    def __str__(self) -> str:
        return self.name_en

    def save(self, *, by: AbstractBaseUser | None, **kwargs: Any) -> None:  # type: ignore[override]
        """Write it together with the words by which it is found in any script."""
        self.names_folded = folded((self.name_en, self.name_be, self.name_ru, self.name_local))
        super().save(by=by, **kwargs)


class Country(Titled):
    """A country, for jurisdictions and citizenships."""

    code = models.CharField(_("ISO 3166-1 code"), max_length=2, unique=True, help_text=_("Two capital letters."))

    class Meta(Titled.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [models.CheckConstraint(condition=Q(code__regex=r"^[A-Z]{2}$"), name="country_code_form")]


class Region(Titled):
    """A region of a country: the smallest place of residence that is ever published."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="regions", verbose_name=_("country"))

    class Meta(Titled.Meta):
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [models.UniqueConstraint(fields=("country", "name_en"), name="region_once_in_country")]


class Occupation(Titled):
    """What a person does: journalist, worker, student, human-rights defender."""

    class Meta(Titled.Meta):
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")
        constraints = [models.UniqueConstraint(fields=("name_en",), name="occupation_once")]


class Organisation(Titled):
    """Somebody who recognises prisoners, publishes or persecutes."""

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind, default=OrganisationKind.MONITOR)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, verbose_name=_("country"))
    website = models.CharField(_("website"), max_length=300, blank=True, validators=[ADDRESS_OF_PAGE])

    class Meta(Titled.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(fields=("name_en",), name="organisation_once"),
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"),
        ]


class Official(Titled):
    """A judge, prosecutor or investigator: somebody who acts in the name of a state. Two may bear one name."""

    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, verbose_name=_("country"))
    post = models.CharField(_("post"), max_length=300, blank=True, help_text=_("Where they serve, as far as known."))
    from_date = PartialDateField(_("known in this post from"))
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("Never published."))

    class Meta(Titled.Meta):
        verbose_name = _("official")
        verbose_name_plural = _("officials")
