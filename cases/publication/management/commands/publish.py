"""Write all outstanding decisions to the register."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.publication import register_file
from cases.publication.file_swap import make_next
from cases.publication.publish import publish_outstanding
from casetracker import doctor


class Command(BaseCommand):
    help = (
        "Write decisions to the register that it does not show yet, make it anew where it is missing or was altered, and copy it "
        "for the next publication. Safe to repeat: have a timer run it every minute."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish. Decisions that cannot be written stay in the outbox, and the next run tries them again.

        Raises:
            CommandError: something could not be written. It names only the kind of failure: the text may hold values.
        """
        try:
            count = publish_outstanding()
            make_next(register_file.register_path())
            (settings.DATA / doctor.STAMP).touch()
        except Exception as reason:
            raise CommandError(
                f"The register could not be written ({type(reason).__name__}). Decisions that it does not show yet are kept; "
                "the next run tries again."
            ) from reason
        if options["verbosity"] > 0:
            self.stdout.write(f"{count} persons and cases were written to the register.")
