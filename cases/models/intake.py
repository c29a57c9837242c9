"""Intake: messages from outside, entered by staff (no public form writes into the system), and the records made from them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.domain.vocabulary import Reliability
from cases.models.case import Case
from cases.models.fields import EncryptedTextField, PartialDateField, ordered_bounds
from cases.models.person import Person
from cases.models.record import Record, Root
from cases.models.sources import Source


class IntakeChannel(models.TextChoices):
    """The channel by which a message arrived."""

    EMAIL = "email", _("e-mail")
    MESSENGER = "messenger", _("messenger")
    PHONE = "phone", _("telephone")
    TALK = "talk", _("conversation")
    LETTER = "letter", _("letter or parcel")
    PARTNER = "partner", _("partner organisation")
    SOCIAL = "social", _("message in a social network")
    OTHER = "other", _("other")


class IntakeStatus(models.TextChoices):
    """Processing status of an entry."""

    NEW = "new", pgettext_lazy("intake", "new")
    WORKED = "worked", pgettext_lazy("intake", "processed")
    SET_ASIDE = "set_aside", pgettext_lazy("intake", "not used")


class Intake(Root):
    """A message to the organisation. Restricted from the start to the person who entered it and the staff named."""

    restricted = models.BooleanField(
        _("restricted"),
        default=True,
        help_text=_("Visible only to the people selected below."),
    )
    subject = EncryptedTextField(_("summary"), max_length=120, help_text=_("Short title for the list. Encrypted."))
    channel = models.CharField(_("channel"), max_length=10, choices=IntakeChannel, default=IntakeChannel.MESSENGER)
    received_on = PartialDateField(_("received on"))
    reliability = models.CharField(_("reliability"), max_length=10, choices=Reliability, default=Reliability.UNKNOWN)
    says = EncryptedTextField(_("what it says"), help_text=_("Encrypted."))
    from_whom = EncryptedTextField(
        _("source (confidential)"),
        blank=True,
        help_text=_("Name, address or anything that identifies the source. Encrypted."),
    )
    status = models.CharField(_("status"), max_length=10, choices=IntakeStatus, default=IntakeStatus.NEW)
    reason = models.CharField(_("reason for not using it"), max_length=500, blank=True)

    class Meta(Root.Meta):
        verbose_name = _("intake entry")
        verbose_name_plural = _("intake")
        ordering = ("-received_on_lower", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=IntakeChannel.values), name="intake_channel_known"),
            models.CheckConstraint(condition=Q(reliability__in=Reliability.values), name="intake_reliability_known"),
            models.CheckConstraint(condition=Q(status__in=IntakeStatus.values), name="intake_status_known"),
            models.CheckConstraint(
                condition=~Q(status=IntakeStatus.SET_ASIDE) | ~Q(reason=""), name="intake_set_aside_has_a_reason"
            ),
            *ordered_bounds("intake", ["received_on"]),
        ]

    def __str__(self) -> str:
        # Not the subject: this is written to the log, which is not encrypted.
        return f"{self.get_channel_display()} {self.received_on or '?'} {self.public_id[:4]}"

    def clean(self) -> None:
        if self.status == IntakeStatus.SET_ASIDE and not self.reason.strip():
            raise ValidationError({"reason": _("Enter why it is not used.")})


class IntakeUse(Record):
    """A record made from an intake entry: a source, a person or a case. It preserves the chain from message to record."""

    parent = "intake"

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="uses", verbose_name=_("intake entry"))
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="intake_uses", verbose_name=_("source")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="intake_uses", verbose_name=_("person")
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="intake_uses", verbose_name=_("case")
    )

    class Meta:
        verbose_name = _("record created from an intake entry")
        verbose_name_plural = _("records created from it")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=False, person__isnull=True, case__isnull=True)
                | Q(source__isnull=True, person__isnull=False, case__isnull=True)
                | Q(source__isnull=True, person__isnull=True, case__isnull=False),
                name="intake_use_is_of_one_record",
            ),
            *(
                models.UniqueConstraint(
                    fields=("intake", name), condition=Q(**{f"{name}__isnull": False}), name=f"intake_use_{name}_once"
                )
                for name in ("source", "person", "case")
            ),
        ]

    @classmethod
    def barring(cls) -> tuple[str, ...]:
        return ("intake", "person", "case")

    @property
    def made(self) -> Record:
        """The source, person or case."""
        record = self.source or self.person or self.case
        assert record is not None, "the constraint intake_use_is_of_one_record"
        return record

    def __str__(self) -> str:
        return str(self.made)
