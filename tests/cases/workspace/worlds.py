"""Records of which everything is due on one day, open to all staff or restricted to one of them."""

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

from accounts.models import User
from cases.models import Case, Jurisdiction, Person
from cases.reference.load_reference_data import load
from cases.reference.reference_rows import FILES
from tests import factories

TODAY = dt.date(2026, 11, 23)
SECRET = "Таямніца"


def belarus() -> Jurisdiction:
    """Belarus with its tables of legal time as they are delivered: the reference files that they need, and no others."""
    with TemporaryDirectory() as folder:
        for name in ("jurisdictions.csv", "countries.csv", "appeals.csv", "credit_belarus.csv", "credit_russia.csv"):
            rows = (FILES / name).read_text(encoding="utf-8").splitlines(keepends=True)
            kept = [row for row in rows[1:] if name != "countries.csv" or row.startswith(("BY,", "RU,", "MM,"))]
            (Path(folder) / name).write_text("".join([rows[0], *kept]), encoding="utf-8")
        load(Path(folder))
    return Jurisdiction.objects.get(name_en="Belarus")


def day(offset: int) -> str:
    return (TODAY + dt.timedelta(days=offset)).isoformat()


def all_due(word: str, *, by: User | None = None) -> tuple[Case, Person]:
    """A case of which hearings, an outcome, an appeal, a release, a birthday and a limit are due on TODAY."""
    case = factories.case(title=f"{word} case", jurisdiction=belarus(), by=by)
    person = factories.person(f"{word} Выдуманы", born=f"1990-{day(3)[5:]}", by=by)
    tried = factories.defendant(case=case, person=person, stage="trial", by=by)
    for offset in (-2, 0, 2):
        row = factories.hearing(case, day=day(offset), time="10:00", room=f"{word} room", by=by)
        factories.hearing_defendant(row, defendant=tried, by=by)
    held = factories.custody(person, kind="serving", from_date=day(-350), by=by)
    factories.facility_address(facility=held.facility, local=f"вул. {word}")
    verdict = factories.sentence(tried, decided=day(-5), by=by)
    factories.penalty(verdict, years=1, regime="general", by=by)
    waiting = factories.person(f"{word} Waiting", by=by)
    factories.defendant(case=case, person=waiting, by=by)
    factories.custody(waiting, kind="remand", from_date=day(-55), by=by)
    return case, person


def restrict(keeper: User) -> None:
    """Let nobody but `keeper` know of the persons and cases whose names hold SECRET."""
    for model, found in ((Person, {"names__text__startswith": SECRET}), (Case, {"title__startswith": SECRET})):
        for record in model.objects.filter(**found):
            factories.restrict(record, keeper)
