"""App configuration of the wiring (checks and commands), and our admin site as the default one."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class CasetrackerConfig(AppConfig):
    """Registers the checks and commands of this package; it has no models and is installed on both sites."""

    name = "casetracker"
    default = True

    def ready(self) -> None:
        from casetracker import checks  # noqa: F401  (registering them is their import's purpose)


class StaffAdminConfig(AdminConfig):
    """Django's admin with StaffSite as the site that `@admin.register` registers with."""

    default = False
    default_site = "casetracker.admin_site.StaffSite"
