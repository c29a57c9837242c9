"""Jurisdictions, codes and provisions, in dated editions: what a person may be charged with, and the maximum penalty."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.fields import PartialDateField, ordered_bounds
from cases.models.reference import Country, Titled
from cases.models.visible_text import visible


class Jurisdiction(Titled):
    """A legal order: usually of a country, sometimes of a part of one or of an occupying power."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="jurisdictions", verbose_name=_("country"))

    class Meta(Titled.Meta):
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        constraints = [
            visible("jurisdiction", "name_en"),
            models.UniqueConstraint(fields=("name_en",), name="jurisdiction_once"),
        ]


class Code(Titled):
    """A law with numbered provisions. The patterns define how a provision is cited: "part {part} of art. {article}"."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="codes", verbose_name=_("jurisdiction"))
    short_name = models.CharField(_("short name"), max_length=60, blank=True, help_text=_("For example CC or УК."))
    whole_pattern = models.CharField(
        _("how an article is cited"), max_length=60, default="art. {article}",
        help_text=_("Write {article} for the number."),
    )  # fmt: skip
    part_pattern = models.CharField(
        _("how a part is cited"), max_length=60, default="art. {article} part {part}",
        help_text=_("Write {article} and {part} for the numbers."),
    )  # fmt: skip

    class Meta(Titled.Meta):
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        constraints = [
            visible("code", "name_en"),
            models.UniqueConstraint(fields=("jurisdiction", "name_en"), name="code_once"),
        ]

    def cite(self, article: str, part: str) -> str:
        """Citation of a provision of this code: "art. 361-1 part 3"."""
        pattern = self.part_pattern if part else self.whole_pattern
        return pattern.replace("{article}", article).replace("{part}", part)


class Provision(Titled):
    """One edition of an article or of a part of one. Its maximum is public only after it was verified."""

    code = models.ForeignKey(Code, models.PROTECT, related_name="provisions", verbose_name=_("code"))
    article = models.CharField(
        _("article or section"), max_length=30, help_text=_("For example 361-1, 205.2 or 505(a).")
    )
    part = models.CharField(
        _("part"), max_length=20, blank=True, help_text=_("Leave blank if unknown or if there is none.")
    )
    valid_from = PartialDateField(_("in force from"))
    valid_until = PartialDateField(_("in force until"))
    max_months = models.PositiveSmallIntegerField(
        _("maximum imprisonment (months)"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1200)]
    )  # fmt: skip
    life_possible = models.BooleanField(_("life imprisonment possible"), default=False)
    death_possible = models.BooleanField(_("death penalty possible"), default=False)
    source = models.TextField(_("source of this information"), blank=True)
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("Never published."))

    class Meta(Titled.Meta):
        ordering = ("code", "article", "part", "valid_from_lower")  # type: ignore[assignment]
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        constraints = [
            visible("provision", "name_en"),
            models.UniqueConstraint(fields=("code", "article", "part", "valid_from"), name="provision_edition_once"),
            models.CheckConstraint(
                condition=Q(max_months__isnull=True) | Q(max_months__range=(1, 1200)), name="provision_max_sane"
            ),
            *ordered_bounds("provision", ["valid_from", "valid_until"]),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.name_en}".strip()

    @property
    def label(self) -> str:
        """The citation of the provision, without its title: "art. 361-1 part 3"."""
        return self.code.cite(self.article, self.part)
