"""Sources, and citations of them for one field of one record: disagreement stays visible."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.domain.vocabulary import Language, Reliability, SourceKind, Stance
from cases.models.case import Case
from cases.models.fields import PartialDateField, ordered_bounds
from cases.models.person import Person
from cases.models.record import Record
from cases.models.reference import ADDRESS_OF_PAGE, Organisation
from cases.models.visible_text import visible

SHA256 = RegexValidator(r"^[0-9a-f]{64}$", _("Enter a SHA-256 of 64 digits, 0 to 9 and a to f."))


class Source(Record):
    """A page, document or person that is the source of information."""

    kind = models.CharField(_("kind"), max_length=10, choices=SourceKind, default=SourceKind.NEWS)
    title = models.CharField(_("title"), max_length=300)
    link = models.CharField(_("link"), max_length=500, blank=True, validators=[ADDRESS_OF_PAGE])
    publisher = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("publisher")
    )
    published = PartialDateField(_("published"))
    language = models.CharField(_("language"), max_length=3, choices=Language, default=Language.EN)
    archived_link = models.CharField(_("archived copy"), max_length=500, blank=True, validators=[ADDRESS_OF_PAGE])
    archived_sha256 = models.CharField(
        _("SHA-256 of the archived copy"), max_length=64, blank=True, validators=[SHA256]
    )
    reliability = models.CharField(_("reliability"), max_length=10, choices=Reliability, default=Reliability.UNKNOWN)
    legal_risk = models.BooleanField(
        _("risky to open"), default=False,
        help_text=_("Tick if reading or linking it is punishable. Only the title is published, not the link."),
    )  # fmt: skip
    confidential = models.BooleanField(
        _("confidential"), default=False, help_text=_("Tick if the source must not be named. It is never published.")
    )
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("For staff only. Never published."))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("-published_lower", "pk")
        constraints = [
            visible("source", "title"),
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="source_kind_known"),
            models.CheckConstraint(condition=Q(reliability__in=Reliability.values), name="source_reliability_known"),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="http://") | Q(link__startswith="https://"),
                name="source_link_is_web",
            ),
            models.CheckConstraint(
                condition=Q(archived_link="")
                | Q(archived_link__startswith="http://")
                | Q(archived_link__startswith="https://"),
                name="source_archived_link_is_web",
            ),
            models.CheckConstraint(
                condition=Q(archived_sha256="") | Q(archived_sha256__regex=r"^[0-9a-f]{64}$"), name="source_sha256_form"
            ),
            *ordered_bounds("source", ["published"]),
        ]

    def __str__(self) -> str:
        return self.title


class Citation(Record):
    """What a source says about a field of a person or case: `about` is its path, "custody/<public id>/from_date".

    An empty `about` is about the record as a whole.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="citations", verbose_name=_("source"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="citations", verbose_name=_("person")
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="citations", verbose_name=_("case")
    )
    about = models.CharField(
        _("applies to"), max_length=120, blank=True, help_text=_("Choose the value that the source speaks of.")
    )
    quote = models.TextField(
        _("quotation"), max_length=2000, blank=True, help_text=_("Enter it word for word, as short as possible.")
    )
    stance = models.CharField(_("this source"), max_length=12, choices=Stance, default=Stance.SUPPORTS)
    says = models.CharField(
        _("conflicting value"),
        max_length=300,
        blank=True,
        help_text=_("If the source contradicts, enter the value it gives."),
    )

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, case__isnull=True) | Q(person__isnull=True, case__isnull=False),
                name="citation_is_of_one_record",
            ),
            models.CheckConstraint(condition=Q(stance__in=Stance.values), name="citation_stance_known"),
        ]

    @classmethod
    def barring(cls) -> tuple[str, ...]:
        return ("person", "case")

    @property
    def root(self) -> Record:
        record = self.person or self.case
        assert record is not None, "the constraint citation_is_of_one_record"
        return record

    def __str__(self) -> str:
        return f"{self.source} ({self.get_stance_display()})"

    def clean(self) -> None:
        if self.stance == Stance.SUPPORTS and self.says:
            raise ValidationError({"says": _("Enter a conflicting value only if the source contradicts.")})
