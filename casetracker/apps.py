"""Makes our own admin site the default one."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """Django's admin with StaffSite as the site that `@admin.register` registers with."""

    default_site = "casetracker.admin.StaffSite"
