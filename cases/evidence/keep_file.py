"""Upload of a file as evidence of a source: checked, described, stored under its digest, recorded and logged."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.exceptions import Refused
from accounts.models import User
from cases.evidence import file_store
from cases.evidence.file_types import MAX_BYTES, type_of
from cases.models import Evidence

MOST_BYTES_A_DAY = 2 * 2**30
LONGEST_NAME = Evidence._meta.get_field("original_name").max_length


def check_may_keep(user: Any) -> None:
    """Raise Refused unless `user` may add evidence."""
    if not (user.is_active and user.has_perm("cases.add_evidence")):
        raise Refused(_("You don't have permission to add evidence files."))


def check_quota(*, by: User, more: int) -> None:
    """Raise Refused if `by` would exceed the daily quota with `more` bytes, which protects the disk."""
    since = timezone.now() - timedelta(days=1)
    stored_bytes = (
        Evidence._base_manager.filter(created_by=by, created_at__gte=since).aggregate(size=Sum("size"))["size"] or 0
    )
    if stored_bytes + more > MOST_BYTES_A_DAY:
        raise Refused(
            _("You stored %(kept)s MB of files within a day; the limit is %(most)s MB. Continue tomorrow.")
            % {"kept": stored_bytes // 2**20, "most": MOST_BYTES_A_DAY // 2**20}
        )


def describe(evidence: Evidence, upload: UploadedFile) -> None:
    """Set the digest, size, type and original name of `evidence` from its file.

    Raises:
        Refused: it is too large, empty or of a type that is not accepted.
    """
    if upload.size is None or upload.size > MAX_BYTES:
        raise Refused(_("The file is larger than %(most)s MB. Choose a smaller one.") % {"most": MAX_BYTES // 2**20})
    evidence.media_type = type_of(upload)  # type: ignore[arg-type]  # an upload reads like a file
    evidence.sha256, evidence.size = file_store.digest_of(upload.chunks())
    # Neither database accepts NUL or lone surrogates; the name is data and never used as a name of our own files.
    name = (upload.name or "").replace("\x00", "").encode("utf-8", "ignore").decode()
    evidence.original_name = name[:LONGEST_NAME]


def check_is_new(evidence: Evidence, *, user: Any) -> None:
    """Raise Refused if the source already has this very file, among those visible to `user`."""
    duplicates = Evidence.objects.visible_to(user).filter(source=evidence.source_id, sha256=evidence.sha256)
    if evidence.source_id is not None and duplicates.exists():
        raise Refused(_("This file is already stored with this source."))


def keep_evidence(*, evidence: Evidence, upload: UploadedFile, by: User) -> Evidence:
    """Store the file of `evidence`, which `describe` filled from it, and record it. Locks the source.

    Raises:
        Refused: `by` may not, or the source already has it.
    """
    check_may_keep(by)
    with transaction.atomic():
        type(evidence.source)._base_manager.select_for_update(of=("self",)).get(pk=evidence.source_id)
        check_is_new(evidence, user=by)
        check_quota(by=by, more=evidence.size)
        sha256 = file_store.keep(upload.chunks())
        if sha256 != evidence.sha256:
            raise Refused(_("The file changed while it was being saved. Nothing was saved: try again."))
        evidence.save(by=by)
    return evidence
