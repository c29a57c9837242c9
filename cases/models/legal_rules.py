"""Legal rules of the organisation: credit for days in custody, and appeal periods.

They are preloaded from the reference files and edited like any reference data; `cases.domain.sentencing` gets them as data.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.domain.vocabulary import CustodyKind, PenaltyKind, Regime
from cases.models.fields import PartialDateField, compute, ordered_bounds
from cases.models.law import Jurisdiction
from cases.models.record import Record

ARTICLE = r"[0-9A-Za-z.\-]{1,20}( [0-9A-Za-z.\-]{1,10})?"
ARTICLES = RegexValidator(
    rf"^{ARTICLE}(; ?{ARTICLE})*$",
    _("Separate articles with semicolons, and a part with a space: 205; 228 2. Enter at most 60."),
)
MOST_FACTOR, MOST_DAYS = 10, 366


def exact(model_name: str, names: Sequence[str]) -> list[models.CheckConstraint]:
    """One constraint per date: if given, it must be one exact day, because a rule begins to apply on a day."""
    return [
        models.CheckConstraint(
            condition=Q(**{name: ""}) | Q(**{f"{name}_lower__isnull": False, f"{name}_lower": F(f"{name}_upper")}),
            name=f"{model_name}_{name}_is_a_day",
        )
        for name in names
    ]


class Rule(Record):
    """One line of a rule table, with its source and whether it was verified against the law."""

    DAYS: ClassVar[tuple[str, ...]] = ()

    source = models.TextField(_("source of this information"), help_text=_("The law and article, or who reported it."))
    to_verify = models.BooleanField(
        _("unverified"), default=True, help_text=_("Untick after checking against the law. Until then, results carry a warning.")
    )  # fmt: skip
    in_use = models.BooleanField(
        _("in use"), default=True, help_text=_("Untick a wrong rule. It stays here but is not used.")
    )
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("Never published."))

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Reject a date that is not a single day."""
        for name in self.DAYS:
            compute(self, name)
            lower, upper = getattr(self, f"{name}_lower"), getattr(self, f"{name}_upper")
            if getattr(self, name) and (lower is None or lower != upper):
                raise ValidationError({name: _("A rule applies from a given day. Enter the full date.")})


class CreditFactor(Rule):
    """Credit rule: one day of a kind of custody counts as so many days of a penalty, in one jurisdiction and from a day on."""

    DAYS = ("valid_from", "valid_until")

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="credit_factors", verbose_name=_("jurisdiction")
    )
    custody = models.CharField(_("custody"), max_length=20, choices=CustodyKind)
    penalty = models.CharField(_("penalty"), max_length=22, choices=PenaltyKind, default=PenaltyKind.IMPRISONMENT)
    regime = models.CharField(
        _("regime"), max_length=12, choices=Regime, blank=True, help_text=_("Leave blank for any regime without its own rule.")
    )  # fmt: skip
    factor = models.DecimalField(
        _("a day counts as"), max_digits=4, decimal_places=2, help_text=_("Days of sentence per day: 1.5, 0.5, or 0 for none."),
        validators=[MinValueValidator(0), MaxValueValidator(MOST_FACTOR)],
    )  # fmt: skip
    valid_from = PartialDateField(_("for days from"), help_text=_("First day of custody that is credited."))
    valid_until = PartialDateField(_("for days until"), help_text=_("Last day of custody that is credited."))
    backwards = models.BooleanField(
        _("also for earlier days"), default=False,
        help_text=_("For people who were still serving their sentence on the first day."),
    )  # fmt: skip
    excluded = models.CharField(
        _("does not apply to convictions under"), max_length=1000, blank=True, validators=[ARTICLES],
        help_text=_("Enter the articles for which a day counts as one day: 205; 228 2."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("custody credit rule")
        verbose_name_plural = _("custody credit rules")
        ordering = ("jurisdiction", "penalty", "regime", "custody", "valid_from_lower", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("jurisdiction", "custody", "penalty", "regime", "valid_from", "valid_until"),
                condition=Q(in_use=True), name="credit_factor_once",
            ),
            models.CheckConstraint(condition=Q(factor__range=(0, MOST_FACTOR)), name="credit_factor_sane"),
            models.CheckConstraint(condition=Q(custody__in=CustodyKind.values), name="credit_custody_known"),
            models.CheckConstraint(condition=Q(penalty__in=PenaltyKind.values), name="credit_penalty_known"),
            models.CheckConstraint(condition=Q(regime="") | Q(regime__in=Regime.values), name="credit_regime_known"),
            models.CheckConstraint(
                condition=Q(valid_from="") | Q(valid_until="") | Q(valid_from_lower__lte=F("valid_until_upper")),
                name="credit_ends_after_it_began",
            ),
            models.CheckConstraint(condition=Q(backwards=False) | ~Q(valid_from=""), name="credit_backwards_from_a_day"),
            *ordered_bounds("creditfactor", ["valid_from", "valid_until"]),
            *exact("creditfactor", ["valid_from", "valid_until"]),
        ]  # fmt: skip

    def __str__(self) -> str:
        parts = (self.get_custody_display(), self.get_penalty_display(), self.get_regime_display(), self.valid_from)
        return f"{', '.join(str(part) for part in parts if part)}: {self.factor}"

    def save(self, *, by: AbstractBaseUser | None, **kwargs: Any) -> None:  # type: ignore[override]
        """Save with two decimals, as the database stores it, so that the history shows only real changes."""
        self.factor = Decimal(self.factor).quantize(Decimal("0.01"))
        super().save(by=by, **kwargs)

    def clean(self) -> None:
        """Reject an end before the beginning, and "earlier days" without a first day."""
        super().clean()
        first, last = getattr(self, "valid_from_lower", None), getattr(self, "valid_until_upper", None)
        if first is not None and last is not None and last < first:
            raise ValidationError({"valid_until": _("The end date is before the start date.")})
        if self.backwards and not self.valid_from:
            raise ValidationError({"backwards": _("Enter the day the rule comes into force.")})


class AppealPeriod(Rule):
    """Number of days to appeal against a verdict, for verdicts from a day on."""

    DAYS = ("valid_from",)

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="appeal_periods", verbose_name=_("jurisdiction")
    )
    days = models.PositiveSmallIntegerField(
        _("days to appeal"), validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
        help_text=_("The day of the verdict does not count."),
    )  # fmt: skip
    valid_from = PartialDateField(_("for verdicts from"), help_text=_("Leave blank if there is no start date."))

    class Meta:
        verbose_name = _("appeal period")
        verbose_name_plural = _("appeal periods")
        ordering = ("jurisdiction", "valid_from_lower", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("jurisdiction", "valid_from"), condition=Q(in_use=True), name="appeal_period_once"
            ),
            models.CheckConstraint(condition=Q(days__range=(1, MOST_DAYS)), name="appeal_days_sane"),
            *ordered_bounds("appealperiod", ["valid_from"]),
            *exact("appealperiod", ["valid_from"]),
        ]

    def __str__(self) -> str:
        values: dict[str, Any] = {"days": self.days, "day": self.valid_from}
        return _("%(days)s days, from %(day)s") % values if self.valid_from else _("%(days)s days") % values
