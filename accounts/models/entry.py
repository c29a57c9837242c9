"""The rows of the log. Written by `accounts.log` alone."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refused
from accounts.rows import add_rows

APPEND_ONLY = _("The log is only ever added to: its entries are not changed or removed.")

COLUMNS = (
    "sequence", "at", "action", "by", "kind", "key", "root_kind", "root_key", "field", "before", "after", "note", "batch",
    "previous", "digest",
)  # fmt: skip


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries; reading only. `accounts.log` adds through `append`."""

    def append(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Insert entries, given as values in the order of COLUMNS; `accounts.log` has made their numbers and digests."""
        add_rows(Entry, COLUMNS, rows)

    def _refuse(self, *args: Any, **kwargs: Any) -> Any:
        raise Refused(APPEND_ONLY)

    create = get_or_create = update_or_create = bulk_create = bulk_update = update = delete = _refuse


class Entry(models.Model):
    """One thing that was done or refused: who, when, to what, before and after.

    `sequence` gives the order (clocks may step back); `digest` covers the fields and the digest of the entry before, so
    that an altered, removed or inserted row shows (`accounts.log.verify`). Texts only: this app knows no case records.
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
    root_kind = models.CharField(_("kind of whole"), max_length=64, blank=True)
    root_key = models.BigIntegerField(_("whole"), null=True)
    field = models.CharField(_("field"), max_length=100, blank=True)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    note = models.TextField(_("note"), blank=True)
    batch = models.CharField(_("batch"), max_length=64, blank=True)
    previous = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log")
        ordering = ("-sequence",)
        default_permissions = ("view",)
        permissions = (("export_entry", "May export the log"),)
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
        """Refuse: `accounts.log.write` is the way in.

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
    """The end of the chain: one row, locked while entries are added, so that numbers have no gap and no fork."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="head_is_one_row"),)

    def __str__(self) -> str:
        return f"{self.sequence}:{self.digest}"
