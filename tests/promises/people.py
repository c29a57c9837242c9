"""Invented people with a word of their own in every field that is public, so that each can be looked for."""

from pathlib import Path
from random import Random

from accounts.models import User
from cases.models import Case, Person
from cases.publication import publish
from cases.review import transitions
from cases.review.freeze import values_of
from cases.review.models import Snapshot
from tests import factories

WORDS = 11  # that `described` takes


def approve(record: Person | Case, editor: User, reviewer: User, withhold: frozenset[str] = frozenset()) -> Snapshot:
    """Submit, approve all but `withhold`, publish."""
    snapshot = transitions.submit(record=type(record).objects.get(pk=record.pk), by=editor)
    ticked = set(values_of(snapshot.content)) - withhold
    transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)
    publish.publish_outstanding()
    return snapshot


def word(random: Random) -> str:
    return "".join(random.choice("bdfgklmnprtvz") + random.choice("aeiou") for _syllable in range(6))


def described(words: list[str], editor: User) -> Person:
    """A person with one of the words in a field of every kind of row."""
    words = list(words)
    person = factories.person(words.pop(), by=editor, region=factories.region(name_en=words.pop()))
    factories.person_summary(person, by=editor, text=f"{words.pop()} {'and so on ' * 300}{words.pop()}")
    place = factories.facility(name_en=words.pop(), city=words.pop())
    factories.facility_address(facility=place, local=words.pop())
    factories.custody(person, by=editor, facility=place)
    factories.violation(person, by=editor, public_text=words.pop())
    factories.citation(person, by=editor, quote=words.pop(), source=factories.source(title=words.pop()))
    factories.recognition(person, by=editor, statement=f"https://example.org/{words.pop()}")
    return person


def those_in(file: Path, words: list[str]) -> list[str]:
    held = file.read_bytes()
    return [one for one in words if one.encode() in held]
