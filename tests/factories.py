"""Invented records for tests, each as small as the database allows; what a test cares about is passed by name.

`by` (None: the machine itself) is who is said to have entered it. Everything is saved as the site saves it, with history.
"""

from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from cases.models import (
    AppealPeriod,
    Case,
    CaseSummary,
    Charge,
    Citation,
    Code,
    Consent,
    Country,
    Court,
    CreditFactor,
    Custody,
    Defendant,
    Evidence,
    Facility,
    FacilityAddress,
    Hearing,
    HearingDefendant,
    HearingOfficial,
    Intake,
    IntakeUse,
    Jurisdiction,
    Occupation,
    Official,
    Organisation,
    Penalty,
    Person,
    PersonCitizenship,
    PersonName,
    PersonOccupation,
    PersonSummary,
    Photo,
    Provision,
    Recognition,
    Record,
    Region,
    Root,
    Sentence,
    Source,
    Violation,
)

_numbers = count(1)


def _made(model: type[Record], by: User | None, defaults: dict[str, Any], given: dict[str, Any]) -> Any:
    """Save a record of `model`; a default that is a function is asked only when nothing was given for its field."""
    values = {name: value() if callable(value) else value for name, value in defaults.items() if name not in given}
    record = model(**values | given)
    record.save(by=by)
    return record


def _made_root(
    model: type[Root], by: User | None, readers: Any, defaults: dict[str, Any], given: dict[str, Any]
) -> Any:
    """The same for what can be restricted to `readers`."""
    values = {name: value() if callable(value) else value for name, value in defaults.items() if name not in given}
    record = model(**values | given)
    record.save(by=by, readers=readers)
    if readers:
        record.set_readers(readers, by=by)
    return record


def restrict(record: Any, *readers: User, by: User | None = None) -> Any:
    """Restrict a stored record to `readers`, and `by`, or to a new account; returns it as it is then."""
    if not readers and by is None:
        number = next(_numbers)
        readers = (User.objects.create_user(f"keeper{number}", is_staff=True, is_superuser=True),)
    record = type(record)._base_manager.get(pk=record.pk)
    record.restrict(readers=readers, reason="Invented reason.", by=by)
    return record


def user(username: str = "", **given: Any) -> User:
    """An account without any permission; `permissions` names those it holds: "cases.view_sensitive"."""
    from django.contrib.auth.models import Permission

    from tests.accounts.signing_in import cleared

    permissions = given.pop("permissions", ())
    account = User.objects.create_user(username or f"user{next(_numbers)}", **given)
    for name in permissions:
        label, codename = name.split(".")
        account.user_permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))
    return cleared(account)


def country(*, by: User | None = None, **given: Any) -> Country:
    """The country of that `code` (BY), made when it is not there yet."""
    known = Country.objects.filter(code=given.get("code", "BY")).first()
    return known or _made(Country, by, {"code": "BY", "name_en": "Belarus"}, given)


def region(*, by: User | None = None, **given: Any) -> Region:
    return _made(Region, by, {"country": country, "name_en": f"Region {next(_numbers)}"}, given)


def occupation(*, by: User | None = None, **given: Any) -> Occupation:
    return _made(Occupation, by, {"name_en": f"occupation {next(_numbers)}"}, given)


def organisation(*, by: User | None = None, **given: Any) -> Organisation:
    return _made(Organisation, by, {"name_en": f"Organisation {next(_numbers)}"}, given)


def official(*, by: User | None = None, **given: Any) -> Official:
    return _made(Official, by, {"name_en": f"Judge {next(_numbers)}"}, given)


def jurisdiction(*, by: User | None = None, **given: Any) -> Jurisdiction:
    return _made(Jurisdiction, by, {"country": country, "name_en": f"Jurisdiction {next(_numbers)}"}, given)


def code(*, by: User | None = None, **given: Any) -> Code:
    return _made(Code, by, {"jurisdiction": jurisdiction, "name_en": f"Criminal Code {next(_numbers)}"}, given)


def provision(*, by: User | None = None, **given: Any) -> Provision:
    return _made(
        Provision, by, {"code": code, "article": str(100 + next(_numbers)), "name_en": "An invented offence"}, given
    )


def credit_factor(*, by: User | None = None, **given: Any) -> CreditFactor:
    defaults = {"jurisdiction": jurisdiction, "custody": "remand", "factor": "1.5", "source": "An invented law"}
    return _made(CreditFactor, by, defaults, given)


def appeal_period(*, by: User | None = None, **given: Any) -> AppealPeriod:
    return _made(AppealPeriod, by, {"jurisdiction": jurisdiction, "days": 10, "source": "An invented law"}, given)


def court(*, by: User | None = None, **given: Any) -> Court:
    return _made(Court, by, {"country": country, "name_en": f"Court {next(_numbers)}"}, given)


def facility(*, by: User | None = None, **given: Any) -> Facility:
    return _made(Facility, by, {"country": country, "name_en": f"Place {next(_numbers)}"}, given)


def facility_address(*, by: User | None = None, **given: Any) -> FacilityAddress:
    return _made(FacilityAddress, by, {"facility": facility, "local": "вул. Выдуманая 1"}, given)


def person(name: str = "Іван Выдуманы", *, by: User | None = None, readers: Any = (), **given: Any) -> Person:
    """A person with one name ("": none), and `readers` where it is restricted."""
    made: Person = _made_root(Person, by, readers, {}, given)
    if name:
        person_name(made, text=name, by=by)
    return made


def person_name(of: Person, *, by: User | None = None, **given: Any) -> PersonName:
    return _made(PersonName, by, {"person": of, "text": f"Выдуманы {next(_numbers)}"}, given)


def citizenship(of: Person, *, by: User | None = None, **given: Any) -> PersonCitizenship:
    return _made(PersonCitizenship, by, {"person": of, "country": country}, given)


def person_occupation(of: Person, *, by: User | None = None, **given: Any) -> PersonOccupation:
    return _made(PersonOccupation, by, {"person": of, "occupation": occupation}, given)


def person_summary(of: Person, *, by: User | None = None, **given: Any) -> PersonSummary:
    return _made(PersonSummary, by, {"person": of, "text": "An invented person."}, given)


def photo(of: Person, *, by: User | None = None, **given: Any) -> Photo:
    """A photo with a small picture."""
    out = BytesIO()
    Image.new("RGB", (8, 8), (120, 30, 30)).save(out, "JPEG")
    made = Photo(person=of, **given)
    made.take(SimpleUploadedFile("picture.jpg", out.getvalue(), "image/jpeg"))
    made.save(by=by)
    return made


def recognition(of: Person, *, by: User | None = None, **given: Any) -> Recognition:
    return _made(Recognition, by, {"person": of, "organisation": organisation, "from_date": "2021-02-03"}, given)


def consent(of: Person, *, by: User | None = None, **given: Any) -> Consent:
    return _made(Consent, by, {"person": of, "given_on": "2021-03-04"}, given)


def custody(of: Person, *, by: User | None = None, **given: Any) -> Custody:
    return _made(Custody, by, {"person": of, "facility": facility, "from_date": "2021-01-02"}, given)


def violation(of: Person, *, by: User | None = None, **given: Any) -> Violation:
    return _made(Violation, by, {"person": of, "on_date": "2021-01"}, given)


def case(*, by: User | None = None, readers: Any = (), **given: Any) -> Case:
    """A case, with `readers` where it is restricted."""
    made: Case = _made_root(
        Case, by, readers, {"jurisdiction": jurisdiction, "title": f"Case {next(_numbers)}", "court": court}, given
    )
    return made


def case_summary(of: Case, *, by: User | None = None, **given: Any) -> CaseSummary:
    return _made(CaseSummary, by, {"case": of, "title": "An invented case"}, given)


def defendant(*, by: User | None = None, **given: Any) -> Defendant:
    return _made(Defendant, by, {"case": case, "person": person, "stage": "charged", "stage_date": "2021-05"}, given)


def charge(of: Defendant, *, by: User | None = None, **given: Any) -> Charge:
    return _made(Charge, by, {"defendant": of, "provision": provision, "charged_on": "2021-01-05"}, given)


def hearing(of: Case, *, by: User | None = None, **given: Any) -> Hearing:
    return _made(Hearing, by, {"case": of, "court": of.court, "day": "2021-06-07"}, given)


def hearing_defendant(of: Hearing, *, by: User | None = None, **given: Any) -> HearingDefendant:
    return _made(HearingDefendant, by, {"hearing": of, "defendant": lambda: defendant(case=of.case)}, given)


def hearing_official(of: Hearing, *, by: User | None = None, **given: Any) -> HearingOfficial:
    return _made(HearingOfficial, by, {"hearing": of, "official": official}, given)


def sentence(of: Defendant, *, by: User | None = None, **given: Any) -> Sentence:
    return _made(Sentence, by, {"defendant": of, "court": of.case.court, "decided": "2021-09-10"}, given)


def penalty(of: Sentence, *, by: User | None = None, **given: Any) -> Penalty:
    return _made(Penalty, by, {"sentence": of, "years": 3, "regime": "general"}, given)


def source(*, by: User | None = None, **given: Any) -> Source:
    return _made(Source, by, {"title": f"Report {next(_numbers)}", "link": "https://example.org/report"}, given)


def citation(of: Person | Case, *, by: User | None = None, **given: Any) -> Citation:
    return _made(Citation, by, {of.noun(): of, "source": source, "quote": "An invented sentence."}, given)


def evidence(of: Source | None = None, *, by: User | None = None, **given: Any) -> Evidence:
    """What is known of a file; the file itself is kept by whoever needs one."""
    if of is not None:
        given["source"] = of
    defaults = {"source": source, "sha256": f"{next(_numbers):064x}", "size": 1, "media_type": "text/plain"}
    return _made(Evidence, by, defaults, given)


def intake(*, by: User | None = None, readers: Any = (), **given: Any) -> Intake:
    """An entry, open to all staff unless `restricted` is given."""
    defaults = {
        "restricted": False, "subject": "An invented message", "says": "An invented story.", "received_on": "2021-02-03",
    }  # fmt: skip
    made: Intake = _made_root(Intake, by, readers, defaults, given)
    return made


def intake_use(of: Intake, *, by: User | None = None, **given: Any) -> IntakeUse:
    return _made(IntakeUse, by, {"intake": of}, given)
