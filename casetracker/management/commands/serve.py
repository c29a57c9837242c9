"""`manage.py serve`: run both sites on this machine, each in its own server process."""

import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from casetracker.serving.ports import problems_with
from casetracker.serving.supervisor import Site, run


class Command(BaseCommand):
    """Exits with 0 on Ctrl-C, with 1 if a port cannot be used, else with the exit code of the server that ended."""

    help = "Serve the private and the public site on this machine until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add both ports; messages use the names of the variables of `make run`."""
        parser.add_argument("--private-port", type=int, default=8000)
        parser.add_argument("--public-port", type=int, default=8001)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse busy ports before anything starts, then serve."""
        private, public = options["private_port"], options["public_port"]
        if messages := problems_with({"PRIVATE_PORT": private, "PUBLIC_PORT": public}):
            raise CommandError("\n".join(messages))
        sites = [
            Site("private site", "casetracker.wsgi", private),
            Site("public site", "casetracker.wsgi_public", public, public=True),
        ]
        sys.exit(run(sites, announce=lambda: self.announce(private, public)))

    def announce(self, private: int, public: int) -> None:
        """Print the addresses of the sites and, in demonstration mode, the accounts that can sign in."""
        self.stdout.write("")
        self.stdout.write(f"Private site, for staff:  http://localhost:{private}/")
        self.stdout.write(f"Public site, for readers: http://localhost:{public}/")
        self.stdout.write("")
        if settings.DEMO:
            call_command("demo_accounts", stdout=self.stdout)
            self.stdout.write("")
        self.stdout.write("Ctrl-C stops both.")
        self.stdout.flush()
