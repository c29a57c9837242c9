"""The private domain: records of people, custody, cases and their sources."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Records")

    def ready(self) -> None:
        """Register the checks."""
        import cases.checks  # noqa: F401
