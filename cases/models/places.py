"""Courts and places of detention, with dated addresses: they close, move and change their kind."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.domain.vocabulary import CourtLevel, FacilityKind
from cases.models.fields import PartialDateField, ordered_bounds
from cases.models.record import Record
from cases.models.reference import Country, Region, Titled
from cases.models.visible_text import visible


def check_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is a zone of the IANA database ("Europe/Minsk")."""
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Enter one such as Europe/Minsk."), params={"name": name}
        )


class Place(Titled):
    """A public building, and the period in which it had this name and kind."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    city = models.CharField(_("city"), max_length=120, blank=True)
    opened = PartialDateField(_("from"), help_text=_("Opening date under this name, as far as known."))
    closed = PartialDateField(_("until"), help_text=_("Date it closed, moved or changed its type."))
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("Never published."))

    class Meta(Titled.Meta):
        abstract = True


class Court(Place):
    """A court; hearings are held in its time zone."""

    level = models.CharField(_("level"), max_length=20, choices=CourtLevel, default=CourtLevel.DISTRICT)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="Europe/Minsk", validators=[check_time_zone],
        help_text=_("Time zone of its hearings, such as Europe/Minsk."),
    )  # fmt: skip

    class Meta(Place.Meta):
        verbose_name = _("court")
        verbose_name_plural = _("courts")
        constraints = [
            visible("court", "name_en"),
            models.UniqueConstraint(fields=("country", "name_en", "opened"), name="court_once"),
            models.CheckConstraint(condition=Q(level__in=CourtLevel.values), name="court_level_known"),
            *ordered_bounds("court", ["opened", "closed"]),
        ]


class Facility(Place):
    """A place of detention. If its kind changes, a new record is entered that refers to the old one."""

    kind = models.CharField(_("kind"), max_length=20, choices=FacilityKind, default=FacilityKind.OTHER)
    code = models.CharField(_("short name"), max_length=30, blank=True, help_text=_("For example SIZO-1 or IK-2."))
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("formerly")
    )

    class Meta(Place.Meta):
        verbose_name = _("place of detention")
        verbose_name_plural = _("places of detention")
        constraints = [
            visible("facility", "name_en"),
            models.UniqueConstraint(fields=("country", "name_en", "opened"), name="facility_once"),
            models.CheckConstraint(condition=Q(kind__in=FacilityKind.values), name="facility_kind_known"),
            *ordered_bounds("facility", ["opened", "closed"]),
        ]


class FacilityAddress(Record):
    """Postal address of a place of detention, in the local script, for a period of time."""

    parent = "facility"

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="addresses", verbose_name=_("place"))
    local = models.TextField(
        _("address in the local script"), help_text=_("Enter it as on an envelope there. Use the local alphabet.")
    )
    latin = models.TextField(_("address in Latin letters"), blank=True)
    valid_from = PartialDateField(_("from"))
    valid_until = PartialDateField(_("until"), help_text=_("Leave blank if letters still go there."))
    to_verify = models.BooleanField(_("unverified"), default=False)

    class Meta:
        verbose_name = _("postal address")
        verbose_name_plural = _("postal addresses")
        constraints = [*ordered_bounds("address", ["valid_from", "valid_until"])]

    def __str__(self) -> str:
        return self.local
