"""System checks of the wiring: what must never reach the open network."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

UNSAFE_SOURCES = ("'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:")


@register(Tags.security)
def check_demonstration_hosts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Demonstration accounts have printed passwords: they answer on loopback addresses only."""
    if settings.DEMO and not set(settings.ALLOWED_HOSTS) <= set(settings.LOOPBACK_HOSTS):
        return [
            Error(
                "Demonstration mode is on for hosts other than this machine.",
                hint="Unset CASETRACKER_DEMO, or CASETRACKER_ALLOWED_HOSTS.",
                id="casetracker.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_no_demonstration(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A deployment is never a demonstration."""
    if settings.DEMO:
        return [Error("Demonstration mode is on.", hint="Unset CASETRACKER_DEMO.", id="casetracker.E002")]
    return []


@register(Tags.security)
def check_policy(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The Content-Security-Policy names no source that would let a foreign or inline script run."""
    found = sorted(
        {str(source) for sources in settings.SECURE_CSP.values() for source in sources} & set(UNSAFE_SOURCES)
    )
    if found:
        return [Error(f"The Content-Security-Policy allows {', '.join(found)}.", id="casetracker.E003")]
    return []
