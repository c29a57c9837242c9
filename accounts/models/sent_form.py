"""Submitted forms: those already processed, and those waiting for their owner to sign in again."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SentForm(models.Model):
    """Processed form, under its one-time key: a second copy of it redirects to `address` and does nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("account"))
    key = models.CharField(max_length=32, unique=True)
    address = models.CharField(max_length=500)
    at = models.DateTimeField(_("sent at"), default=timezone.now)

    class Meta:
        default_permissions = ()
        verbose_name = _("submitted form")
        verbose_name_plural = _("submitted forms")
        indexes = [models.Index(fields=("user", "at"), name="sent_form_of")]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d %H:%M}"


class KeptForm(models.Model):
    """Form not processed because its session had ended: stored encrypted for the account its key was issued to."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("account"))
    key = models.CharField(max_length=32, unique=True)
    address = models.CharField(max_length=1000)
    sealed = models.TextField()
    at = models.DateTimeField(_("saved at"), default=timezone.now)

    class Meta:
        default_permissions = ()
        verbose_name = _("saved form")
        verbose_name_plural = _("saved forms")
        indexes = [models.Index(fields=("user", "at"), name="kept_form_of")]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d %H:%M}"
