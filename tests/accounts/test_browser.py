"""Signing in with a real browser and a virtual security key: enrolling, both factors, passkey alone, leaving quickly."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts.models import Entry, User
from tests.accounts.signing_in import PASSPHRASE, code, make_user

CHROMIUM = Path("/usr/bin/chromium")
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")]


@pytest.fixture
def page(live_server) -> Iterator[object]:
    """A page with a virtual security key; at the end nothing may have been refused by the content policy."""
    from playwright.sync_api import sync_playwright

    # The browser's driver runs an event loop in this thread; our own calls to the database are made between its calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    complaints: list[str] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--disable-gpu"])
        page = browser.new_page(base_url=live_server.url.replace("127.0.0.1", "localhost"))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
        yield page
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    assert not [text for text in complaints if "Content Security Policy" in text]


def log_in(page) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", "ina")
    page.fill("input[name=password]", PASSPHRASE)
    page.click("main button[type=submit]:has-text('Sign in')")


def shoot(page, name: str) -> None:
    """Keep a picture where CASETRACKER_PICTURES names a folder."""
    if folder := os.environ.get("CASETRACKER_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def test_passkey_is_enrolled_used_as_second_factor_and_alone(page) -> None:
    user = make_user("ina")
    user.authenticator_set.all().delete()
    shoot_login(page)
    log_in(page)
    page.goto("/admin/")
    assert page.url.endswith("/accounts/factors/")
    shoot(page, "second-factor-needed")
    page.goto("/accounts/factors/webauthn/add/")
    page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/**")
    shoot(page, "recovery-codes")
    page.goto("/admin/")
    assert page.url.endswith("/admin/")
    page.goto("/accounts/logout/")
    page.click("main button[type=submit]")
    log_in(page)
    shoot(page, "sign-in-second-factor")
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url("**/admin/")
    page.goto("/accounts/logout/")
    page.click("main button[type=submit]")
    page.goto("/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/admin/")
    assert Entry.objects.filter(action="signed in", by=user).count() == 3


def shoot_login(page) -> None:
    page.goto("/accounts/login/")
    shoot(page, "sign-in")


def test_code_signs_in_and_escape_three_times_leaves(page) -> None:
    user: User = make_user("ina")
    log_in(page)
    page.fill("input[name=code]", code())
    page.click("main button[type=submit]:has-text('Sign in')")
    page.wait_for_url("**/admin/")
    for _press in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/accounts/away/")
    shoot(page, "left-quickly")
    page.goto("/admin/")
    assert "/accounts/login/" in page.url
    page.go_back()
    assert "Work" not in page.inner_text("body")
    assert Entry.objects.filter(action="left quickly", by=user).exists()
