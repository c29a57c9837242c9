"""Persons and their identity: names, texts for the public, recognition, consent."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.domain.vocabulary import (
    ConsentAnswer,
    ConsentGiver,
    ConsentScope,
    Gender,
    Language,
    NameKind,
    NameOrder,
    RecognitionStatus,
    Script,
)
from cases.models.fields import EncryptedTextField, PartialDateField, bounds, ordered_bounds
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
from cases.models.reference import ADDRESS_OF_PAGE, Country, Occupation, Organisation, Region
from cases.models.visible_text import visible

LONGEST_KEY = 4000
"""Letters of a search key: a name of 200 signs has keys of 3,201 at most, where one sign is written in 16 Latin letters."""
ADULT_AT = 18  # years; Convention on the Rights of the Child, article 1


class Person(Root):
    """A human being. Names are rows of their own; two different people may have the same name."""

    gender = models.CharField(_("gender"), max_length=10, choices=Gender, blank=True)
    born = PartialDateField(
        _("born"),
        help_text=_("Enter it as far as known: 1979, March 1979, 1979-03-08, about 1980. Only the year is published."),
    )
    died = PartialDateField(_("date of death"))
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region"),
        help_text=_("Region of residence before arrest. Published instead of an address."),
    )  # fmt: skip
    can_receive_letters = models.BooleanField(
        _("letters reach the person safely"),
        null=True,
        blank=True,
        help_text=_("Choose “No” if letters are withheld or cause harm."),
    )
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("For staff only. Never published."))
    contacts = EncryptedTextField(
        _("contacts"),
        blank=True,
        help_text=_("How to reach the person or the family. Encrypted; access is logged."),
    )
    health = EncryptedTextField(_("health"), blank=True, help_text=_("Encrypted; access is logged; never published."))
    relatives = EncryptedTextField(
        _("relatives"), blank=True, help_text=_("Names and addresses of relatives. Encrypted; access is logged.")
    )

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged",
        verbose_name=_("merged into"),
    )  # fmt: skip
    unfinished_list = unfinished_list()
    taken_back_with = taken_back_with()

    class Meta(Root.Meta):
        indexes = [*Root.Meta.indexes, unfinished_index("person"), taken_back_index("person")]
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ("pk",)
        permissions = (
            ("import_records", "May take in lists"),
            ("export_records", "May take lists out"),
            ("view_sensitive", "May read contacts, health and relatives"),
            ("merge_records", "May merge two records of one person"),
            ("restrict_records", "May restrict records that somebody else entered"),
        )
        constraints = [
            models.CheckConstraint(condition=Q(gender="") | Q(gender__in=Gender.values), name="person_gender_known"),
            unfinished_is_hidden("person"),
            taken_back_is_hidden("person"),
            *ordered_bounds("person", ["born", "died"]),
        ]

    def __str__(self) -> str:
        name = self.main_name()
        return name.text if name else f"({_('person without a name')} {self.public_id})"

    @classmethod
    def gone_where(cls) -> tuple[str, ...]:
        """Whoever was merged into another record, which is read instead, or came with a list that is not wholly taken in or
        was undone."""
        return ("merged_into__isnull", "unfinished_list__isnull", "taken_back_with__isnull")

    @property
    def is_gone(self) -> bool:
        """Whether the person was merged into another, or came with a list that is not wholly taken in or was undone."""
        return any((self.merged_into_id, self.unfinished_list_id, self.taken_back_with_id))

    @classmethod
    def barred_from_history(cls, user: Any) -> models.QuerySet:
        """Whoever was merged into another record has the readers of that one."""
        everybody: models.QuerySet = cls._base_manager.all()
        closed = everybody.filter(cls.closed_to(user.pk), taken_back_with=None).values("pk")
        return everybody.filter(models.Q(pk__in=closed) | models.Q(merged_into__in=closed))

    def main_name(self) -> "PersonName | None":
        """The name by which staff know the person: the lowest position, then the first one entered."""
        if self.pk is None:
            return None
        names = sorted(self.names.all(), key=lambda name: (name.position, name.pk))
        return names[0] if names else None

    def is_minor_on(self, day: date) -> bool | None:
        """Whether the person was certainly or possibly a minor on `day`; None if no birth date is known."""
        _first, latest = bounds(self, "born")
        if latest is None:
            return None
        birthday = (latest.year + ADULT_AT, latest.month, latest.day)
        return (day.year, day.month, day.day) < birthday


class PersonName(Record):
    """One name of a person, stored exactly as given; search keys are computed from it and stored separately."""

    parent = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="names", verbose_name=_("person"))
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The name with the lowest number is shown first.")
    )
    text = models.CharField(_("name"), max_length=200, help_text=_("Enter the full name exactly as written."))
    kind = models.CharField(_("kind"), max_length=10, choices=NameKind, default=NameKind.LEGAL)
    language = models.CharField(_("language"), max_length=3, choices=Language, default=Language.BE)
    script = models.CharField(
        _("script"), max_length=4, choices=Script, blank=True, help_text=_("Leave blank to detect it from the name.")
    )
    order = models.CharField(_("order of name parts"), max_length=12, choices=NameOrder, default=NameOrder.GIVEN_FIRST)
    given = models.CharField(_("given name"), max_length=100, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    family = models.CharField(_("family name"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ("position", "pk")
        constraints = [
            visible("personname", "text"),
            models.CheckConstraint(condition=Q(kind__in=NameKind.values), name="name_kind_known"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="name_language_known"),
            models.UniqueConstraint(fields=("person", "text", "kind", "language"), name="name_once_per_person"),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *, by: AbstractBaseUser | None, **kwargs: Any) -> None:  # type: ignore[override]
        """Save the name and its search keys."""
        from cases.models import name_search  # noqa: PLC0415 - it searches for persons, so it imports this module

        with transaction.atomic():
            super().save(by=by, **kwargs)
            name_search.write_keys(self)


class NameKey(models.Model):
    """A search key of a name, computed by cases.domain.names and replaced whenever the name is saved. Holds nothing else."""

    name = models.ForeignKey(PersonName, models.CASCADE, related_name="keys")
    key = models.CharField(max_length=LONGEST_KEY)

    class Meta:
        default_permissions = ()
        # The operator class makes PostgreSQL compare byte by byte, so that prefix searches use the index; SQLite always does.
        indexes = [
            models.Index(fields=("key", "name"), name="name_key_bytes", opclasses=("varchar_pattern_ops", "int8_ops"))
        ]
        constraints = [models.UniqueConstraint(fields=("name", "key"), name="name_key_once")]


class NearKey(models.Model):
    """A search key with one of its deletions (cases.domain.names), so that a mistyped word matches it: once per key, not per
    name.

    It stays when the last name with the key is removed: it then matches nobody, and two transactions never wait for each other.
    """

    cut = models.CharField(max_length=20)
    key = models.CharField(max_length=LONGEST_KEY)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=("cut", "key"), name="near_cut_key")]


class PersonCitizenship(Record):
    """A citizenship, which may be disputed or revoked; a person may have several or none."""

    parent = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="citizenships", verbose_name=_("person"))
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"))
    until = PartialDateField(_("until"), help_text=_("Enter when it was lost or revoked. Leave blank if still valid."))

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
    """Occupation before the arrest."""

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
        _("public summary"), max_length=5000,
        help_text=_("Enter two or three sentences. Anyone may read them, including the persecutors."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("public summary")
        verbose_name_plural = _("public summaries")
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
    from_date = PartialDateField(_("from"), help_text=_("Date of the statement."))
    until = PartialDateField(
        _("until"), help_text=_("Enter when the organisation revoked it or removed the person from its list.")
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
    """An answer about publication: by whom, to what, and when. Never published itself; what it decides is in
    cases.review.consent."""

    parent = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", verbose_name=_("person"))
    scope = models.CharField(
        _("consent to publish"), max_length=12, choices=ConsentScope, default=ConsentScope.IDENTITY
    )
    answer = models.CharField(_("answer"), max_length=12, choices=ConsentAnswer, default=ConsentAnswer.GIVEN)
    giver = models.CharField(_("answered by"), max_length=8, choices=ConsentGiver, default=ConsentGiver.PERSON)
    given_by = EncryptedTextField(_("given by"), blank=True, help_text=_("Person who was asked. Encrypted."))
    given_on = PartialDateField(pgettext_lazy("day", "on"), blank=False)
    until = PartialDateField(_("until"), help_text=_("Enter the end date. Leave blank if still valid."))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=ConsentScope.values), name="consent_scope_known"),
            models.CheckConstraint(condition=Q(answer__in=ConsentAnswer.values), name="consent_answer_known"),
            models.CheckConstraint(condition=Q(giver__in=ConsentGiver.values), name="consent_giver_known"),
            models.CheckConstraint(condition=~Q(given_on=""), name="consent_dated"),
            *ordered_bounds("consent", ["given_on", "until"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()}: {self.get_answer_display()}"
