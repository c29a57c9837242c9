"""Courts and places of detention, with dated addresses: they close, move and change their kind."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.base import Record
from cases.models.fields import PartialDateField, ordered_bounds
from cases.models.reference import Country, Region, Titled
from cases.vocabulary import CourtLevel, FacilityKind


def check_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is a zone of the IANA database ("Europe/Minsk")."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is no time zone; give one such as Europe/Minsk."), params={"name": name})


class Place(Titled):
    """A building of the state, from when to when it stood under this name and kind."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    city = models.CharField(_("city"), max_length=120, blank=True)
    opened = PartialDateField(_("from"), help_text=_("When it opened under this name, as far as known."))
    closed = PartialDateField(_("until"), help_text=_("When it closed, moved or changed its kind."))
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("Never published."))

    class Meta(Titled.Meta):
        abstract = True


class Court(Place):
    """A court; hearings are held in its time zone."""

    level = models.CharField(_("level"), max_length=20, choices=CourtLevel, default=CourtLevel.DISTRICT)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="Europe/Minsk", validators=[check_time_zone],
        help_text=_("In which the hours of its hearings are given, such as Europe/Minsk."),
    )  # fmt: skip

    class Meta(Place.Meta):
        verbose_name = _("court")
        verbose_name_plural = _("courts")
        constraints = [
            models.UniqueConstraint(fields=("country", "name_en", "opened"), name="court_once"),
            models.CheckConstraint(condition=Q(level__in=CourtLevel.values), name="court_level_known"),
            *ordered_bounds("court", ["opened", "closed"]),
        ]


class Facility(Place):
    """A place of detention. One that changes its kind is entered anew and points back at what it was."""

    kind = models.CharField(_("kind"), max_length=20, choices=FacilityKind, default=FacilityKind.OTHER)
    code = models.CharField(_("short name"), max_length=30, blank=True, help_text=_("Such as SIZO-1 or IK-2."))
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("was before")
    )

    class Meta(Place.Meta):
        verbose_name = _("place of detention")
        verbose_name_plural = _("places of detention")
        constraints = [
            models.UniqueConstraint(fields=("country", "name_en", "opened"), name="facility_once"),
            models.CheckConstraint(condition=Q(kind__in=FacilityKind.values), name="facility_kind_known"),
            *ordered_bounds("facility", ["opened", "closed"]),
        ]


class FacilityAddress(Record):
    """Where letters to a place of detention go, in the script its postmen read, from when to when."""

    parent = "facility"

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="addresses", verbose_name=_("place"))
    local = models.TextField(_("address in the local script"), help_text=_("As it is written on an envelope there."))
    latin = models.TextField(_("address in Latin letters"), blank=True)
    valid_from = PartialDateField(_("from"))
    valid_until = PartialDateField(_("until"), help_text=_("Empty while letters still go there."))
    to_verify = models.BooleanField(_("to be verified"), default=False)

    class Meta:
        verbose_name = _("postal address")
        verbose_name_plural = _("postal addresses")
        constraints = [*ordered_bounds("address", ["valid_from", "valid_until"])]

    def __str__(self) -> str:
        return self.local
