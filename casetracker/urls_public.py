"""Addresses of the public site: the register's, at the root."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("cases.register.urls"))]
