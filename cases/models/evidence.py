"""Evidence: a page or document as it was saved, kept as bytes outside every web root and never published.

Here stands what is known of a file; the file itself is kept by `cases.sourcing.store` under its SHA-256.
"""

from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import StrIndex, Substr
from django.utils.translation import gettext_lazy as _

from cases.models.base import PUBLIC_ID_LENGTH, Record, RecordQuerySet
from cases.models.fields import PartialDateField, ordered_bounds
from cases.models.intake import Intake, IntakeUse
from cases.models.sources import SHA256, Citation, Source


class MediaType(models.TextChoices):
    """What a kept file is, told by its content alone."""

    PDF = "application/pdf", "PDF"
    PNG = "image/png", "PNG"
    JPEG = "image/jpeg", "JPEG"
    WEBP = "image/webp", "WebP"
    GIF = "image/gif", "GIF"
    HTML = "text/html", "HTML"
    MHTML = "multipart/related", "MHTML"
    TEXT = "text/plain", "TXT"
    ODT = "application/vnd.oasis.opendocument.text", "ODT"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"


class Obtained(models.TextChoices):
    """How a file came into our hands."""

    SAVED = "saved", _("saved by hand from its page")
    SENT = "sent", _("sent to us")
    SCANNED = "scanned", _("photographed or scanned by us")
    HANDED = "handed", _("handed over")
    OTHER = "other", _("in another way")


class EvidenceQuerySet(RecordQuerySet["Evidence"]):
    """Evidence, by who may know of it."""

    def visible_to(self, user: Any) -> Self:
        """Evidence that `user` may open: one's own; and all but that of sources which came in by an intake entry barred to
        them, or are cited, and on nothing that they may know of.

        The source itself is shown to all staff: its title says no more than the press does. The file may say everything.
        """
        if user.pk is None:
            return self.none()
        own = Q(created_by=user.pk)
        return self.filter(own | ~(Q(source__in=_intake_barred(user)) | Q(source__in=_cited_on_barred_alone(user))))

    def whose_history_is_open_to(self, user: Any) -> Self:
        """The same."""
        return self.visible_to(user)


class Evidence(Record):
    """One kept file of a source. It belongs to no aggregate, so that keeping it changes nothing else that is shown."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="evidence", verbose_name=_("source"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, validators=[SHA256])
    size = models.PositiveBigIntegerField(_("bytes"))
    media_type = models.CharField(_("type"), max_length=80, choices=MediaType)
    original_name = models.CharField(_("name of the file as it came"), max_length=255, blank=True)
    fetched_on = PartialDateField(_("saved or received on"))
    obtained = models.CharField(_("how we got it"), max_length=10, choices=Obtained, default=Obtained.SAVED)
    internal_notes = models.TextField(
        _("internal notes"), max_length=2000, blank=True, help_text=_("For staff only; never published.")
    )

    objects: ClassVar[Any] = EvidenceQuerySet.as_manager()  # its own questions, which the base class does not know

    class Meta:
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="evidence_sha256_form"),
            models.CheckConstraint(condition=Q(media_type__in=MediaType.values), name="evidence_type_known"),
            models.CheckConstraint(condition=Q(obtained__in=Obtained.values), name="evidence_obtained_known"),
            models.CheckConstraint(condition=Q(size__gte=1), name="evidence_not_empty"),
            *ordered_bounds("evidence", ["fetched_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_media_type_display()} {self.sha256[:12]}"


def _intake_barred(user: Any) -> QuerySet:
    return IntakeUse._base_manager.filter(source__isnull=False, intake__in=Intake.barred_to(user)).values("source")


def _cited_on_barred_alone(user: Any) -> QuerySet:
    known = Citation.objects.visible_to(user).annotate(
        row=Substr("about", StrIndex("about", Value("/")) + 1, PUBLIC_ID_LENGTH)
    )
    for rows in _rows_barred_in_open_records(user):
        known = known.exclude(row__in=rows)
    cited = Source._base_manager.filter(Exists(Citation._base_manager.filter(source=OuterRef("pk"))))
    return cited.exclude(pk__in=Subquery(known.values("source"))).values("pk")


def _rows_barred_in_open_records(user: Any) -> list[QuerySet]:
    """Public ids of rows that lead to somebody barred though their own record is open: a defendant of an open case."""
    found = []
    for model in apps.get_app_config("cases").get_models():
        if issubclass(model, Record) and model.parent and model is not IntakeUse and len(model.root_paths()) > 1:
            barred = Q()
            for root, path in model.root_paths():
                barred |= Q(**{f"{path}__in": root.barred_to(user)})
            found.append(model._base_manager.filter(barred).values("public_id"))
    return found
