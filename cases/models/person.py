"""A person and what is known of who they are: names, texts for the public, photos, recognition, consent."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.base import Record, Root
from cases.models.fields import EncryptedTextField, PartialDateField, bounds, ordered_bounds
from cases.models.reference import ADDRESS_OF_PAGE, Country, Occupation, Organisation, Region
from cases.vocabulary import (
    ConsentAnswer,
    ConsentScope,
    Gender,
    Language,
    NameKind,
    NameOrder,
    RecognitionStatus,
    Script,
)

LONGEST_KEY = 4000
"""Letters of a search key: a name of 200 signs has keys of 3,201 at most, where one sign is written in 16 Latin letters."""
ADULT_AT = 18  # years; Convention on the Rights of the Child, article 1


class Person(Root):
    """A human being. Names are rows of their own; two different people may bear one name."""

    gender = models.CharField(_("gender"), max_length=10, choices=Gender, blank=True)
    born = PartialDateField(
        _("born"),
        help_text=_("As far as known: 1979, March 1979, 1979-03-08, about 1980. Only the year is ever published."),
    )
    died = PartialDateField(_("died"))
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region"),
        help_text=_("Where the person lived before the arrest. Published instead of any address."),
    )  # fmt: skip
    can_receive_letters = models.BooleanField(
        _("can receive letters"), null=True, blank=True, help_text=_("Whether letters reach the person and do no harm.")
    )
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("For staff only; never published."))
    contacts = EncryptedTextField(
        _("contacts"),
        blank=True,
        help_text=_("How to reach the person or the family. Encrypted; reading it is logged."),
    )
    health = EncryptedTextField(
        _("health"), blank=True, help_text=_("Encrypted; reading it is logged; never published.")
    )
    relatives = EncryptedTextField(
        _("relatives"), blank=True, help_text=_("Names and addresses of relatives. Encrypted; reading it is logged.")
    )

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged",
        verbose_name=_("merged into"),
    )  # fmt: skip

    class Meta(Root.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ("pk",)
        permissions = (
            ("import_records", "May take in lists"),
            ("export_records", "May take lists out"),
            ("view_sensitive", "May read contacts, health and relatives"),
            ("merge_records", "May merge two records of one person"),
        )
        constraints = [
            models.CheckConstraint(condition=Q(gender="") | Q(gender__in=Gender.values), name="person_gender_known"),
            *ordered_bounds("person", ["born", "died"]),
        ]

    def __str__(self) -> str:
        name = self.main_name()
        return name.text if name else f"({_('person without a name')} {self.public_id})"

    @classmethod
    def gone_where(cls) -> tuple[str, ...]:
        """Whoever was merged into another record: what is left of them is read with that one."""
        return ("merged_into__isnull",)

    @property
    def is_gone(self) -> bool:
        """Whether the person was merged into another."""
        return self.merged_into_id is not None

    @classmethod
    def barred_from_history(cls, user: Any) -> models.QuerySet:
        """Whoever was merged into another record has the readers of that one."""
        everybody: models.QuerySet = cls._base_manager.all()
        closed = everybody.filter(cls.closed_to(user.pk)).values("pk")
        return everybody.filter(models.Q(pk__in=closed) | models.Q(merged_into__in=closed))

    def main_name(self) -> "PersonName | None":
        """The name by which staff know the person: the first one entered that is not hidden behind another order."""
        if self.pk is None:
            return None
        names = sorted(self.names.all(), key=lambda name: (name.position, name.pk))
        return names[0] if names else None

    def is_minor_on(self, day: date) -> bool | None:
        """Whether the person was certainly or possibly under age on `day`; None when no birth date is known."""
        _first, latest = bounds(self, "born")
        if latest is None:
            return None
        birthday = (latest.year + ADULT_AT, latest.month, latest.day)
        return (day.year, day.month, day.day) < birthday


class PersonName(Record):
    """One name of a person, stored exactly as given; search keys are computed from it and stored beside it."""

    parent = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="names", verbose_name=_("person"))
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The lowest is the name shown first.")
    )
    text = models.CharField(_("name"), max_length=200, help_text=_("The whole name exactly as it is written."))
    kind = models.CharField(_("kind"), max_length=10, choices=NameKind, default=NameKind.LEGAL)
    language = models.CharField(_("language"), max_length=3, choices=Language, default=Language.BE)
    script = models.CharField(
        _("script"), max_length=4, choices=Script, blank=True, help_text=_("Empty: read off the name.")
    )
    order = models.CharField(_("order of its parts"), max_length=12, choices=NameOrder, default=NameOrder.GIVEN_FIRST)
    given = models.CharField(_("given name"), max_length=100, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    family = models.CharField(_("family name"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="name_not_empty"),
            models.CheckConstraint(condition=Q(kind__in=NameKind.values), name="name_kind_known"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="name_language_known"),
            models.UniqueConstraint(fields=("person", "text", "kind", "language"), name="name_once_per_person"),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *, by: AbstractBaseUser | None, **kwargs: Any) -> None:  # type: ignore[override]
        """Write the name and the keys by which it is found."""
        from cases.models import naming  # noqa: PLC0415 - it looks for persons, so it imports this module

        with transaction.atomic():
            super().save(by=by, **kwargs)
            naming.write_keys(self)


class NameKey(models.Model):
    """A search key of a name, computed by cases.names and replaced whenever the name is saved. Holds nothing else."""

    name = models.ForeignKey(PersonName, models.CASCADE, related_name="keys")
    key = models.CharField(max_length=LONGEST_KEY)

    class Meta:
        default_permissions = ()
        # The class makes PostgreSQL compare byte by byte, so that it answers "begins with" from the index; SQLite always does.
        indexes = [
            models.Index(fields=("key", "name"), name="name_key_bytes", opclasses=("varchar_pattern_ops", "int8_ops"))
        ]
        constraints = [models.UniqueConstraint(fields=("name", "key"), name="name_key_once")]


class NearKey(models.Model):
    """A search key beside one of its deletions (cases.names), so that a mistyped word meets it: once a key, not once a name.

    It stays when the last name with the key goes: it then leads to nobody, and two transactions never wait for each other.
    """

    cut = models.CharField(max_length=20)
    key = models.CharField(max_length=LONGEST_KEY)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=("cut", "key"), name="near_cut_key")]


class PersonCitizenship(Record):
    """A citizenship, which can be disputed or taken away; several or none are possible."""

    parent = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="citizenships", verbose_name=_("person"))
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"))
    until = PartialDateField(_("until"), help_text=_("When it was lost or taken away; empty while it lasts."))

    class Meta:
        verbose_name = _("citizenship")
        verbose_name_plural = _("citizenships")
        constraints = [
            models.UniqueConstraint(fields=("person", "country"), name="citizenship_once"),
            *ordered_bounds("citizenship", ["until"]),
        ]

    def __str__(self) -> str:
        return str(self.country)


class PersonOccupation(Record):
    """What the person did before the arrest."""

    parent = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="occupations", verbose_name=_("person"))
    occupation = models.ForeignKey(Occupation, models.PROTECT, verbose_name=_("occupation"))

    class Meta:
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")
        constraints = [models.UniqueConstraint(fields=("person", "occupation"), name="person_occupation_once")]

    def __str__(self) -> str:
        return str(self.occupation)


class PersonSummary(Record):
    """A text written for the public, in one language. Internal narratives are never published."""

    parent = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="summaries", verbose_name=_("person"))
    language = models.CharField(_("language"), max_length=3, choices=Language, default=Language.EN)
    text = models.TextField(
        _("summary for the public"), max_length=5000,
        help_text=_("Two or three sentences that may be read by anybody, the persecutors included."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("summary for the public")
        verbose_name_plural = _("summaries for the public")
        constraints = [
            models.UniqueConstraint(fields=("person", "language"), name="person_summary_once_per_language"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="person_summary_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_language_display()}: {self.text[:60]}"


class Recognition(Record):
    """A dated, revocable statement by an organisation that this person is persecuted for political reasons."""

    parent = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="recognitions", verbose_name=_("person"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    status = models.CharField(
        _("recognised as"), max_length=20, choices=RecognitionStatus, default=RecognitionStatus.POLITICAL_PRISONER
    )
    from_date = PartialDateField(_("from"), help_text=_("The date of the statement."))
    until = PartialDateField(
        _("until"), help_text=_("When the organisation revoked it or stopped counting the person.")
    )
    statement = models.CharField(
        _("statement"), max_length=500, blank=True, validators=[ADDRESS_OF_PAGE], help_text=_("Link to the statement.")
    )

    class Meta:
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        constraints = [
            models.UniqueConstraint(fields=("person", "organisation", "status", "from_date"), name="recognition_once"),
            models.CheckConstraint(condition=Q(status__in=RecognitionStatus.values), name="recognition_status_known"),
            *ordered_bounds("recognition", ["from_date", "until"]),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_status_display()}"


class Consent(Record):
    """Who agreed to the publication of what, and when. Never published itself; the reviewer is warned without it."""

    parent = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", verbose_name=_("person"))
    scope = models.CharField(_("to publish"), max_length=12, choices=ConsentScope, default=ConsentScope.IDENTITY)
    answer = models.CharField(_("answer"), max_length=12, choices=ConsentAnswer, default=ConsentAnswer.GIVEN)
    given_by = EncryptedTextField(_("given by"), blank=True, help_text=_("Who was asked. Encrypted."))
    given_on = PartialDateField(pgettext_lazy("day", "on"), blank=False)
    until = PartialDateField(_("until"), help_text=_("When it ends, or ended; empty while it holds."))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=ConsentScope.values), name="consent_scope_known"),
            models.CheckConstraint(condition=Q(answer__in=ConsentAnswer.values), name="consent_answer_known"),
            models.CheckConstraint(condition=~Q(given_on=""), name="consent_dated"),
            *ordered_bounds("consent", ["given_on", "until"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()}: {self.get_answer_display()}"
