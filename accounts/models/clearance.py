"""Clearances to approve: for whom, since when, and by which two administrators."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Clearance(models.Model):
    """Clearance of one account to approve.

    A permission alone is not enough: without a clearance in force every approval is refused, also by the database.
    Changed only by `accounts.clearances`.

    One administrator requests it, a second one consents (not needed if there is only one), and it is in force from
    `effective_at`, which leaves time for a colleague to object. It ends with the role, and when the account is
    disabled.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="clearances")
    requested_at = models.DateTimeField(_("requested at"))
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    consented_at = models.DateTimeField(_("consented at"), null=True)
    consented_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    effective_at = models.DateTimeField(_("may approve from"), null=True)
    ended_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        verbose_name = _("clearance to approve")
        verbose_name_plural = _("clearances to approve")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("user",), condition=Q(ended_at=None), name="one_open_clearance"),
            models.CheckConstraint(
                condition=Q(consented_at__isnull=True, consented_by__isnull=True, effective_at__isnull=True)
                | Q(consented_at__gte=F("requested_at"), effective_at__gte=F("consented_at")),
                name="clearance_in_order",
            ),
            models.CheckConstraint(
                condition=Q(requested_by__isnull=True) | ~Q(requested_by=F("user")), name="clearance_not_for_oneself"
            ),
            models.CheckConstraint(
                condition=Q(consented_by__isnull=True)
                | (~Q(consented_by=F("user")) & (Q(requested_by__isnull=True) | ~Q(consented_by=F("requested_by")))),
                name="clearance_by_two",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.effective_at or '-'}"
