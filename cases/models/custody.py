"""Periods of custody, and violations besides the prosecution."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.domain.vocabulary import CustodyEnd, CustodyKind, Language, ViolationKind
from cases.models.fields import PartialDateField, ordered_bounds
from cases.models.person import Person
from cases.models.places import Facility
from cases.models.record import Record


class Custody(Record):
    """One period of deprivation of liberty in one place. A transfer ends one period and begins the next."""

    parent = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="custody", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=16, choices=CustodyKind, default=CustodyKind.REMAND)
    facility = models.ForeignKey(
        Facility, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place of detention"),
        help_text=_("Leave blank if unknown."),
    )  # fmt: skip
    from_date = PartialDateField(_("from"), help_text=_("Enter the date of arrest or transfer, as far as known."))
    until = PartialDateField(_("until"), help_text=_("Leave blank if ongoing."))
    end = models.CharField(_("how it ended"), max_length=12, choices=CustodyEnd, blank=True)
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("For staff only. Never published."))

    class Meta:
        verbose_name = _("period of custody")
        verbose_name_plural = _("custody")
        ordering = ("from_date_lower", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CustodyKind.values), name="custody_kind_known"),
            models.CheckConstraint(condition=Q(end="") | Q(end__in=CustodyEnd.values), name="custody_end_known"),
            models.CheckConstraint(
                condition=Q(from_date_lower__isnull=True)
                | Q(until_upper__isnull=True)
                | Q(until_upper__gte=models.F("from_date_lower")),
                name="custody_ends_after_it_began",
            ),
            *ordered_bounds("custody", ["from_date", "until"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.from_date or '?'} – {self.until or '…'}"


class Violation(Record):
    """A violation besides the prosecution, in HURIDOCS terms where they exist."""

    parent = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="violations", verbose_name=_("person"))
    kind = models.CharField(
        _("violation type"), max_length=20, choices=ViolationKind, default=ViolationKind.ILL_TREATMENT
    )
    on_date = PartialDateField(_("when"))
    facility = models.ForeignKey(
        Facility, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("where")
    )
    public_text = models.TextField(
        _("public text"),
        max_length=2000,
        blank=True,
        help_text=_("Enter one or two sentences. Anyone may read them."),
    )
    language = models.CharField(_("language of the text"), max_length=3, choices=Language, default=Language.EN)
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("For staff only. Never published."))

    class Meta:
        verbose_name = _("violation")
        verbose_name_plural = _("violations")
        ordering = ("on_date_lower", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ViolationKind.values), name="violation_kind_known"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="violation_language_known"),
            *ordered_bounds("violation", ["on_date"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on_date}".strip()
