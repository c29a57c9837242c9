"""Court proceedings: hearings with the officials taking part, sentences and their penalties."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.domain.vocabulary import (
    Addition,
    HearingKind,
    HearingOutcome,
    Instance,
    OfficialRole,
    Openness,
    PenaltyKind,
    Regime,
)
from cases.models.case import Case, Defendant
from cases.models.court_jurisdiction import TriedInCourt
from cases.models.fields import PartialDateField, ordered_bounds
from cases.models.places import Court
from cases.models.record import Record
from cases.models.reference import Official


class Hearing(TriedInCourt, Record):
    """One session of a court in a case. The time is local to the court and needs an exact day."""

    parent = "case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="hearings", verbose_name=_("case"))
    court = models.ForeignKey(Court, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("court"))
    room = models.CharField(_("room"), max_length=60, blank=True)
    day = PartialDateField(_("day"), blank=False, help_text=_("Enter 2022-12-05, or as far as known: December 2022."))
    time = models.TimeField(_("time"), null=True, blank=True, help_text=_("Local time."))
    kind = models.CharField(_("kind"), max_length=16, choices=HearingKind, default=HearingKind.SESSION)
    openness = models.CharField(_("openness"), max_length=10, choices=Openness, blank=True)
    outcome = models.CharField(_("outcome"), max_length=14, choices=HearingOutcome, blank=True)
    adjourned_to = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="adjourned_from", verbose_name=_("adjourned to")
    )
    observers_notes = models.TextField(
        _("observers' notes"), blank=True, help_text=_("For staff only. Never published.")
    )

    class Meta:
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")
        ordering = ("day_lower", "time", "pk")
        indexes = [models.Index(fields=("day_lower", "day_upper"), name="hearing_day")]
        constraints = [
            models.CheckConstraint(condition=~Q(day=""), name="hearing_dated"),
            models.CheckConstraint(
                condition=Q(time__isnull=True) | Q(day_lower=F("day_upper")), name="hearing_hour_needs_a_day"
            ),
            models.CheckConstraint(condition=Q(kind__in=HearingKind.values), name="hearing_kind_known"),
            models.CheckConstraint(
                condition=Q(openness="") | Q(openness__in=Openness.values), name="hearing_openness_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome__in=HearingOutcome.values), name="hearing_outcome_known"
            ),
            models.CheckConstraint(condition=~Q(adjourned_to=F("id")), name="hearing_not_adjourned_to_itself"),
            *ordered_bounds("hearing", ["day"]),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"

    @property
    def case_tried(self) -> Case | None:
        """The case that is heard."""
        return self.case if self.case_id else None


class HearingDefendant(Record):
    """A defendant who takes part in a hearing."""

    parent = "hearing"

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="defendants", verbose_name=_("hearing"))
    defendant = models.ForeignKey(Defendant, models.PROTECT, related_name="hearings", verbose_name=_("defendant"))

    class Meta:
        verbose_name = _("defendant at the hearing")
        verbose_name_plural = _("defendants at the hearing")
        constraints = [models.UniqueConstraint(fields=("hearing", "defendant"), name="defendant_once_at_hearing")]

    @classmethod
    def barring(cls) -> tuple[str, ...]:
        return ("hearing", "defendant")

    def __str__(self) -> str:
        return str(self.defendant)

    def clean(self) -> None:
        if self.hearing_id and self.defendant_id and self.hearing.case_id != self.defendant.case_id:
            raise ValidationError({"defendant": _("This defendant belongs to a different case than the hearing.")})


class HearingOfficial(Record):
    """An official at a hearing, and in which role."""

    parent = "hearing"

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="officials", verbose_name=_("hearing"))
    official = models.ForeignKey(
        Official, models.PROTECT, related_name="hearings", verbose_name=_("judge, prosecutor or lawyer")
    )
    role = models.CharField(_("role"), max_length=12, choices=OfficialRole, default=OfficialRole.JUDGE)

    class Meta:
        verbose_name = _("participant of the hearing")
        verbose_name_plural = _("participants of the hearing")
        constraints = [
            models.UniqueConstraint(fields=("hearing", "official", "role"), name="official_once_at_hearing"),
            models.CheckConstraint(condition=Q(role__in=OfficialRole.values), name="hearing_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.official} ({self.get_role_display()})"


class Sentence(TriedInCourt, Record):
    """Sentence of one instance on a defendant. A later decision replaces an earlier one, which stays unchanged."""

    parent = "defendant"

    defendant = models.ForeignKey(Defendant, models.PROTECT, related_name="sentences", verbose_name=_("defendant"))
    instance = models.CharField(_("instance"), max_length=12, choices=Instance, default=Instance.FIRST)
    court = models.ForeignKey(Court, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("court"))
    judge = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="sentences", verbose_name=_("presiding judge")
    )
    decided = PartialDateField(_("decided on"))
    in_force = PartialDateField(
        _("in force since"), help_text=_("Enter the date after the appeal, or after the appeal deadline.")
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces"),
        help_text=_("Choose the earlier sentence that this one changes."),
    )  # fmt: skip
    addition = models.CharField(
        _("how the sentences combine"), max_length=10, choices=Addition, blank=True,
        help_text=_("For combined sentences, such as under art. 411: how this term relates to the unserved part."),
    )  # fmt: skip
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("For staff only. Never published."))

    class Meta:
        verbose_name = _("sentence")
        verbose_name_plural = _("sentences")
        ordering = ("decided_lower", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(instance__in=Instance.values), name="sentence_instance_known"),
            models.CheckConstraint(condition=~Q(replaces=F("id")), name="sentence_does_not_replace_itself"),
            models.CheckConstraint(
                condition=Q(addition="") | Q(instance=Instance.ADDITION, addition__in=Addition.values),
                name="sentence_addition_of_an_addition",
            ),
            *ordered_bounds("sentence", ["decided", "in_force"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_instance_display()} {self.decided}".strip()

    @property
    def case_tried(self) -> Case | None:
        """The case of the defendant."""
        return self.defendant.case if self.defendant_id else None

    def clean(self) -> None:
        replaced = self.replaces
        if replaced is not None and self.defendant_id and replaced.defendant_id != self.defendant_id:
            raise ValidationError({"replaces": _("A sentence can only replace a sentence of the same defendant.")})
        if self.addition and self.instance != Instance.ADDITION:
            raise ValidationError(
                {"addition": _("Only combined sentences use this. Choose that instance, or leave this blank.")}
            )


class Penalty(Record):
    """One penalty of a sentence: a term in years, months and days, an amount, or neither (life, death, a ban)."""

    parent = "sentence"

    sentence = models.ForeignKey(Sentence, models.PROTECT, related_name="penalties", verbose_name=_("sentence"))
    kind = models.CharField(_("penalty"), max_length=22, choices=PenaltyKind, default=PenaltyKind.IMPRISONMENT)
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True)
    regime = models.CharField(_("regime"), max_length=12, choices=Regime, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(
        _("currency or unit"), max_length=20, blank=True, help_text=_("For example BYN or “base units”.")
    )

    class Meta:
        verbose_name = _("penalty")
        verbose_name_plural = _("penalties")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PenaltyKind.values), name="penalty_kind_known"),
            models.CheckConstraint(condition=Q(regime="") | Q(regime__in=Regime.values), name="penalty_regime_known"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="penalty_amount_not_negative"
            ),
            models.CheckConstraint(condition=Q(years__isnull=True) | Q(years__lte=200), name="penalty_years_sane"),
            models.CheckConstraint(condition=Q(months__isnull=True) | Q(months__lte=1200), name="penalty_months_sane"),
            models.CheckConstraint(condition=Q(days__isnull=True) | Q(days__lte=30000), name="penalty_days_sane"),
            models.CheckConstraint(
                condition=~Q(kind__in=("life", "death"))
                | Q(years__isnull=True, months__isnull=True, days__isnull=True),
                name="penalty_life_and_death_have_no_term",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
