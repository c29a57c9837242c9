"""What the log's actions and kinds of record are called in words.

The log keeps one fixed English word for each action, so that it reads the same to a check or a script in every language and years
later; people read it in theirs.
"""

from functools import cache

from django.apps import apps
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

WORDS = {
    # records
    "added": _("added"), "changed": _("changed"), "removed": _("removed"),
    "read restricted": _("opened while restricted"), "read sensitive": _("opened contacts, health and relatives"),
    "evidence opened": _("evidence opened"), "evidence altered": _("evidence found altered"),
    "evidence missing": _("evidence found missing"),
    "merged": _("merged"), "merge requested": _("merge asked for"), "merge returned": _("merge returned"),
    "merge withdrawn": _("merge no longer asked for"), "merge undone": _("merge undone"),
    "old address leads on": _("old address leads on"), "old address closed": _("old address closed"),
    # review and lists
    "submitted": _("submitted for review"), "approved": _("approved"), "returned": _("returned"),
    "withdrew": _("taken back before review"), "retracted": _("taken out of public"),
    "uploaded": _("list uploaded"), "imported": _("list imported"), "undone": _("list taken back"),
    "exported": _("list taken out"), "log exported": _("log taken out"),
    # accounts
    "signed in": _("signed in"), "signed out": _("signed out"),
    "sign-in refused": _("sign-in refused"), "session ended": _("session ended by the program"),
    "left quickly": _("left quickly"), "signed out everywhere": _("signed out everywhere"),
    "account invited": _("account invited"), "account disabled": _("account disabled"),
    "account enabled": _("account enabled"), "roles changed": _("roles changed"),
    "roles synchronised": _("permissions of roles written"),
    "demonstration account made": _("demonstration account made"),
    "passphrase changed": _("passphrase changed"), "passphrase reset": _("passphrase reset"),
    "passphrase set by link": _("passphrase set by link"), "link refused": _("link refused"),
    "authenticator app enrolled": _("authenticator app enrolled"),
    "authenticator app removed": _("authenticator app removed"),
    "passkey enrolled": _("passkey enrolled"), "passkey removed": _("passkey removed"),
    "recovery codes made anew": _("recovery codes made anew"), "second factors removed": _("second factors removed"),
    "language chosen": _("language chosen"),
    "calendar link made": _("calendar link made"), "calendar link ended": _("calendar link ended"),
    "calendar read by link": _("calendar read by link"),
    # emergency switches
    "switch freeze on": _("freeze switched on"), "switch freeze off": _("freeze switched off"),
    "switch lock on": _("lock switched on"), "switch lock off": _("lock switched off"),
    "switch neutral on": _("neutral public page switched on"), "switch neutral off": _("neutral public page switched off"),
}  # fmt: skip


def in_words(action: str) -> str:
    """An action as people read it; the stored word itself where a later version no longer knows it."""
    return str(WORDS.get(action, action))


def kind_in_words(kind: str) -> str:
    """A kind of record as people read it: "custody" and "accounts.user" are the names of their models."""
    model = _models().get(kind) or _models().get(kind.rpartition(".")[2])
    return str(capfirst(model._meta.verbose_name)) if model else kind


@cache
def _models() -> dict[str, type[Model]]:
    private = [model for model in apps.get_models() if model._meta.app_label != "register"]
    short = {str(model._meta.model_name): model for model in private}
    return short | {f"{model._meta.app_label}.{model._meta.model_name}": model for model in private}
