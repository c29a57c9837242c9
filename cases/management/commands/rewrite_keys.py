"""`manage.py rewrite_keys`: make the search keys of all names anew, after a version that changed the rules of names."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cases.models.name_search import keys_are_old, rewrite_keys, stamp_keys


class Command(BaseCommand):
    help = "Make the search keys of all names anew (KEYS_VERSION changed). Searches wait no longer than one commit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--if-needed leaves keys alone that follow today's rules."""
        parser.add_argument("--if-needed", action="store_true", help="only when the keys were made by older rules")

    def handle(self, *args: Any, **options: Any) -> None:
        """One transaction: readers see the old keys until the new ones are whole."""
        if options["if_needed"] and not keys_are_old():
            stamp_keys()
            if options["verbosity"]:
                self.stdout.write("The keys follow today's rules.")
            return
        self.stdout.write(f"Keys of {rewrite_keys()} names were made anew.")
