"""What is private in one world: words that occur nowhere else, other people, other places, at other hours.

Every word made here is remembered. It is a canary: wherever in public one of them turns up, something leaked.
"""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from accounts.models import User
from cases.models import Person, Record
from cases.models.fields import PartialDateField
from tests.promises.plan import NOT_DRAWN, OTHER_YEARS, YEAR_ALONE, YEARS, Day, is_address

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class Clock:
    """The hour in one world. Only the day comes from the plan; everything below it is this world's own."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.set(date(2023, 12, 1))

    def set(self, day: date) -> None:
        """Go to some hour of `day`, which begins where the organisation is."""
        self.moment = datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone()) + timedelta(
            seconds=self.random.randint(0, 22 * 3600), microseconds=self.random.randint(0, 999_999)
        )

    def now(self) -> datetime:
        """This moment; a little later at each call."""
        self.moment += timedelta(microseconds=self.random.randint(1, 50_000))
        return self.moment


class Secrets:
    """Makes the private values of one world and remembers what must never be seen."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.words: list[str] = []
        self.staff: list[User] = []
        self.people: list[Person] = []  # whom no plan knows
        self.open: dict[str, list[Record]] = {}  # the plan's reference data, of which private rows make use too
        self.hidden: dict[str, list[Record]] = {}  # reference data that no plan knows

    def word(self) -> str:
        """A new word that anybody could pronounce and nobody has written before."""
        word = "".join(self.random.choice("bdfgklmnprtvz") + self.random.choice("aeiou") for _syllable in range(6))
        self.words.append(word)
        return word

    def keep(self, record: Any) -> Any:
        """Remember the public id of a private record: that it exists is a secret too."""
        self.words.append(record.public_id)
        return record

    def typed(self, day: Day) -> str:
        """One of the ways in which somebody may have typed a date."""
        if not day.month:
            return str(day.year)
        if not day.day:
            return self.random.choice([f"{day.year}-{day.month:02}", f"{MONTHS[day.month - 1]} {day.year}"])
        iso = f"{day.year}-{day.month:02}-{day.day:02}"
        return self.random.choice([iso, f"{day.day} {MONTHS[day.month - 1]} {day.year}"])

    def birthday(self, year: int) -> str:
        """A whole birth date, of which only the year is approved."""
        return f"{year}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"

    def value(self, model: type[Record], name: str) -> Any:
        """Anything that this field can hold, sometimes nothing."""
        column = model._meta.get_field(name)
        assert isinstance(column, models.Field)
        # A private note is always there: where it leaked, that has to show in every world.
        if self.random.random() < 0.25 and (column.null or column.blank) and name != "internal_notes":
            return None if column.null else False if isinstance(column, models.BooleanField) else ""
        if isinstance(column, models.ForeignKey):
            return self._related(column)
        if isinstance(column, PartialDateField):
            year = self.random.randint(*YEARS.get(name, OTHER_YEARS))
            return str(year) if name in YEAR_ALONE else self.birthday(year)
        if column.choices:
            return self.random.choice(
                [value for value, _label in column.flatchoices if value and value not in NOT_DRAWN]
            )
        return self._plain(column, name)

    def _plain(self, column: models.Field, name: str) -> Any:
        if isinstance(column, models.BooleanField):
            return self.random.random() < 0.5
        if isinstance(column, (models.IntegerField, models.DecimalField)):
            return self.random.randint(1, 180)
        if isinstance(column, models.TimeField):
            return f"{self.random.randint(8, 18):02}:15:00"
        if name == "time_zone":
            return self.random.choice(["Europe/Minsk", "Asia/Baku", "Europe/Moscow"])
        if name == "archived_sha256":
            return "".join(self.random.choice("0123456789abcdef") for _digit in range(64))
        return f"https://secret.example/{self.word()}" if is_address(name) else self.word()

    def _related(self, column: models.ForeignKey) -> Any:
        model = column.related_model
        if model is User:
            return self.random.choice(self.staff)
        if model is Person:
            return self.random.choice(self.people)
        noun = model._meta.model_name  # type: ignore[union-attr]
        known = [*self.hidden.get(noun, []), *self.open.get(noun, [])]
        return self.random.choice(known) if known else None


def model_of(noun: str) -> type[Record]:
    """The private model of that noun."""
    model: type[Record] = apps.get_model("cases", noun)
    return model
