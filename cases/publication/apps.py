"""The only writer of the register: publication, its outbox, its commands."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    """Register the package, which has no models, for its commands."""

    name = "cases.publication"
    label = "publication"
    verbose_name = _("publication")

    def ready(self) -> None:
        """Register the checks."""
        from cases.publication import checks  # noqa: F401  models must be loaded first
