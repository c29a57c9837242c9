"""The public site: reads the register and nothing else."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "cases.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
