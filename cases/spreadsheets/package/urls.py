"""The address at which a data package is taken in. It stands under the admin and behind its sign-in."""

from django.contrib import admin
from django.urls import URLPattern, path

from cases.spreadsheets.package import package_pages

urlpatterns: list[URLPattern] = [
    path("admin/package/", admin.site.admin_view(package_pages.package), name="package"),
]
