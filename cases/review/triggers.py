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
    (
        "cleared", "UPDATE",
        "NEW.status = 'approved' AND OLD.status <> 'approved' AND NOT EXISTS (SELECT 1 FROM accounts_clearance"
        " WHERE user_id = NEW.decided_by_id AND ended_at IS NULL AND effective_at <= NEW.decided_at)",
        "nobody approves without a clearance that is in force",
    ),
)  # fmt: skip


UNPUBLICATIONS = "review_unpublication"
LAID_DOWN = ("person_id", "case_id", "snapshot_id", "because", "reason", "at", "by_id", "do_not_publish")
LIFTED = ("lifted_at", "lifted_by_id", "lift_reason")
# The same by table, for what came later: (table, name, event, condition, sentence).
REFUSALS_OF_UNPUBLISHED: tuple[tuple[str, str, str, str, str], ...] = (
    (
        TABLE, "do_not_publish", "UPDATE",
        "NEW.status = 'approved' AND EXISTS (SELECT 1 FROM review_unpublication"
        " WHERE do_not_publish AND lifted_at IS NULL AND (person_id = NEW.person_id OR case_id = NEW.case_id))",
        "do not publish stands on this record",
    ),
    (
        UNPUBLICATIONS, "not_public", "INSERT",
        "NEW.do_not_publish AND EXISTS (SELECT 1 FROM review_snapshot"
        " WHERE status = 'approved' AND (person_id = NEW.person_id OR case_id = NEW.case_id))",
        "a record marked do not publish is not public",
    ),
    (
        UNPUBLICATIONS, "frozen", "UPDATE", " OR ".join(f"{{distinct:NEW.{name}|OLD.{name}}}" for name in LAID_DOWN),
        "that a record was unpublished is never changed",
    ),
    (
        UNPUBLICATIONS, "lifted_once", "UPDATE",
        "OLD.lifted_at IS NOT NULL AND (" + " OR ".join(f"{{distinct:NEW.{name}|OLD.{name}}}" for name in LIFTED) + ")",
        "a lifted flag is never changed",
    ),
    (UNPUBLICATIONS, "kept", "DELETE", "OLD.id IS NOT NULL", "that a record was unpublished is never deleted"),
)  # fmt: skip
Guards = tuple[tuple[str, str, str, str, str], ...]
BECOMES_RESTRICTED = (
    "NEW.restricted AND NOT OLD.restricted AND EXISTS (SELECT 1 FROM review_snapshot WHERE status = 'approved' AND "
)
REFUSALS_OF_RESTRICTION: Guards = (
    (
        "cases_person", "public_restricted", "UPDATE",
        f"{BECOMES_RESTRICTED} (person_id = NEW.id OR id IN (SELECT snapshot_id FROM review_mention"  # noqa: S608
        " WHERE noun = 'person' AND ref = NEW.public_id)))",
        "what is public is not restricted",
    ),
    ("cases_case", "public_restricted", "UPDATE", f"{BECOMES_RESTRICTED} case_id = NEW.id)", "what is public is not restricted"),
)  # fmt: skip
ITEMS, LIST_REVIEWS = "review_listreviewitem", "review_listreview"
REFUSALS_OF_LISTS: Guards = (
    (
        ITEMS, "drawn_once", "UPDATE",
        "OLD.drawn_at IS NOT NULL AND {distinct:NEW.drawn_at|OLD.drawn_at}"
        " OR OLD.read_at IS NOT NULL AND {distinct:NEW.read_at|OLD.read_at}"
        " OR {distinct:NEW.snapshot_id|OLD.snapshot_id} OR {distinct:NEW.review_id|OLD.review_id}"
        " OR {distinct:NEW.digest|OLD.digest}",
        "what was drawn and read of a list is never changed",
    ),
    (ITEMS, "kept", "DELETE", "OLD.id IS NOT NULL", "what was drawn and read of a list is never deleted"),
    (
        LIST_REVIEWS, "whose", "UPDATE",
        "{distinct:NEW.batch_id|OLD.batch_id} OR {distinct:NEW.reviewer_id|OLD.reviewer_id}",
        "the review of a list is never handed on",
    ),
    (LIST_REVIEWS, "kept", "DELETE", "OLD.id IS NOT NULL", "the review of a list is never deleted"),
)  # fmt: skip
OF_SNAPSHOTS: Guards = tuple((TABLE, *refusal) for refusal in REFUSALS)
ALL: Guards = OF_SNAPSHOTS + REFUSALS_OF_UNPUBLISHED + REFUSALS_OF_RESTRICTION


def _condition(text: str, *, vendor: str) -> str:
    operator = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    while "{distinct:" in text:
        before, _, rest = text.partition("{distinct:")
        pair, _, after = rest.partition("}")
        new, old = pair.split("|")
        cast = "::text" if vendor == "postgresql" else ""
        text = f"{before}{new}{cast} {operator} {old}{cast}{after}"
    return text


def install(connection: BaseDatabaseWrapper, refusals: Guards = ALL) -> None:
    """Make the database refuse what the tables above say."""
    with connection.cursor() as cursor:
        for table, name, event, condition, sentence in refusals:
            when = _condition(condition, vendor=connection.vendor)
            for statement in _statements(connection.vendor, table, name, event, when, sentence):
                cursor.execute(statement, None)


def uninstall(connection: BaseDatabaseWrapper, refusals: Guards = ALL) -> None:
    """Take `install` back: for undoing a migration, and for emptying a test database."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table, name, *_rest in refusals:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}" + (f" ON {table}" if postgresql else ""), None)
            if postgresql:
                cursor.execute(f"DROP FUNCTION IF EXISTS {table}_{name}()", None)


class GuardSnapshots(Operation):
    """Migration operation: install the triggers above."""

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
        install(schema_editor.connection, ALL)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Remove the triggers."""
        if not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        uninstall(schema_editor.connection, ALL)

    def describe(self) -> str:
        """What `migrate` prints."""
        return "Make the database keep submissions as they were"


class GuardLists(GuardSnapshots):
    """The same for lists that are reviewed as tables."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Install the triggers, in the database that holds the tables; and again those of persons and cases, which SQLite
        lost when a column was added to their tables."""
        if router.allow_migrate(schema_editor.connection.alias, app_label):
            uninstall(schema_editor.connection, REFUSALS_OF_RESTRICTION)
            install(schema_editor.connection, REFUSALS_OF_RESTRICTION + REFUSALS_OF_LISTS)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Remove the triggers."""
        if router.allow_migrate(schema_editor.connection.alias, app_label):
            uninstall(schema_editor.connection, REFUSALS_OF_LISTS)

    def describe(self) -> str:
        """What `migrate` prints."""
        return "Make the database keep what was drawn and read of a list"


def _statements(vendor: str, table: str, name: str, event: str, when: str, sentence: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        ]
    return [
        f"CREATE FUNCTION {table}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN "
        f"RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN COALESCE(NEW, OLD); END $$",
        f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_{name}()",
    ]
