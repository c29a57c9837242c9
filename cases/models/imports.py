"""What was taken in from a list: the batch, and what became of every one of its rows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.fields import EncryptedTextField
from cases.models.person import Person
from cases.models.sources import SHA256, Source


class Outcome(models.TextChoices):
    """What became of a row. Every row of a list has one; the counts of a batch add up to its rows."""

    MADE = "made", _("made")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    LEFT_OUT = "left_out", _("left out by the mapping")
    REFUSED = "refused", _("refused")


class ImportBatch(models.Model):
    """One list taken in by somebody in one transaction."""

    mapping = models.CharField(_("mapping"), max_length=60)
    file_name = models.CharField(_("file"), max_length=200)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, validators=[SHA256])
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    row_count = models.PositiveIntegerField(_("rows"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("undone by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("list taken in")
        verbose_name_plural = _("lists taken in")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="batch_undone_at_and_by",
            ),
            models.CheckConstraint(condition=Q(file_sha256__regex=r"^[0-9a-f]{64}$"), name="batch_sha256_form"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.mapping})"


class ImportRow(models.Model):
    """One row of a list. `key` is its identity in the source, by which the next list finds the same record again."""

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="rows", verbose_name=_("list"))
    number = models.PositiveIntegerField(_("row"), help_text=_("As counted in the file, the heading being row 1."))
    key = models.CharField(_("identity in the source"), max_length=300, blank=True)
    part = models.PositiveSmallIntegerField(_("person in the row"), default=0)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    reason = models.TextField(_("reason"), blank=True)
    cells = EncryptedTextField(
        _("the row as it stood in the file"), blank=True, editable=False,
        help_text=_("Column by column, as JSON. Tells what the list itself changed when it is taken in again."),
    )  # fmt: skip
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="import_rows", verbose_name=_("person")
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="import_rows", verbose_name=_("case")
    )

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("row of a list")
        verbose_name_plural = _("rows of lists")
        ordering = ("batch", "number", "part")
        indexes = [models.Index(fields=("key",), name="import_row_key")]
        constraints = [
            models.UniqueConstraint(fields=("batch", "number", "part"), name="row_once_in_batch"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="row_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_outcome_display()}"
