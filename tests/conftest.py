"""Fixtures every test may use: the two databases, nothing else."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connections

from accounts.models import User
from casetracker.translations import catalogues, compile_changed
from tests import clock
from tests.accounts.signing_in import cleared, enrol


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--of-the-database`, for the half of `make test` that runs on PostgreSQL."""
    parser.addoption(
        "--of-the-database", action="store_true", help="leave out browser tests and modules that use no database"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot tell one database from another: the half on SQLite has run it."""
    if not config.getoption("--of-the-database"):
        return
    kept_modules = {item.path for item in items if uses_database(item)}
    left_out = [item for item in items if item.path not in kept_modules or item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def uses_database(item: pytest.Item) -> bool:
    """Whether a test is marked as one of the database, or asks for a fixture that leads to one."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & {"db", "transactional_db"})


def pytest_configure(config: pytest.Config) -> None:
    """Serve static files under their own names, as hashed names exist only where files were collected for serving; keep
    evidence in a folder that goes with the tests; and compile the translations, which each process reads once, before
    there are several of them.
    """
    if not hasattr(config, "workerinput"):
        compile_changed(catalogues(settings.LOCALE_PATHS))
    settings.EVIDENCE = Path(tempfile.mkdtemp(prefix="casetracker-test-")) / "evidence"
    settings.DOWNLOADS = settings.EVIDENCE.parent / "downloads"
    settings.PASSWORD_HASHERS = ["tests.hashing.QuickHasher", *settings.PASSWORD_HASHERS[1:]]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    # How long an example takes depends on what else the machine does; nothing is measured by the clock.
    hypothesis.settings.register_profile("untimed", deadline=None)
    hypothesis.settings.load_profile("untimed")
    from cases.publication import register_file as registerfile
    from tests import emptying

    registerfile.READ_ONLY = 0o644  # tests empty the register where it is, and are not always run by root
    emptying.install()
    if (at := clock.moment()) is not None:
        config.pluginmanager.register(clock.ClockPlugin(at), "clock")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take that folder away."""
    shutil.rmtree(settings.EVIDENCE.parent, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Give the register a real file of its own in each test process: its bytes are part of what is tested."""
    connections["register"].settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("register") / "test.sqlite3")


@pytest.fixture
def register_file(db: None) -> Iterator[Path]:
    """The file behind the alias "register" in this test."""
    yield Path(connections["register"].settings_dict["NAME"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """Mark the test register as made from the models of today, as a rebuild does."""
    from cases.publication import register_file as registerfile

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        registerfile.mark_current()


@pytest.fixture
def roles(db: None) -> None:
    """Write the roles and their permissions into the database."""
    call_command("sync_roles", verbosity=0)


def _account(username: str, *roles: str) -> User:
    account = User.objects.create_user(username, password=None, is_staff=True)
    account.groups.set(Group.objects.filter(name__in=roles))
    enrol(account)
    return cleared(account)


@pytest.fixture
def editor(roles: None) -> User:
    return _account("editor", "Editor")


@pytest.fixture
def reviewer(roles: None) -> User:
    return _account("reviewer", "Reviewer")


@pytest.fixture
def second_reviewer(roles: None) -> User:
    return _account("second_reviewer", "Reviewer")


@pytest.fixture
def auditor(roles: None) -> User:
    return _account("auditor", "Auditor")


@pytest.fixture
def administrator(roles: None) -> User:
    return _account("administrator", "Administrator")


@pytest.fixture
def public_file(db: None, tmp_path: Path) -> Iterator[Path]:
    """A register on disk, with a connection that commits."""
    from cases.publication import publish
    from tests.promises.world import register_at

    file = tmp_path / "register.sqlite3"
    with register_at(file):
        publish.rebuild()
        yield file
