"""The admin site of the staff, used by every `@admin.register` of the project."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class StaffSite(admin.AdminSite):
    """The stock admin under our own name; the public site is another process, so there is no "view site" link."""

    site_header = _("Case tracker")
    site_title = _("Case tracker")
    index_title = _("Work")
    site_url = None
    enable_nav_sidebar = True
