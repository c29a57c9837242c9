#!/usr/bin/env python3
"""Command line of the case tracker; uses the private site's settings unless DJANGO_SETTINGS_MODULE is set."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casetracker.settings.private")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise SystemExit("Django is not installed here. Run `make run` once, or activate .venv.") from error
    from casetracker.data_lock import InUse, hold_for_command
    from casetracker.deployment import refusal_without_settings

    if sentence := refusal_without_settings(sys.argv[1:2]):
        raise SystemExit(sentence)
    try:
        hold_for_command(sys.argv[1:2], sys.argv[2:])
    except InUse as error:
        raise SystemExit(str(error)) from error
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
