"""Addresses for letters to people behind walls, as they are written on envelopes there."""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from cases import text
from cases.desk.bridge import HELD
from cases.desk.custody_lists import on_these_days
from cases.models import Custody, FacilityAddress, Person
from cases.vocabulary import NameKind

SAFETY = (
    _("Everything written is read by censors: nothing about the case, politics, other prisoners or who sends it."),
    _("No return address that could lead to somebody who is not safe; never the address of this organisation."),
    _("Letters in other languages than those the censors read are usually not handed over."),
    _("This list says who is watched over by whom: print it, use it, destroy it."),
)
"""What everybody who handles such a list is told."""
AT_MOST = 500


@dataclass(frozen=True)
class Label:
    """One envelope: the name in the script of the place, the address, and why care is needed ("" for no reason)."""

    person: Person
    name: str
    address: str
    care: str = ""


def labels(
    user: Any, *, facility: int | None = None, birthday_in: Sequence[dt.date] = (), silent: bool = False
) -> list[Label]:
    """The envelopes for those in custody whom `user` may know of, by name.

    `birthday_in`: only who has a birthday on one of these days. Whom letters do not reach or harm is left out unless
    `silent`; whose place or its address is not known gets no label.
    """
    held = Custody.objects.visible_to(user).filter(kind__in=HELD, until="", end="", facility__isnull=False)
    if facility is not None:
        held = held.filter(facility=facility)
    persons = Person.objects.visible_to(user).filter(died="", pk__in=held.values("person"))
    if birthday_in:
        persons = persons.filter(on_these_days(birthday_in))
    if not silent:
        persons = persons.exclude(can_receive_letters=False)
    addresses = Prefetch("facility__addresses", FacilityAddress.objects.filter(valid_until="").order_by("pk"))
    rows = Prefetch("custody", held.select_related("facility").prefetch_related(addresses), to_attr="held")
    found = [_label(person) for person in persons.prefetch_related("names", rows).order_by("pk")[:AT_MOST]]
    return sorted((label for label in found if label is not None), key=lambda label: (label.name, label.person.pk))


def _label(person: Any) -> Label | None:
    addresses = [address for row in person.held for address in row.facility.addresses.all()]
    if not addresses:
        return None
    address = addresses[-1]
    care = []
    if person.can_receive_letters is None:
        care.append(str(_("nobody confirmed that letters arrive")))
    if person.can_receive_letters is False:
        care.append(str(_("letters do not reach the person or do harm")))
    if address.to_verify:
        care.append(str(_("the address is to be verified")))
    return Label(person, text.shown(local_name(person)), text.shown(address.local), "; ".join(care))


def local_name(person: Person) -> str:
    """The name as the guards have it: the first legal one that is not in Latin letters, or the first there is."""
    names = sorted(person.names.all(), key=lambda name: (name.position, name.pk))
    usable = [name for name in names if name.kind == NameKind.LEGAL] or names
    local = [name for name in usable if not is_latin(name.text)]
    return (local or usable)[0].text if usable else str(person)


def is_latin(written: str) -> bool:
    """Whether a name is written in Latin letters alone."""
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in written if letter.isalpha())
