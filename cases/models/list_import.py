"""Imported lists: the batch, and the outcome of each of its rows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.fields import EncryptedTextField
from cases.models.person import Person
from cases.models.record import new_public_id
from cases.models.sources import SHA256, Source


class Outcome(models.TextChoices):
    """Outcome of a row. Every row of a list has one; the counts of a batch add up to its rows.

    GONE belongs to no row of the file: a person of the last edition who is missing in this one gets a row 0.
    """

    MADE = "made", _("created")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    LEFT_OUT = "left_out", _("skipped by the mapping")
    REFUSED = "refused", _("refused")
    JOINED = "joined", _("part of another row")
    GONE = "gone", _("no longer in the list")


class UnfinishedList(models.Model):
    """An import or undo in progress. The persons and cases that belong to it are visible to nobody.

    The row exists only while the process runs, or after it died; in that case everything that belongs to it is removed.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    words = models.TextField(blank=True, help_text=_("Type, key and version of each, as JSON."))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.by} {self.at:%Y-%m-%d %H:%M}"


class ImportBatch(models.Model):
    """One imported list: its records became visible to everybody at one moment, or to nobody."""

    mapping = models.CharField(_("mapping"), max_length=60)
    file_name = models.CharField(_("file"), max_length=200)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, validators=[SHA256])
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    row_count = models.PositiveIntegerField(_("rows"))
    words = models.TextField(
        _("reference entries created"),
        blank=True,
        editable=False,
        help_text=_("Type, key and version of each, as JSON."),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("undone by"),
    )  # fmt: skip

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("import")
        verbose_name_plural = _("imports")
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
    """One row of a list. `key` is its source ID, by which the next import finds the same record again."""

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="rows", verbose_name=_("list"))
    number = models.PositiveIntegerField(_("row"), help_text=_("Row number in the file; the heading is row 1."))
    key = models.CharField(_("source ID"), max_length=300, blank=True)
    part = models.PositiveSmallIntegerField(_("person in the row"), default=0)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    reason = models.TextField(_("reason"), blank=True)
    cells = EncryptedTextField(
        _("original row"), blank=True, editable=False,
        help_text=_("Columns as JSON. Used to find what changed when the list is imported again."),
    )  # fmt: skip
    written = EncryptedTextField(
        _("changes made by the row"), blank=True, editable=False,
        help_text=_("Created records and previous values of changed ones, as JSON. Used to undo the import."),
    )  # fmt: skip
    said = EncryptedTextField(
        _("what the row said"), blank=True, editable=False,
        help_text=_("Every fact and the record it became, as JSON. The next edition of the list is compared with it."),
    )  # fmt: skip
    person_version = models.PositiveIntegerField(null=True, editable=False)
    case_version = models.PositiveIntegerField(null=True, editable=False)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="import_rows", verbose_name=_("person")
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="import_rows", verbose_name=_("case")
    )

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("import row")
        verbose_name_plural = _("import rows")
        ordering = ("batch", "number", "part")
        indexes = [models.Index(fields=("key",), name="import_row_key")]
        constraints = [
            models.UniqueConstraint(fields=("batch", "number", "part"), name="row_once_in_batch"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="row_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_outcome_display()}"


class ImportMapping(models.Model):
    """How the columns of one source become records, written by staff. A mapping with the same name as a built-in one replaces
    it."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    text = models.TextField(_("mapping"), help_text=_("In TOML, like the built-in mappings."))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("saved by")
    )
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("import mapping")
        verbose_name_plural = _("import mappings")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ImportDraft(models.Model):
    """An import being prepared: the file itself, the options chosen, and the preview. Visible only to `by`. Everything that
    names a person is encrypted; the row is removed after the import, or after a day."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64, validators=[SHA256])
    content = models.BinaryField()
    reading = models.JSONField(default=dict)
    head = EncryptedTextField(blank=True)
    row_count = models.PositiveIntegerField(default=0)
    mapping = models.CharField(max_length=60, blank=True)
    decisions = EncryptedTextField(blank=True)
    unsaid = EncryptedTextField(blank=True)
    shown = EncryptedTextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name


class Step(models.TextChoices):
    """Kind of import job."""

    PREVIEW = "preview", _("Previewing all rows")
    CARRY_OUT = "carry_out", _("Importing")
    UNDO = "undo", _("Undoing the import")
    SUBMIT = "submit", _("Submitting for review")
    LAY_OUT = "lay_out", _("Preparing the table")
    APPROVE = "approve", _("Approving submissions")
    WITHDRAW = "withdraw", _("Withdrawing submissions")
    UNPUBLISH = "unpublish", _("Unpublishing the list")


class ImportWork(models.Model):
    """One import job: by whom, and how it ended. With neither `done` nor `refusal` it is running, or was killed."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    step = models.CharField(max_length=10, choices=Step)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    draft = models.ForeignKey(ImportDraft, models.SET_NULL, null=True, related_name="works")
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, related_name="works")
    options = models.JSONField(default=dict)
    done = models.BooleanField(default=False)
    told = models.TextField(blank=True)
    refusal = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(step__in=Step.values), name="work_step_known")]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.public_id}"
