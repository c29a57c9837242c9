"""Addresses for letters to people in custody, as written on envelopes there."""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain import characters
from cases.domain.vocabulary import NameKind
from cases.models import Custody, FacilityAddress, Person
from cases.workspace.custody_now import persons_in_custody, place_today
from cases.workspace.dashboard.custody_panels import on_these_days
from cases.workspace.term_inputs import HELD

SAFETY = (
    _("Censors read every letter. Do not mention the case, politics, other prisoners or who sends it."),
    _("Do not use a return address that could put someone at risk. Never use the address of this organisation."),
    _("Letters in languages that the censors don't read are usually not delivered."),
    _("Sensitive list: destroy after use."),
)
"""Safety advice for everybody who handles such a list."""
AT_MOST = 500


@dataclass(frozen=True)
class Label:
    """One envelope: the name in the local script, the address, and a warning ("" for none)."""

    person: Person
    name: str
    address: str
    care: str = ""


def labels(
    user: Any,
    *,
    facility: int | None = None,
    birthday_in: Sequence[dt.date] = (),
    silent: bool = False,
    today: dt.date | None = None,
) -> list[Label]:
    """Return the envelopes for people in custody visible to `user`, by name.

    `birthday_in`: only people with a birthday on one of these days. People whom letters do not reach or would harm are
    left out unless `silent`; people whose place or its address is unknown get no label.
    """
    day = today or timezone.localdate()
    custody = Custody.objects.visible_to(user).filter(kind__in=HELD, facility__isnull=False)
    if facility is not None:
        custody = custody.filter(facility=facility)
    persons = persons_in_custody(Person.objects.visible_to(user).filter(pk__in=custody.values("person")), day)
    if birthday_in:
        persons = persons.filter(on_these_days(birthday_in))
    if not silent:
        persons = persons.exclude(can_receive_letters=False)
    addresses = Prefetch("facility__addresses", FacilityAddress.objects.filter(valid_until="").order_by("pk"))
    rows = Prefetch("custody", Custody.objects.select_related("facility").prefetch_related(addresses))
    envelopes: list[Label] = []
    for person in persons.prefetch_related("names", rows).order_by("pk").iterator(AT_MOST):
        row = place_today(person, day)
        if row is None or row.facility is None or row.kind not in HELD or facility not in (None, row.facility_id):
            continue
        label = _label(person, row)
        if label is not None:
            envelopes.append(label)
        if len(envelopes) == AT_MOST:
            break
    return sorted(envelopes, key=lambda label: (label.name, label.person.pk))


def _label(person: Any, row: Any) -> Label | None:
    addresses = list(row.facility.addresses.all())
    if not addresses:
        return None
    address = addresses[-1]
    care = []
    if person.can_receive_letters is None:
        care.append(str(_("delivery unconfirmed")))
    if person.can_receive_letters is False:
        care.append(str(_("letters do not reach the person safely")))
    if address.to_verify:
        care.append(str(_("address unverified")))
    return Label(person, characters.shown(local_name(person)), characters.shown(address.local), "; ".join(care))


def local_name(person: Person) -> str:
    """Return the name that the guards use: the first legal one not in Latin letters, or the first of all."""
    names = sorted(person.names.all(), key=lambda name: (name.position, name.pk))
    candidates = [name for name in names if name.kind == NameKind.LEGAL] or names
    local_names = [name for name in candidates if not is_latin(name.text)]
    return (local_names or candidates)[0].text if candidates else str(person)


def is_latin(written: str) -> bool:
    """Whether a name is written only in Latin letters."""
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in written if letter.isalpha())
