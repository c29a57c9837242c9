"""The public site: reads only the register."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "cases.public_site"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
