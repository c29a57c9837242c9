"""Fixtures every test may use: the two databases, nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections


def pytest_configure(config: pytest.Config) -> None:
    """Serve static files under their own names: hashed names exist only where files were collected for serving."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


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
