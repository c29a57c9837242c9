"""URLs of the workspace. All are under the admin and require sign-in, except the calendar, which uses a secret."""

from django.contrib import admin
from django.urls import URLPattern, path

from accounts.admin_addresses import key_in
from cases.workspace import agenda_pages, digest_views, series_pages

wrap = admin.site.admin_view

urlpatterns: list[URLPattern] = [
    path("admin/desk/agenda/", wrap(agenda_pages.agenda), name="desk_agenda"),
    path("admin/desk/agenda/link/", wrap(agenda_pages.calendar_link), name="desk_calendar_link"),
    path(f"admin/desk/case/{key_in('cases.case')}/series/", wrap(series_pages.series), name="desk_series"),
    path("admin/desk/digest/", wrap(digest_views.digest), name="desk_digest"),
    path("admin/desk/letters/", wrap(digest_views.letters), name="desk_letters"),
    path("agenda/<str:token>.ics", agenda_pages.calendar, name="desk_calendar"),
]
