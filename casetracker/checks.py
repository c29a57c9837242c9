"""System checks of the wiring: settings that must never reach the open network."""

import os
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from casetracker import deployment

UNSAFE_SOURCES = ("'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:")


@register(Tags.security)
def check_demonstration_hosts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse demonstration mode except on loopback addresses, because its accounts have printed passwords."""
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
    """Refuse demonstration mode in a deployment."""
    if settings.DEMO:
        return [Error("Demonstration mode is on.", hint="Unset CASETRACKER_DEMO.", id="casetracker.E002")]
    return []


@register(Tags.security)
def check_policy(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse sources in the Content-Security-Policy that would let a foreign or inline script run."""
    unsafe = sorted(
        {str(source) for sources in settings.SECURE_CSP.values() for source in sources} & set(UNSAFE_SOURCES)
    )
    if unsafe:
        return [Error(f"The Content-Security-Policy allows {', '.join(unsafe)}.", id="casetracker.E003")]
    return []


@register(Tags.security, deploy=True)
def check_private_files(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Require that only the user of the private site can read databases, keys and evidence."""
    if not hasattr(settings, "EVIDENCE"):
        return []  # the public site has none
    return [
        Error(
            f"Other users of this machine can read {path}.",
            hint=f"chmod -R go= {path}, and keep the register in a folder of its own (CASETRACKER_REGISTER).",
            id="casetracker.E004",
        )
        for path in deployment.readable_by_others()
    ]


@register(Tags.security, deploy=True)
def check_trusted_proxies(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn if the number of proxies is not set: all clients may share the proxy's address, and one can lock out all."""
    if not hasattr(settings, "EVIDENCE") or not settings.PRODUCTION or os.environ.get(deployment.PROXIES):
        return []
    return [
        Warning(
            f"{deployment.PROXIES} is not set: behind a proxy all clients share its address, and one who guesses passphrases "
            "locks everybody out.",
            hint="Set it to the number of proxies in front of the private site: 1 for the documented set-up, 0 for none.",
            id="casetracker.W005",
        )
    ]
