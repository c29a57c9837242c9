"""Secret link by which a calendar program reads a user's agenda without a session."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AgendaLink(models.Model):
    """A calendar link, shown once. Only the SHA-256 of its secret is stored, so reading this table gives no access."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("account"))
    digest = models.CharField(max_length=64, unique=True)
    titles = models.BooleanField(_("show case titles"), default=False)
    made_at = models.DateTimeField(_("created at"))
    ended_at = models.DateTimeField(_("closed at"), null=True)
    read_on = models.DateField(_("last used on"), null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")
        constraints = [
            models.UniqueConstraint(fields=("user",), condition=Q(ended_at=None), name="one_agenda_link_per_account")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.made_at:%Y-%m-%d}"
