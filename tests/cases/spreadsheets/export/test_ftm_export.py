"""FollowTheMoney from the private site: by the permission to export, as far as the reader may know, logged."""

import io
import json
import zipfile

import pytest

from accounts.exceptions import Refused
from accounts.models import Entry, User
from cases.domain.follow_the_money import Entity
from cases.models import Person
from cases.spreadsheets.export.export import take_out_ftm
from tests import factories
from tests.cases.domain.test_follow_the_money import check
from tests.cases.spreadsheets.package.whole_records import whole

pytestmark = pytest.mark.django_db


def read(by: User, **chosen: list[int]) -> tuple[list[Entity], bytes]:
    with take_out_ftm(by=by, filtered_by="", **chosen) as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        content = archive.read("entities.ftm.json")
        assert archive.read("statements.csv").startswith(b'"canonical_id","entity_id"')
    return [
        Entity(told["id"], told["schema"], told["properties"]) for told in map(json.loads, content.splitlines())
    ], content


def test_records_are_entities_with_the_ids_of_the_public_site(editor: User) -> None:
    person, case = whole(editor)
    found, content = read(editor)
    check(found)
    assert {f"ct-person-{person.public_id}", f"ct-case-{case.public_id}"} <= {one.id for one in found}
    assert {one.schema for one in found} == {"Person", "CourtCase", "CourtCaseParty", "PublicBody", "Address"}
    for secret in ("+375 29 000", "the mother", "line 1", "observers"):
        assert secret.encode() not in content
    note = Entry.objects.filter(action="exported").latest("sequence").note
    assert note == "FollowTheMoney, 2 persons and cases; filter: none"


def test_links_of_confidential_and_risky_sources_stay(editor: User) -> None:
    person = factories.person("Асоба")
    for number, flags in enumerate(({}, {"confidential": True}, {"legal_risk": True})):
        factories.citation(person, source=factories.source(link=f"https://example.org/{number}", **flags))
    found, _content = read(editor)
    assert found[0].properties["sourceUrl"] == ["https://example.org/0"]


def test_restricted_and_unchosen_persons_are_no_entities(editor: User, reviewer: User) -> None:
    chosen = factories.person("Асоба")
    other = factories.defendant(person=factories.person("Іншы")).person
    secret = factories.person("Таямніца", restricted=True, readers=[reviewer])
    _found, content = read(editor)
    assert other.public_id.encode() in content and secret.public_id.encode() not in content
    found, _content = read(
        editor, persons=list(Person.objects.filter(pk__in=[chosen.pk, secret.pk]).values_list("pk", flat=True))
    )
    assert [one.id for one in found] == [f"ct-person-{chosen.public_id}"]


def test_only_who_may_export_takes_them_out(auditor: User) -> None:
    with pytest.raises(Refused):
        take_out_ftm(by=auditor, filtered_by="")
