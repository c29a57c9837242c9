"""The register's models live in the register alone, and nothing else does."""

import pytest
from django.apps import apps
from django.db import router

from accounts.models import User

REGISTER = list(apps.get_app_config("register").get_models())
PRIVATE = [model for model in apps.get_models() if model._meta.app_label != "register"]


@pytest.mark.parametrize("model", REGISTER)
def test_register_model_is_read_written_and_made_in_the_register(model: type) -> None:
    assert router.db_for_read(model) == router.db_for_write(model) == "register"
    assert router.allow_migrate_model("register", model)
    assert not router.allow_migrate_model("default", model)


@pytest.mark.parametrize("model", PRIVATE)
def test_private_model_never_reaches_the_register(model: type) -> None:
    assert router.db_for_read(model) == router.db_for_write(model) == "default"
    assert not router.allow_migrate_model("register", model)


def test_relation_between_the_two_is_refused() -> None:
    public = REGISTER[0]()
    assert not router.allow_relation(User(), public)
    assert not router.allow_relation(public, User())
    assert router.allow_relation(User(), User())
