"""Entries of the audit log. Written only by `accounts.audit.log`."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.exceptions import Refused
from casetracker.db.bulk_insert import add_rows

APPEND_ONLY = _("Entries of the audit log cannot be changed or deleted.")

COLUMNS = (
    "sequence", "at", "action", "by", "kind", "key", "target_id", "root_kind", "root_key", "field", "linked_kind", "old_id",
    "new_id", "before", "after", "note", "batch", "salt", "previous", "digest",
)  # fmt: skip


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries, read-only. `accounts.audit.log` adds through `append`."""

    def append(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Insert entries, given as values in the order of COLUMNS, numbered and hashed by `accounts.audit.log`."""
        add_rows(Entry, COLUMNS, rows)

    def _refuse(self, *args: Any, **kwargs: Any) -> Any:
        raise Refused(APPEND_ONLY)

    create = get_or_create = update_or_create = bulk_create = bulk_update = update = delete = _refuse


class Entry(models.Model):
    """One action, done or refused: who, when, on what, before and after.

    `sequence` gives the order (clocks may step back); `digest` covers the fields and the digest of the previous entry,
    so that an altered, removed or inserted row is detected (`accounts.audit.verify`). `salt` is random and part of the
    digest, so that values cannot be guessed from a digest; it is never shown or exported.

    Target of the entry: `kind` and `key` (private), `target_id` (the public ID of a record that has one), `root_*` (the
    person or case it belongs to). If `field` names another record, `linked_kind`, `old_id` and `new_id` identify it:
    rules compare these, while `before` and `after` are text for people. This app does not depend on case records.
    """

    sequence = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("when"))
    action = models.CharField(_("action"), max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("who"),
    )
    kind = models.CharField(_("kind of record"), max_length=64, blank=True)
    key = models.BigIntegerField(_("record"), null=True)
    target_id = models.CharField(_("public id of the record"), max_length=12, blank=True)
    root_kind = models.CharField(_("type of parent record"), max_length=64, blank=True)
    root_key = models.BigIntegerField(_("parent record"), null=True)
    field = models.CharField(_("field"), max_length=100, blank=True)
    linked_kind = models.CharField(_("kind of the linked record"), max_length=64, blank=True)
    old_id = models.BigIntegerField(_("linked record (before)"), null=True)
    new_id = models.BigIntegerField(_("linked record (after)"), null=True)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    note = models.TextField(_("note"), blank=True)
    batch = models.CharField(_("batch"), max_length=64, blank=True)
    salt = models.CharField(max_length=32, editable=False)
    previous = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit log entry")
        verbose_name_plural = _("audit log")
        ordering = ("-sequence",)
        default_permissions = ("view",)
        permissions = (
            ("export_entry", "May export the log"),
            # Gaps between numbers reveal that some entries are hidden, so only users who may read all of them see
            # numbers.
            ("view_entry_numbers", "May see the numbers of log entries"),
        )
        indexes = (
            models.Index(fields=("root_kind", "root_key"), name="entry_root"),
            models.Index(fields=("kind", "key", "field"), name="entry_record"),
            models.Index(fields=("by",), name="entry_by"),
            models.Index(fields=("at",), name="entry_at"),
            models.Index(fields=("action",), name="entry_action"),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse: use `accounts.audit.log.write` instead.

        Raises:
            Refused: always.
        """
        raise Refused(APPEND_ONLY)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            Refused: always.
        """
        raise Refused(APPEND_ONLY)


class Head(models.Model):
    """End of the chain: one row, locked while entries are added, so that numbers have no gap and no fork."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="head_is_one_row"),)

    def __str__(self) -> str:
        return f"{self.sequence}:{self.digest}"
