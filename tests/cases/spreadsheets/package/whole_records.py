"""Records with something in every column, as the package has to bring them back."""

from accounts.models import User
from cases.models import Case, Person
from tests import factories


def whole(by: User) -> tuple[Person, Case]:
    """A person and a case with a row of every kind; texts that spreadsheet programs and CSV files stumble over."""
    region = factories.region(name_be="Вобласць", name_local="地区")
    person = factories.person(
        "=Іван “Выдуманы”", gender="male", born="about 1980", died="1954-02-29", region=region, can_receive_letters=False,
        internal_notes='line 1\nline 2, "quoted"\r\n\'=x', contacts="+375 29 000", health="ill", relatives="mother", by=by,
    )  # fmt: skip
    factories.person_name(
        person, text="Ivan Vydumany", kind="latin", language="en", script="Latn", order="family_first", position=1,
        given="Ivan", patronymic="P", family="Vydumany", by=by,
    )  # fmt: skip
    factories.citizenship(person, until="2024", by=by)
    factories.person_occupation(person, by=by)
    factories.person_summary(person, by=by)
    organisation = factories.organisation(
        country=factories.country(code="LT", name_en="Lithuania"), website="https://example.org"
    )
    factories.recognition(person, organisation=organisation, until="2023", statement="https://example.org/s", by=by)
    factories.consent(person, given_by="the mother", until="2030", by=by)
    former = factories.facility(code="IK-1")
    place = factories.facility(predecessor=former, region=region, city="Мінск", opened="2001")
    factories.facility_address(facility=place, latin="Vydumanaja 1", valid_from="2020")
    factories.custody(person, facility=place, until="2022-03", end="released", internal_notes="note", by=by)
    factories.violation(
        person, facility=place, public_text="An invented text.", language="be", internal_notes="n", by=by
    )
    case = factories.case(number="1/2021", opened="2021-02", internal_notes="note", by=by)
    factories.case_summary(case, text="An invented text.", by=by)
    defendant = factories.defendant(
        case=case, person=person, in_absentia=True, act_date="2020-08", internal_notes="n", by=by
    )
    provision = factories.provision(part="2", valid_from="2001", max_months=60, source="A law")
    factories.charge(defendant, provision=provision, status_date="2021-04", internal_notes="n", by=by)
    official = factories.official(country=factories.country(), post="Мінск", from_date="2010")
    later = factories.hearing(case, day="2021-07-08", by=by)
    hearing = factories.hearing(
        case,
        time="10:30",
        room="5",
        openness="open",
        outcome="adjourned",
        adjourned_to=later,
        observers_notes="n",
        by=by,
    )
    factories.hearing_defendant(hearing, defendant=defendant, by=by)
    factories.hearing_official(hearing, official=official, role="prosecutor", by=by)
    first = factories.sentence(defendant, judge=official, in_force="2021-10", internal_notes="n", by=by)
    factories.penalty(first, months=6, days=1, by=by)
    second = factories.sentence(defendant, instance="addition", addition="full", replaces=first, decided="2022", by=by)
    factories.penalty(second, kind="fine", years=None, regime="", amount="1234.50", currency="BYN", by=by)
    source = factories.source(
        publisher=organisation,
        published="2021",
        archived_link="https://example.org/a",
        archived_sha256="a" * 64,
        internal_notes="n",
    )
    factories.citation(
        person, source=source, about=f"person/{person.public_id}/born", stance="contradicts", says="1981", by=by
    )
    factories.citation(case, source=source, about=f"hearing/{hearing.public_id}/day", by=by)
    return person, case
