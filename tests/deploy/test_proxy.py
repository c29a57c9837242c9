"""The private site behind the installed web server: whose address it sees, and which origins it accepts."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.casetracker.settings.test_private import show
from tests.check import production
from tests.deploy.installing import DEPLOY


def guess(name: str, address: str) -> str:
    """One wrong passphrase, as the web server forwards it through the socket."""
    forwarded = {"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": address, "HTTP_X_FORWARDED_PROTO": "https"}
    return Client().post("/accounts/login/", {"login": name, "password": "guess"}, **forwarded).content.decode()


@pytest.mark.django_db
def test_wrong_passphrases_of_one_stranger_lock_nobody_else_out(settings: Any) -> None:
    installed = (DEPLOY / "environment/private.env").read_text()
    assert "CASETRACKER_TRUSTED_PROXIES=1\n" in installed
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(20):
        guess(f"nobody{number}", "198.51.100.7")
    assert "Too many attempts" in guess("nobody21", "198.51.100.7")
    assert "Too many attempts" not in guess("nobody21", "203.0.113.5")


def test_forms_of_an_onion_service_are_accepted_and_of_nobody_else(tmp_path: Path) -> None:
    onion = "a" * 56 + ".onion"
    variables = {**production(tmp_path), "CASETRACKER_ALLOWED_HOSTS": f"staff.example.org,{onion}"}
    assert show("private", ["CSRF_TRUSTED_ORIGINS"], variables) == {"CSRF_TRUSTED_ORIGINS": [f"http://{onion}"]}
