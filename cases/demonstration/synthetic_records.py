"""Synthetic persons and cases in the frozen form in which records are approved: rows of every frequent kind."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from cases.demonstration.synthetic_words import Words
from cases.models import (
    Country,
    Court,
    Facility,
    Jurisdiction,
    Occupation,
    Official,
    Organisation,
    Provision,
    Record,
    Region,
    Source,
)  # fmt: skip
from cases.models.record import ALPHABET, PUBLIC_ID_LENGTH
from cases.review.freeze import SCHEMA, frozen_reference

REFERENCES: tuple[type[Record], ...] = (
    Country, Court, Facility, Jurisdiction, Occupation, Official, Organisation, Provision, Region, Source,
)  # fmt: skip
FIRST_DAY, DAYS = date(2020, 8, 9), 2000
ENDS = ("served", "pardoned", "released", "exchanged", "expelled", "parole")
STAGES = ("in_force", "in_force", "verdict", "trial", "charged", "appeal", "ended")
PENALTIES = ("imprisonment", "imprisonment", "imprisonment", "restriction_home", "restriction_open", "fine")
Content = dict[str, Any]
Values = dict[str, Any]


class Inventor:
    """Generates contents from a seed and the existing reference data."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - invented data, to be the same for the same seed
        self.words = Words(self.random)
        self.frozen: dict[type[Record], list[Values]] = {
            model: [frozen_reference(record) for record in model._base_manager.order_by("public_id")]
            for model in REFERENCES
        }

    def id(self) -> str:
        """Return a public ID like those of real records."""
        return "".join(self.random.choices(ALPHABET, k=PUBLIC_ID_LENGTH))

    def any(self, model: type[Record]) -> Values:
        """Return a reference value; the first ones of a kind are the most frequent, as in real data."""
        values = self.frozen[model]
        return values[int(len(values) * self.random.random() ** 2)]

    def day(self, start: date = FIRST_DAY, days: int = DAYS) -> date:
        """Return a day within `days` days after `start`."""
        return start + timedelta(days=self.random.randrange(days))

    def person(self) -> Content:
        """Generate a person with names, custody, recognition, texts and sources."""
        draft = Draft("person", self)
        gender = self.random.choice(("male", "male", "male", "female"))
        year = self.random.randint(1950, 2004)
        born = {"edtf": str(year), "lower": f"{year}-01-01", "upper": f"{year}-12-31"}
        draft.root_values(gender=gender, born=born, region=self.any(Region), can_receive_letters=True)
        forms = zip(self.words.name(gender), (("be", "Cyrl"), ("ru", "Cyrl"), ("en", "Latn")), strict=True)
        for place, (text, (language, script)) in enumerate(forms):
            kind = ("legal", "alias", "latin")[place]
            draft.row("personname", text=text, kind=kind, language=language, script=script)
        draft.row("personcitizenship", country=self.any(Country))
        draft.row("personoccupation", occupation=self.any(Occupation))
        for language in ("en", "be", "ru"):
            draft.row("personsummary", language=language, text=self.words.text(language, 60))
        arrested = self._custody(draft)
        if self.random.random() < 0.7:
            status: Values = {"status": "political_prisoner", "from_date": exact(arrested + timedelta(days=30))}
            draft.row("recognition", organisation=self.any(Organisation), **status)
        if self.random.random() < 0.2:
            fields = {"kind": "ill_treatment", "public_text": self.words.text("en", 15), "language": "en"}
            draft.row("violation", on_date=exact(arrested), **fields)
        for about in self.random.sample(draft.values(), 2):
            quote = {"quote": self.words.text("en", 8), "stance": "supports"}
            draft.row("citation", source=self.any(Source), about=about, **quote)
        return draft.content()

    def _custody(self, draft: "Draft") -> date:
        start = first = self.day()
        kinds = ("arrest", "remand", "serving")[: self.random.randint(1, 3)]
        for kind in kinds:
            end = start + timedelta(days={"arrest": 10, "remand": 200, "serving": 900}[kind])
            values: Values = {"kind": kind, "facility": self.any(Facility), "from_date": exact(start)}
            if kind is not kinds[-1]:
                values |= {"until": exact(end), "end": "transfer"}
            elif self.random.random() < 0.6:
                values |= {"until": exact(end), "end": self.random.choice(ENDS)}
            draft.row("custody", **values)
            start = end
        return first

    def case(self, persons: Sequence[str], number: int) -> Content:
        """Generate a case against these persons, given by public ID."""
        draft = Draft("case", self)
        court, judge, opened = self.any(Court), self.any(Official), self.day()
        jurisdiction = self.frozen[Jurisdiction][0]
        draft.root_values(
            jurisdiction=jurisdiction, kind="criminal", number=f"S-{number}", court=court, opened=exact(opened)
        )
        for language in ("en", "be", "ru"):
            text = self.words.text(language, 20)
            draft.row("casesummary", language=language, title=f"{text[:30]} {number}", text=text)
        for person in persons:
            self._defendant(draft, person, court, judge, opened)
        for _hearing in range(self.random.randint(1, 3)):
            day = self.day(opened + timedelta(days=100), 300)
            values: Values = {
                "court": court,
                "day": exact(day),
                "kind": "session",
                "openness": "open",
                "outcome": "held",
            }
            hearing = draft.row("hearing", **values)
            draft.row("hearingofficial", hearing, official=judge, role="presiding")
        return draft.content()

    def _defendant(self, draft: "Draft", person: str, court: Values, judge: Values, opened: date) -> None:
        stage, decided = self.random.choice(STAGES), self.day(opened + timedelta(days=120), 400)
        values: Values = {"person": f"person/{person}", "stage": stage, "stage_date": exact(decided)}
        defendant = draft.row("defendant", **values, in_absentia=self.random.random() < 0.05)
        judged = stage in ("in_force", "verdict", "appeal", "ended")
        for _charge in range(self.random.randint(1, 3)):
            status: Values = {"status": "convicted", "status_date": exact(decided)} if judged else {"status": "charged"}
            charged_on = exact(opened + timedelta(days=10))
            draft.row("charge", defendant, provision=self.any(Provision), charged_on=charged_on, **status)
        if judged:
            values = {"instance": "first", "court": court, "judge": judge, "decided": exact(decided)}
            sentence = draft.row("sentence", defendant, **values)
            draft.row("penalty", sentence, **self._penalty())

    def _penalty(self) -> Values:
        kind = self.random.choice(PENALTIES)
        if kind == "fine":
            return {"kind": kind, "amount": "3700.00", "currency": "BYN"}
        return {"kind": kind, "years": self.random.randint(1, 12), "months": self.random.choice((1, 3, 6, 9))}


class Draft:
    """Content under construction."""

    def __init__(self, noun: str, inventor: Inventor) -> None:
        self.invent = inventor.id
        self.root = f"{noun}/{inventor.id()}"
        self.rows: list[dict[str, Any]] = []

    def root_values(self, **values: Any) -> None:
        """Add the row of the person or case itself."""
        self.rows.append({"path": self.root, "parent": "", "values": values})

    def row(self, noun: str, parent: str = "", **values: Any) -> str:
        """Add a row; return its path, with which it can be another row's parent."""
        path = f"{noun}/{self.invent()}"
        self.rows.append({"path": path, "parent": parent or self.root, "values": values})
        return path

    def values(self) -> list[str]:
        """Return the paths of the values so far."""
        return [f"{row['path']}/{name}" for row in self.rows for name in row["values"]]

    def content(self) -> Content:
        """Return the whole content, in the order in which contents are frozen."""
        return {"schema": SCHEMA, "root": self.root, "rows": sorted(self.rows, key=lambda row: row["path"])}


def exact(day: date) -> Mapping[str, str]:
    """Return a partial date that is an exact day."""
    return {"edtf": day.isoformat(), "lower": day.isoformat(), "upper": day.isoformat()}
