"""What was taken in from a list: the batch, and what became of every one of its rows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.base import new_public_id
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
    words = models.TextField(
        _("reference data made"), blank=True, editable=False, help_text=_("Kind, key and version of each, as JSON.")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("undone by"),
    )  # fmt: skip

    class Meta:
        default_permissions = ("view",)
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
    written = EncryptedTextField(
        _("what the row wrote"), blank=True, editable=False,
        help_text=_("The records made, and of those changed each value before, as JSON. Undoing goes by it."),
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


class ImportMapping(models.Model):
    """How the columns of one source become records, written down by staff. One of a name that also comes with the
    project stands in its place."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    text = models.TextField(_("mapping"), help_text=_("In TOML, as the mappings that come with the project."))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("saved by")
    )
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("mapping of a list")
        verbose_name_plural = _("mappings of lists")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ImportDraft(models.Model):
    """A list on its way in: the very file, what was said about it, and what its preview showed. Nobody but `by` may see
    it. Everything that names a person is encrypted; the row is removed when the list is taken in, or after a day."""

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
    shown = EncryptedTextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name


class Step(models.TextChoices):
    """What is done to a list in one go."""

    PREVIEW = "preview", _("Looking at every row")
    CARRY_OUT = "carry_out", _("Taking the list in")
    UNDO = "undo", _("Undoing the list")
    SUBMIT = "submit", _("Submitting for review")


class ImportWork(models.Model):
    """One go at a list: by whom, and how it ended. Neither `done` nor `refusal`: it runs, or was ended from outside."""

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
