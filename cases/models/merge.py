"""Merges of two records of one person: the request, the decision, and what was moved, so that it can be undone."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.fields import EncryptedTextField
from cases.models.person import Person


class MergeStatus(models.TextChoices):
    """Status of a merge. Past participles: each is a fact."""

    REQUESTED = "requested", _("awaiting review")
    DONE = "done", _("merged")
    RETURNED = "returned", _("returned")
    WITHDRAWN = "withdrawn", _("withdrawn before decision")
    UNDONE = "undone", _("undone")


class MergeQuerySet(models.QuerySet["Merge"]):
    def visible_to(self, user: Any) -> "MergeQuerySet":
        """Merges whose two records are both visible to `user`; for a merged record the remaining one decides."""
        hidden = Person._base_manager.filter(restricted=True).exclude(readers=user.pk).values("pk")
        return self.exclude(kept__in=hidden).exclude(Q(gone__in=hidden) & ~Q(status=MergeStatus.DONE))


class Merge(models.Model):
    """Merge of `gone` into `kept`. `choices`: path of a value of `kept` -> "kept", "gone" or "both". `versions` are those that
    the editor compared. `moved` records what was done, value by value, as JSON. `leads_on`: a reviewer approved that the public
    URL of `gone` redirects to `kept`."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges", verbose_name=_("surviving record"))
    gone = models.ForeignKey(Person, models.PROTECT, related_name="merges_away", verbose_name=_("merged record"))
    status = models.CharField(_("status"), max_length=10, choices=MergeStatus, default=MergeStatus.REQUESTED)
    reviewed = models.BooleanField(_("needs review"), help_text=_("Because one of the records was public."))
    choices = models.JSONField(_("choices"), default=dict)
    kept_version = models.PositiveIntegerField(_("version of the surviving record"))
    gone_version = models.PositiveIntegerField(_("version of the merged record"))
    note = models.TextField(_("note"), blank=True, max_length=2000)
    requested_at = models.DateTimeField(_("requested at"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("undone by")
    )
    leads_on = models.BooleanField(_("old public URL redirects"), default=False, editable=False)
    moved = EncryptedTextField(_("moved rows"), blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-pk",)
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(status__in=MergeStatus.values), name="merge_status_known"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two_records"),
            models.CheckConstraint(
                condition=Q(reviewed=False)
                | Q(decided_by__isnull=True)
                | ~Q(status__in=("done", "undone"))
                | ~Q(decided_by=F("requested_by")),
                name="merge_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(status="requested", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status="requested") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="merge_decided_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(status="undone", undone_at__isnull=False, undone_by__isnull=False)
                | (~Q(status="undone") & Q(undone_at__isnull=True, undone_by__isnull=True)),
                name="merge_undone_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(leads_on=False) | Q(reviewed=True, status="done"), name="merge_leads_on_when_approved"
            ),
            models.UniqueConstraint(fields=("gone",), condition=Q(status="done"), name="merged_away_once"),
            models.UniqueConstraint(fields=("gone",), condition=Q(status="requested"), name="one_request_for_who_goes"),
            models.UniqueConstraint(
                fields=("kept",), condition=Q(status="requested"), name="one_request_for_who_stays"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"
