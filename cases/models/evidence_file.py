"""Evidence: a page or document as it was saved, stored as bytes outside every web root and never published.

This is the metadata; the file itself is stored by `cases.evidence.file_store` under its SHA-256.
"""

from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import StrIndex, Substr
from django.utils.translation import gettext_lazy as _

from cases.models.fields import PartialDateField, ordered_bounds
from cases.models.intake import Intake, IntakeUse
from cases.models.record import PUBLIC_ID_LENGTH, Record, RecordQuerySet
from cases.models.sources import SHA256, Citation, Source


class MediaType(models.TextChoices):
    """Media type of a stored file, detected from its content alone."""

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
    """How a file was obtained."""

    SAVED = "saved", _("saved manually from the page")
    SENT = "sent", _("sent to us")
    SCANNED = "scanned", _("photographed or scanned by us")
    HANDED = "handed", _("handed over")
    OTHER = "other", _("other")


class EvidenceQuerySet(RecordQuerySet["Evidence"]):
    """Evidence filtered by access."""

    def visible_to(self, user: Any) -> Self:
        """Evidence that `user` may open: their own; and everything except that of sources which came from an intake entry
        hidden from them, or are cited only on records hidden from them.

        The source itself is shown to all staff: its title says no more than the press does. The file may contain everything.
        """
        if user.pk is None:
            return self.none()
        is_own = Q(created_by=user.pk)
        return self.filter(is_own | ~(Q(source__in=_intake_barred(user)) | Q(source__in=_cited_on_barred_alone(user))))

    def whose_history_is_open_to(self, user: Any) -> Self:
        """The same as `visible_to`."""
        return self.visible_to(user)


class Evidence(Record):
    """One stored file of a source. It belongs to no aggregate, so that storing it changes nothing else that is shown."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="evidence", verbose_name=_("source"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, validators=[SHA256])
    size = models.PositiveBigIntegerField(_("bytes"))
    media_type = models.CharField(_("type"), max_length=80, choices=MediaType)
    original_name = models.CharField(_("original file name"), max_length=255, blank=True)
    fetched_on = PartialDateField(_("saved or received on"))
    obtained = models.CharField(_("how obtained"), max_length=10, choices=Obtained, default=Obtained.SAVED)
    internal_notes = models.TextField(
        _("internal notes"), max_length=2000, blank=True, help_text=_("For staff only. Never published.")
    )

    objects: ClassVar[Any] = EvidenceQuerySet.as_manager()  # own methods, which the base class does not have

    class Meta:
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
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
    visible_citations = Citation.objects.visible_to(user).annotate(
        row=Substr("about", StrIndex("about", Value("/")) + 1, PUBLIC_ID_LENGTH)
    )
    for rows in _rows_barred_in_open_records(user):
        visible_citations = visible_citations.exclude(row__in=rows)
    cited = Source._base_manager.filter(Exists(Citation._base_manager.filter(source=OuterRef("pk"))))
    return cited.exclude(pk__in=Subquery(visible_citations.values("source"))).values("pk")


def _rows_barred_in_open_records(user: Any) -> list[QuerySet]:
    """Public ids of rows that lead to a hidden person though their own record is visible: a defendant of a visible case."""
    querysets = []
    for model in apps.get_app_config("cases").get_models():
        if issubclass(model, Record) and model.parent and model is not IntakeUse and len(model.root_paths()) > 1:
            condition = Q()
            for root, path in model.root_paths():
                condition |= Q(**{f"{path}__in": root.barred_to(user)})
            querysets.append(model._base_manager.filter(condition).values("public_id"))
    return querysets
