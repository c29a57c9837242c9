"""Jurisdictions, codes and provisions, in dated editions: what one may be charged with, and what it can bring."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.fields import PartialDateField, ordered_bounds
from cases.models.reference import Country, Titled


class Jurisdiction(Titled):
    """A legal order: usually a country, sometimes a part of one or an occupying power's."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="jurisdictions", verbose_name=_("country"))

    class Meta(Titled.Meta):
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        constraints = [models.UniqueConstraint(fields=("name_en",), name="jurisdiction_once")]


class Code(Titled):
    """A law with numbered provisions. The patterns say how a provision is cited: "part {part} of art. {article}"."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="codes", verbose_name=_("jurisdiction"))
    short_name = models.CharField(_("short name"), max_length=60, blank=True, help_text=_("Such as CC or УК."))
    whole_pattern = models.CharField(
        _("how an article is cited"), max_length=60, default="art. {article}",
        help_text=_("With {article} where the number stands."),
    )  # fmt: skip
    part_pattern = models.CharField(
        _("how a part is cited"), max_length=60, default="art. {article} part {part}",
        help_text=_("With {article} and {part} where the numbers stand."),
    )  # fmt: skip

    class Meta(Titled.Meta):
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        constraints = [models.UniqueConstraint(fields=("jurisdiction", "name_en"), name="code_once")]

    def cite(self, article: str, part: str) -> str:
        """How a provision of this code is cited: "art. 361-1 part 3"."""
        pattern = self.part_pattern if part else self.whole_pattern
        return pattern.replace("{article}", article).replace("{part}", part)


class Provision(Titled):
    """One edition of an article or a part of one. Its maximum is public only after somebody verified it."""

    code = models.ForeignKey(Code, models.PROTECT, related_name="provisions", verbose_name=_("code"))
    article = models.CharField(_("article or section"), max_length=30, help_text=_("Such as 361-1, 205.2 or 505(a)."))
    part = models.CharField(
        _("part"), max_length=20, blank=True, help_text=_("Empty when it is not known or has none.")
    )
    valid_from = PartialDateField(_("in force from"))
    valid_until = PartialDateField(_("in force until"))
    max_months = models.PositiveSmallIntegerField(
        _("longest imprisonment, in months"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1200)]
    )  # fmt: skip
    life_possible = models.BooleanField(_("life imprisonment possible"), default=False)
    death_possible = models.BooleanField(_("death penalty possible"), default=False)
    source = models.TextField(_("where this is taken from"), blank=True)
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("Never published."))

    class Meta(Titled.Meta):
        ordering = ("code", "article", "part", "valid_from_lower")  # type: ignore[assignment]
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        constraints = [
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
        """How the provision is cited, without its title: "art. 361-1 part 3"."""
        return self.code.cite(self.article, self.part)
