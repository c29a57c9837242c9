"""Frozen submissions and the decisions about them. Contents are evidence: the database refuses to change or delete them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Person, Record


class Status(models.TextChoices):
    """What became of a submission. Past participles: each is a fact."""

    PENDING = "pending", _("awaiting review")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned")
    WITHDRAWN = "withdrawn", _("withdrawn before review")
    SUPERSEDED = "superseded", _("superseded")
    RETRACTED = "retracted", _("unpublished")


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def of(self, record: Record) -> "SnapshotQuerySet":
        """The submissions of one person or case."""
        return self.filter(**{record.noun(): record})

    def decided_for_public(self) -> "SnapshotQuerySet":
        """Submissions that were approved at some time, whatever came later."""
        return self.filter(decided_at__isnull=False).exclude(status=Status.RETURNED)

    def visible_to(self, user: Any) -> "SnapshotQuerySet":
        """Submissions that `user` may know of: of records open to them, and naming nobody who is barred to them now."""
        open_ = Person.objects.filter(restricted=True).visible_to(user).values("pk")
        barred = Person._base_manager.filter(restricted=True).exclude(pk__in=open_).values("public_id")
        naming = Mention.objects.filter(noun="person", ref__in=barred).values("snapshot")
        visible = self.exclude(pk__in=naming)
        # Without the few that are closed, rather than those of the many that are open: nobody goes through all records.
        for noun, root in (("person", Person), ("case", Case)):
            visible = visible.exclude(**{f"{noun}__in": root.barred_to(user).values("pk")})
            for there in root.gone_where():
                visible = visible.exclude(**{f"{noun}__{there}": False})
        return visible

    def naming_restricted(self) -> "SnapshotQuerySet":
        """Submissions that name somebody who is restricted now."""
        restricted = Person._base_manager.filter(restricted=True).values("public_id")
        return self.filter(pk__in=Mention.objects.filter(noun="person", ref__in=restricted).values("snapshot"))


class Snapshot(models.Model):
    """What would become public of one person or case, frozen when it was submitted; and the decision about it.

    `decided_*` keep the approval or return for good; `ended_*` say when and by whom a submission was withdrawn, replaced by
    a later one, or taken out of public.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="snapshots", verbose_name=_("person"))
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="snapshots", verbose_name=_("case"))
    content = models.JSONField(_("submitted content"))
    digest = models.CharField(_("checksum"), max_length=64)
    record_version = models.PositiveIntegerField(_("version of the record"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING, db_index=True)
    submitted_at = models.DateTimeField(_("submitted at"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("submitted by")
    )
    note = models.TextField(_("note for the reviewer"), blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    reason = models.TextField(_("reason"), blank=True)
    withheld = models.JSONField(_("withheld"), default=list)
    ended_at = models.DateTimeField(_("closed at"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by")
    )
    end_reason = models.TextField(_("reason for closing"), blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ("submitted_at", "pk")
        default_permissions = ("view",)
        permissions = (
            ("submit_snapshot", "May submit records for review"),
            ("approve_snapshot", "May approve and return submissions"),
            ("retract_snapshot", "May take records out of public"),
            ("publish_edition", "May publish editions"),
        )
        indexes = [models.Index(fields=("status", "submitted_by"), name="snapshot_status_of")]  # the desk: come back
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, case__isnull=True) | Q(person__isnull=True, case__isnull=False),
                name="snapshot_is_of_one_record",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="snapshot_status_known"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="snapshot_decided_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="snapshot_ended_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(status="pending", decided_at__isnull=True, ended_at__isnull=True)
                | Q(status__in=("approved", "returned"), decided_at__isnull=False, ended_at__isnull=True)
                | Q(status="withdrawn", decided_at__isnull=True, ended_at__isnull=False)
                | Q(status="superseded", ended_at__isnull=False)
                | Q(status="retracted", decided_at__isnull=False, ended_at__isnull=False),
                name="snapshot_status_has_its_dates",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(status="returned") | ~Q(decided_by=F("submitted_by")),
                name="snapshot_four_eyes",
            ),
            models.UniqueConstraint(fields=("person",), condition=Q(status="pending"), name="one_pending_per_person"),
            models.UniqueConstraint(fields=("case",), condition=Q(status="pending"), name="one_pending_per_case"),
            models.UniqueConstraint(fields=("person",), condition=Q(status="approved"), name="one_approved_per_person"),
            models.UniqueConstraint(fields=("case",), condition=Q(status="approved"), name="one_approved_per_case"),
        ]

    def __str__(self) -> str:
        return f"{self.record} ({self.get_status_display()})"

    @property
    def record(self) -> Person | Case:
        """The person or case that was submitted."""
        record = self.person or self.case
        assert record is not None, "the constraint snapshot_is_of_one_record"
        return record


class UnpublishReason(models.TextChoices):
    """Why a record was unpublished. After the first two it is not published again before a second reviewer agrees."""

    ASKED = "asked", _("request of the person or family")
    SAFETY = "safety", _("safety")
    WRONG = "wrong", _("the information is wrong")
    MERGED = "merged", _("merged into another record")
    OTHER = "other", _("another reason")


DO_NOT_PUBLISH = frozenset({UnpublishReason.ASKED, UnpublishReason.SAFETY})


class UnpublicationQuerySet(models.QuerySet["Unpublication"]):
    def of(self, record: Record) -> "UnpublicationQuerySet":
        """What was unpublished of one person or case, also what a merge carried over to them."""
        return self.filter(**{record.noun(): record})

    def standing(self) -> "UnpublicationQuerySet":
        """Those whose flag "do not publish" was not lifted."""
        return self.filter(do_not_publish=True, lifted_at__isnull=True)


class Unpublication(models.Model):
    """That a record was unpublished: by whom, when and why; and the flag "do not publish", which a second reviewer lifts.

    Append-only but for the lifting. A merge copies the rows of the person merged away to the survivor.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="unpublications")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="unpublications")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="unpublications")
    because = models.CharField(_("why"), max_length=10, choices=UnpublishReason, default=UnpublishReason.OTHER)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("unpublished at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("unpublished by"))
    do_not_publish = models.BooleanField(_("do not publish"), default=False)
    lifted_at = models.DateTimeField(_("removed at"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("removed by")
    )
    lift_reason = models.TextField(_("reason for removing it"), blank=True)

    objects = UnpublicationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, case__isnull=True) | Q(person__isnull=True, case__isnull=False),
                name="unpublication_is_of_one_record",
            ),
            models.CheckConstraint(condition=Q(because__in=UnpublishReason.values), name="unpublication_reason_known"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lift_reason="")
                | (Q(do_not_publish=True, lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason="")),
                name="unpublication_lifted_whole",
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True) | ~Q(lifted_by=F("by")), name="unpublication_lifted_by_another"
            ),
            models.UniqueConstraint(fields=("snapshot", "person"), name="unpublication_once_per_person"),
            models.UniqueConstraint(fields=("snapshot", "case"), name="unpublication_once_per_case"),
        ]

    def __str__(self) -> str:
        return f"{self.record} ({self.get_because_display()})"

    @property
    def record(self) -> Person | Case:
        """The person or case it is about."""
        record = self.person or self.case
        assert record is not None, "the constraint unpublication_is_of_one_record"
        return record


class Author(models.Model):
    """Somebody who entered a value that a submission would make public for the first time. They cannot approve it."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="authors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=("snapshot", "user"), name="author_once")]


class Mention(models.Model):
    """A link to a person, or a reference value, that a submission holds; `key` is the digest of the value."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="mentions")
    noun = models.CharField(max_length=20)
    ref = models.CharField(max_length=12)
    key = models.CharField(max_length=32)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=("noun", "ref"), name="mention_ref"),
            models.Index(fields=("key",), name="mention_key"),
        ]


class OpenWarning(models.Model):
    """What a reviewer was to be warned of when the submission was made, or when its list was last laid out as a table.

    One row at least, with the code "none" where there was nothing: a submission without any was made before this was kept.
    The queue is filtered by it; what a page shows is asked anew.
    """

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="open_warnings")
    code = models.CharField(max_length=20, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=("snapshot", "code"), name="open_warning_once")]


class KeptTicks(models.Model):
    """What a reviewer ticked in one part of a submission that is too long for one page; gone when it is decided."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    part = models.PositiveSmallIntegerField()
    shown = models.JSONField()
    ticked = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=("snapshot", "user", "part"), name="ticks_once_a_part")]


class Picture(models.Model):
    """The bytes of a submitted photo, kept under their SHA-256 for as long as the submission is evidence."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    content = models.BinaryField()

    class Meta:
        default_permissions = ()


class Outstanding(models.Model):
    """A person or case whose decision is not in the register yet. Made with the decision, removed by publish."""

    noun = models.CharField(max_length=10)
    ref = models.CharField(max_length=12)
    since = models.DateTimeField(auto_now_add=True, null=True)  # null: made by an older version

    class Meta:
        default_permissions = ()
