"""State of the emergency switches."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SwitchName(models.TextChoices):
    """Names of the switches."""

    FREEZE = "freeze", _("Freeze: no changes and no approvals")
    LOCK = "lock", _("Lock: everyone is signed out, only the selected administrator can work")
    NEUTRAL = "neutral", _("Public site shows a neutral page")


class Switch(models.Model):
    """Switch that was turned on at least once. Changed only by `accounts.switches`."""

    name = models.CharField(_("switch"), max_length=16, choices=SwitchName, primary_key=True)
    on = models.BooleanField(_("on"), default=False)
    since = models.DateTimeField(_("since"))
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("administrator who can still work"),
    )

    class Meta:
        verbose_name = _("emergency switch")
        verbose_name_plural = _("emergency switches")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.get_name_display()
