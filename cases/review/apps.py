"""The one bridge from private records to the public register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    name = "cases.review"
    label = "review"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Review")

    def ready(self) -> None:
        """Register the checks of the policy."""
        from cases.review import checks  # noqa: F401  models have to be loaded first
