"""Keeping an uploaded file as evidence of a source: looked at, described, kept under its digest, recorded and logged."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from cases.models import Evidence
from cases.sourcing import store
from cases.sourcing.types import MAX_BYTES, type_of

LONGEST_NAME = Evidence._meta.get_field("original_name").max_length


def check_may_keep(user: Any) -> None:
    """Raise Refused unless `user` may add evidence."""
    if not (user.is_active and user.has_perm("cases.add_evidence")):
        raise Refused(_("Your role may not keep evidence."))


def describe(evidence: Evidence, upload: UploadedFile) -> None:
    """Fill `evidence` with what the file says of itself: digest, size, type, and its name as data.

    Raises:
        Refused: it is too large, empty or of a kind that is not kept.
    """
    if upload.size is None or upload.size > MAX_BYTES:
        raise Refused(_("The file is larger than %(most)s MB.") % {"most": MAX_BYTES // 2**20})
    evidence.media_type = type_of(upload)  # type: ignore[arg-type]  # an upload reads like a file
    evidence.sha256, evidence.size = store.digest_of(upload.chunks())
    # Neither database takes NUL or half characters; the name is data and is never the name of a file of ours.
    name = (upload.name or "").replace("\x00", "").encode("utf-8", "ignore").decode()
    evidence.original_name = name[:LONGEST_NAME]


def check_is_new(evidence: Evidence, *, user: Any) -> None:
    """Raise Refused where the source has this very file already, among those that `user` may know of."""
    known = Evidence.objects.visible_to(user).filter(source=evidence.source_id, sha256=evidence.sha256)
    if evidence.source_id is not None and known.exists():
        raise Refused(_("This very file is kept with this source already."))


def keep_evidence(*, evidence: Evidence, upload: UploadedFile, by: User) -> Evidence:
    """Keep the file of `evidence`, which `describe` filled from it, and record it. The source is locked meanwhile.

    Raises:
        Refused: `by` may not, or the source has it already.
    """
    check_may_keep(by)
    with transaction.atomic():
        type(evidence.source)._base_manager.select_for_update(of=("self",)).get(pk=evidence.source_id)
        check_is_new(evidence, user=by)
        sha256 = store.keep(upload.chunks())
        if sha256 != evidence.sha256:
            raise Refused(_("The file changed while it was being kept. Nothing was recorded; try again."))
        evidence.save(by=by)
    return evidence
