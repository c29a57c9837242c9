"""Labels for the actions and kinds of record in the audit log.

The log stores one fixed English word for each action, so that a check or a script reads the same in every language and
years later; users read it in their own language.
"""

from collections.abc import Iterable
from functools import cache

from django.apps import apps
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.admin_addresses import encrypted_key, read_key
from accounts.models import Entry

WORDS = {
    # records
    "added": _("added"), "changed": _("changed"), "removed": _("removed"),
    "read restricted": _("viewed while restricted"), "read sensitive": _("viewed contacts, health and relatives"),
    "record restricted": _("record restricted"), "restriction lifted": _("restriction removed"),
    "readers removed": _("access removed from a restricted record"), "reason for access": _("reason for the restriction"),
    "access handed over": _("access to restricted records transferred"),
    "evidence opened": _("evidence file opened"), "evidence altered": _("evidence file altered"),
    "evidence missing": _("evidence file missing"),
    "merged": _("merged"), "merge requested": _("merge requested"), "merge returned": _("merge returned"),
    "merge withdrawn": _("merge request cancelled"), "merge undone": _("merge undone"),
    "old address leads on": _("redirect published"), "old address closed": _("redirect removed"),
    # review and lists
    "submitted": _("submitted for review"), "approved": _("approved"), "returned": _("returned"),
    "withdrew": _("submission withdrawn before review"), "retracted": _("unpublished"),
    "do not publish lifted": _("“do not publish” removed"),
    "consent rule set": _("rule of consent changed"), "consent lapsed": _("unpublished because consent ended"),
    "publication basis proposed": _("basis of publication proposed"),
    "publication basis agreed to": _("basis of publication agreed to"),
    "publication basis ended": _("basis of publication ended"),
    "uploaded": _("list uploaded"), "imported": _("list imported"), "undone": _("import undone"),
    "taken back": _("taken back with its list"), "list undone because": _("reason for undoing the import"),
    "sample drawn": _("sample of a list drawn"), "sample read": _("submission of the sample opened"),
    "list approved": _("list approved as a table"),
    "unfinished list removed": _("unfinished import removed"),
    "package taken in": _("data package imported"),
    "exported": _("list exported"), "log exported": _("audit log exported"),
    "log chained anew": _("audit log digests recomputed"),
    "edition released": _("edition released"),
    "restored": _("restored from a backup"),
    # accounts
    "signed in": _("signed in"), "signed out": _("signed out"),
    "sign-in refused": _("sign-in failed"), "session ended": _("session ended by the system"),
    "left quickly": _("emergency exit used"), "signed out everywhere": _("signed out everywhere"),
    "account invited": _("account invited"), "account disabled": _("account disabled"),
    "account enabled": _("account enabled"), "account renamed": _("account renamed"), "roles changed": _("roles changed"),
    "clearance requested": _("clearance to approve requested"),
    "clearance consented": _("clearance to approve consented to"),
    "roles synchronised": _("role permissions updated"),
    "demonstration account made": _("demonstration account created"),
    "passphrase changed": _("passphrase changed"), "passphrase reset": _("passphrase reset"),
    "passphrase set by link": _("passphrase set by link"), "link refused": _("one-time link rejected"),
    "authenticator app enrolled": _("authenticator app enrolled"),
    "authenticator app removed": _("authenticator app removed"),
    "passkey enrolled": _("passkey enrolled"), "passkey removed": _("passkey removed"),
    "recovery codes made anew": _("recovery codes regenerated"), "second factors removed": _("second factors removed"),
    "language chosen": _("language chosen"),
    "calendar link made": _("calendar link created"), "calendar link ended": _("calendar link revoked"),
    "calendar read by link": _("calendar read by link"),
    # emergency switches
    "switch freeze on": _("freeze switched on"), "switch freeze off": _("freeze switched off"),
    "switch lock on": _("lock switched on"), "switch lock off": _("lock switched off"),
    "switch neutral on": _("neutral public page switched on"), "switch neutral off": _("neutral public page switched off"),
}  # fmt: skip


def in_words(action: str) -> str:
    """Return the label of an action; the stored word itself if a later version no longer knows it."""
    return str(WORDS.get(action, action))


def kind_in_words(kind: str) -> str:
    """Return the label of a kind of record; kinds are model names such as "custody" and "accounts.user"."""
    model = _models().get(kind) or _models().get(kind.rpartition(".")[2])
    return str(capfirst(model._meta.verbose_name)) if model else kind


def public_ids(entries: Iterable[Entry]) -> dict[tuple[str, int | None], str]:
    """Map (kind, private key) to the displayed ID, for the records of the entries and their persons or cases.

    It is the public ID of a record that has one, otherwise the encrypted key from its address.
    """
    keys: dict[str, set[int]] = {}
    for entry in entries:
        for kind, key in ((entry.kind, entry.key), (entry.root_kind, entry.root_key)):
            if key is not None:
                keys.setdefault(kind, set()).add(key)
    ids: dict[tuple[str, int | None], str] = {}
    for kind, kind_keys in keys.items():
        model = _models().get(kind) or _models().get(kind.rpartition(".")[2])
        if model is not None and has_public_id(model):
            rows = model._base_manager.filter(pk__in=kind_keys).values_list("pk", "public_id")
            ids |= {(kind, pk): public_id for pk, public_id in rows}
        elif model is not None:
            ids |= {(kind, key): encrypted_key(model._meta.label_lower, key) for key in kind_keys}
    return ids


def named_records(public: str) -> list[tuple[str, int]]:
    """Return (kind, private key) for a displayed ID: the inverse of `public_ids`."""
    matches: list[tuple[str, int]] = []
    for kind, model in _models().items():
        if has_public_id(model):
            matches += [(kind, pk) for pk in model._base_manager.filter(public_id=public).values_list("pk", flat=True)]
        elif (key := read_key(model._meta.label_lower, public)) is not None:
            matches.append((kind, key))
    return matches


def has_public_id(model: type[Model]) -> bool:
    """Whether records of this kind have their own public ID."""
    return any(field.name == "public_id" for field in model._meta.concrete_fields)


@cache
def _models() -> dict[str, type[Model]]:
    private = [model for model in apps.get_models() if model._meta.app_label != "register"]
    short = {str(model._meta.model_name): model for model in private}
    return short | {f"{model._meta.app_label}.{model._meta.model_name}": model for model in private}
