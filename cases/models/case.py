"""A case, the people prosecuted in it, and what each is charged with."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.base import Record, Root
from cases.models.fields import PartialDateField, ordered_bounds
from cases.models.law import Jurisdiction, Provision
from cases.models.person import Person
from cases.models.places import Court
from cases.vocabulary import CaseKind, ChargeStatus, Language, OffenceStage, Stage


class Case(Root):
    """One criminal or administrative case; it may have many defendants."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name=_("jurisdiction"))
    kind = models.CharField(_("kind"), max_length=16, choices=CaseKind, default=CaseKind.CRIMINAL)
    number = models.CharField(_("number"), max_length=60, blank=True, help_text=_("As the court writes it, if known."))
    title = models.CharField(
        _("working title"), max_length=200, help_text=_("By which staff know the case; never published by itself.")
    )
    court = models.ForeignKey(
        Court, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("court"),
        help_text=_("Where it is tried now."),
    )  # fmt: skip
    opened = PartialDateField(_("opened"))
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("For staff only; never published."))

    class Meta(Root.Meta):
        verbose_name = _("case")
        verbose_name_plural = pgettext_lazy("list", "cases")
        ordering = ("pk",)
        constraints = [
            # A restricted case does not count: the refusal would tell those who may not know of it that it exists.
            models.UniqueConstraint(
                fields=("jurisdiction", "number"),
                condition=~Q(number="") & Q(restricted=False),
                name="case_number_once_in_jurisdiction",
            ),
            models.CheckConstraint(condition=Q(kind__in=CaseKind.values), name="case_kind_known"),
            *ordered_bounds("case", ["opened"]),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})" if self.number else self.title


class CaseSummary(Record):
    """Title and text of a case written for the public, in one language."""

    parent = "case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="summaries", verbose_name=_("case"))
    language = models.CharField(_("language"), max_length=3, choices=Language, default=Language.EN)
    title = models.CharField(_("title for the public"), max_length=200)
    text = models.TextField(
        _("summary for the public"), max_length=5000, blank=True,
        help_text=_("Names of people who are not published elsewhere do not belong here."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("text for the public")
        verbose_name_plural = _("texts for the public")
        constraints = [
            models.UniqueConstraint(fields=("case", "language"), name="case_summary_once_per_language"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="case_summary_language_known"),
        ]

    def __str__(self) -> str:
        return self.title


class Defendant(Record):
    """One person in one case: the unit in which prosecutions are counted."""

    parent = "case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="defendants", verbose_name=_("case"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="prosecutions", verbose_name=_("person"))
    stage = models.CharField(_("stage"), max_length=16, choices=Stage, blank=True)
    stage_date = PartialDateField(
        _("stage known on"), help_text=_("When it came to this, or the date of the source that says so.")
    )
    in_absentia = models.BooleanField(_("in absentia"), default=False, help_text=_("Tried without being present."))
    act_date = PartialDateField(
        _("day of the act"), help_text=_("As alleged; decides which edition of the law applies.")
    )
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("For staff only; never published."))

    class Meta:
        verbose_name = _("defendant")
        verbose_name_plural = _("defendants")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("case", "person"), name="defendant_once_in_case"),
            models.CheckConstraint(condition=Q(stage="") | Q(stage__in=Stage.values), name="defendant_stage_known"),
            *ordered_bounds("defendant", ["stage_date", "act_date"]),
        ]

    @classmethod
    def barring(cls) -> tuple[str, ...]:
        return ("case", "person")

    def __str__(self) -> str:
        return str(self.person)


class Charge(Record):
    """A provision applied to a defendant, and what became of it."""

    parent = "defendant"

    defendant = models.ForeignKey(Defendant, models.PROTECT, related_name="charges", verbose_name=_("defendant"))
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="+", verbose_name=_("provision"))
    offence_stage = models.CharField(
        _("form of the offence"), max_length=12, choices=OffenceStage, default=OffenceStage.COMPLETED
    )
    status = models.CharField(_("status"), max_length=10, choices=ChargeStatus, default=ChargeStatus.CHARGED)
    charged_on = PartialDateField(_("charged on"))
    status_date = PartialDateField(_("status since"))
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("For staff only; never published."))

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("defendant", "provision", "offence_stage", "charged_on"), name="charge_once"
            ),
            models.CheckConstraint(condition=Q(status__in=ChargeStatus.values), name="charge_status_known"),
            models.CheckConstraint(condition=Q(offence_stage__in=OffenceStage.values), name="charge_form_known"),
            *ordered_bounds("charge", ["charged_on", "status_date"]),
        ]

    def __str__(self) -> str:
        return f"{self.provision.label} ({self.get_status_display()})"
