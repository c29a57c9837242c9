"""Cases, defendants and charges."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.domain.vocabulary import CaseKind, ChargeStatus, Language, OffenceStage, Stage
from cases.models.court_jurisdiction import TriedInCourt
from cases.models.fields import PartialDateField, ordered_bounds
from cases.models.law import Jurisdiction, Provision
from cases.models.person import Person
from cases.models.places import Court
from cases.models.record import (
    Record,
    Root,
    taken_back_index,
    taken_back_is_hidden,
    taken_back_with,
    unfinished_index,
    unfinished_is_hidden,
    unfinished_list,
)
from cases.models.visible_text import visible


class Case(TriedInCourt, Root):
    """One criminal or administrative case; it may have many defendants."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+", verbose_name=_("jurisdiction"))
    kind = models.CharField(_("kind"), max_length=16, choices=CaseKind, default=CaseKind.CRIMINAL)
    number = models.CharField(
        _("number"), max_length=60, blank=True, help_text=_("Enter it as the court writes it. Leave blank if unknown.")
    )
    title = models.CharField(
        _("working title"), max_length=200, help_text=_("Internal name of the case. Never published.")
    )
    court = models.ForeignKey(
        Court, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("court"),
        help_text=_("Court that is hearing the case now."),
    )  # fmt: skip
    opened = PartialDateField(_("opened"))
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("For staff only. Never published."))

    unfinished_list = unfinished_list()
    taken_back_with = taken_back_with()

    class Meta(Root.Meta):
        indexes = [*Root.Meta.indexes, unfinished_index("case"), taken_back_index("case")]
        verbose_name = _("case")
        verbose_name_plural = pgettext_lazy("list", "cases")
        ordering = ("pk",)
        constraints = [
            visible("case", "title"),
            # Restricted cases do not count: the refusal would reveal that one exists.
            models.UniqueConstraint(
                fields=("jurisdiction", "number"),
                condition=~Q(number="") & Q(restricted=False),
                name="case_number_once_in_jurisdiction",
            ),
            models.CheckConstraint(condition=Q(kind__in=CaseKind.values), name="case_kind_known"),
            unfinished_is_hidden("case"),
            taken_back_is_hidden("case"),
            *ordered_bounds("case", ["opened"]),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})" if self.number else self.title

    @property
    def case_tried(self) -> "Case":
        """The case itself."""
        return self

    @classmethod
    def gone_where(cls) -> tuple[str, ...]:
        """What came with a list that is not wholly taken in or was undone."""
        return ("unfinished_list__isnull", "taken_back_with__isnull")

    @property
    def is_gone(self) -> bool:
        """Whether the case came with a list that is not wholly taken in or was undone."""
        return any((self.unfinished_list_id, self.taken_back_with_id))


class CaseSummary(Record):
    """Title and text of a case written for the public, in one language."""

    parent = "case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="summaries", verbose_name=_("case"))
    language = models.CharField(_("language"), max_length=3, choices=Language, default=Language.EN)
    title = models.CharField(_("public title"), max_length=200)
    text = models.TextField(
        _("public summary"), max_length=5000, blank=True,
        help_text=_("Do not name people who are not published elsewhere."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("public text")
        verbose_name_plural = _("public texts")
        constraints = [
            visible("casesummary", "title"),
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
        _("as of"), help_text=_("Enter the date the stage was reached, or the date of the source.")
    )
    in_absentia = models.BooleanField(_("in absentia"), default=False, help_text=_("Tried in absentia."))
    act_date = PartialDateField(
        _("date of alleged offence"), help_text=_("Enter it as alleged. It decides which version of the law applies.")
    )
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("For staff only. Never published."))

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
    """A provision applied to a defendant, and its outcome."""

    parent = "defendant"

    defendant = models.ForeignKey(Defendant, models.PROTECT, related_name="charges", verbose_name=_("defendant"))
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="+", verbose_name=_("provision"))
    offence_stage = models.CharField(
        _("form of offence"), max_length=12, choices=OffenceStage, default=OffenceStage.COMPLETED
    )
    status = models.CharField(_("status"), max_length=10, choices=ChargeStatus, default=ChargeStatus.CHARGED)
    charged_on = PartialDateField(_("charged on"))
    status_date = PartialDateField(_("status since"))
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("For staff only. Never published."))

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
