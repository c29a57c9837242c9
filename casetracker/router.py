"""Database router: the register in its own file, everything else in the private database."""

from typing import Any

from django.db.models import Model

REGISTER = "register"


class RegisterRouter:
    """Send the models of the app "register" to the database "register", and nothing else there."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return REGISTER if model._meta.app_label == REGISTER else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        return REGISTER if model._meta.app_label == REGISTER else None

    def allow_relation(self, first: Model, second: Model, **hints: Any) -> bool | None:
        """Refuse a relation between the private database and the register: the only bridge copies values."""
        if (first._meta.app_label == REGISTER) != (second._meta.app_label == REGISTER):
            return False
        return None

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        """Keep private tables out of the register, and the register's out of the private database.

        The register has no migrations: a rebuild creates its tables from its models, so `migrate` finds nothing to do.
        """
        return (db == REGISTER) == (app_label == REGISTER)
