"""Addresses of the desk. All but one stand under the admin and behind its sign-in; the calendar goes by its secret."""

from django.contrib import admin
from django.urls import URLPattern, path

from cases.desk import outgoing, series_page, views

wrap = admin.site.admin_view

urlpatterns: list[URLPattern] = [
    path("admin/desk/agenda/", wrap(views.agenda), name="desk_agenda"),
    path("admin/desk/agenda/link/", wrap(views.calendar_link), name="desk_calendar_link"),
    path("admin/desk/case/<int:pk>/series/", wrap(series_page.series), name="desk_series"),
    path("admin/desk/digest/", wrap(outgoing.digest), name="desk_digest"),
    path("admin/desk/letters/", wrap(outgoing.letters), name="desk_letters"),
    path("agenda/<str:token>.ics", views.calendar, name="desk_calendar"),
]
