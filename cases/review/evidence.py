"""Triggers by which the database itself keeps submissions as they were, and refuses what the rules refuse."""

from typing import Any

from django.db import router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

FROZEN = (
    "person_id", "case_id", "content", "digest", "record_version", "submitted_at", "submitted_by_id", "note",
)  # fmt: skip
DECIDED = ("decided_at", "decided_by_id", "reason", "withheld")
TABLE = "review_snapshot"

# (name, event, condition under which it is refused, sentence). NEW and OLD are the row after and before.
REFUSALS: tuple[tuple[str, str, str, str], ...] = (
    ("born_pending", "INSERT", "NEW.status <> 'pending'", "a submission begins as pending"),
    (
        "frozen", "UPDATE", " OR ".join(f"{{distinct:NEW.{name}|OLD.{name}}}" for name in FROZEN),
        "a frozen submission is never changed",
    ),
    (
        "decided_once", "UPDATE",
        "OLD.decided_at IS NOT NULL AND (" + " OR ".join(f"{{distinct:NEW.{name}|OLD.{name}}}" for name in DECIDED) + ")",
        "a decision is never changed",
    ),
    (
        "moves", "UPDATE",
        "NEW.status <> OLD.status AND NOT (OLD.status = 'pending' AND NEW.status IN"
        " ('approved', 'returned', 'withdrawn', 'superseded')"
        " OR OLD.status = 'approved' AND NEW.status IN ('superseded', 'retracted'))",
        "a submission cannot move from its status to this one",
    ),
    ("kept", "DELETE", "OLD.id IS NOT NULL", "a submission is never deleted"),
    (
        "four_eyes", "UPDATE",
        "NEW.status = 'approved' AND EXISTS (SELECT 1 FROM review_author"
        " WHERE snapshot_id = NEW.id AND user_id = NEW.decided_by_id)",
        "nobody approves what they entered",
    ),
)  # fmt: skip


def _condition(text: str, *, vendor: str) -> str:
    operator = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    while "{distinct:" in text:
        before, _, rest = text.partition("{distinct:")
        pair, _, after = rest.partition("}")
        new, old = pair.split("|")
        cast = "::text" if vendor == "postgresql" else ""
        text = f"{before}{new}{cast} {operator} {old}{cast}{after}"
    return text


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse what the table above says."""
    with connection.cursor() as cursor:
        for name, event, condition, sentence in REFUSALS:
            when = _condition(condition, vendor=connection.vendor)
            for statement in _statements(connection.vendor, name, event, when, sentence):
                cursor.execute(statement, None)


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Take `install` back: for undoing a migration, and for emptying a test database."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for name, *_rest in REFUSALS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_{name}" + (f" ON {TABLE}" if postgresql else ""), None)
            if postgresql:
                cursor.execute(f"DROP FUNCTION IF EXISTS {TABLE}_{name}()", None)


class GuardSnapshots(Operation):
    """Migration operation: install the refusals above on the table of submissions."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing changes for the models."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Install the triggers, in the database that holds the table."""
        if not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        install(schema_editor.connection)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Remove the triggers."""
        if not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        uninstall(schema_editor.connection)

    def describe(self) -> str:
        """What `migrate` prints."""
        return "Make the database keep submissions as they were"


def _statements(vendor: str, name: str, event: str, when: str, sentence: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {TABLE}_{name} BEFORE {event} ON {TABLE} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        ]
    return [
        f"CREATE FUNCTION {TABLE}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN "
        f"RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN COALESCE(NEW, OLD); END $$",
        f"CREATE TRIGGER {TABLE}_{name} BEFORE {event} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_{name}()",
    ]
