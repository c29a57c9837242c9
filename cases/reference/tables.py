"""Which file fills which records, and by what a row is known again. Data only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases.models import (
    AppealPeriod,
    Code,
    Country,
    Court,
    CreditFactor,
    Facility,
    FacilityAddress,
    Jurisdiction,
    Occupation,
    Organisation,
    Provision,
    Record,
    Region,
)


@dataclass(frozen=True)
class Table:
    """The files `pattern` hold rows of `model`.

    `key`: the columns whose cells name a row for good; its public id is made from them, so they are never edited in a
    file. `natural`: the fields by which a row that staff entered themselves is taken for the same thing. `refers`: for a
    column that names a row of another table, the columns that make up that row's key where it is not the cell alone.
    """

    pattern: str
    model: type[Record]
    key: tuple[str, ...]
    natural: tuple[str, ...]
    refers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


FACTOR = ("jurisdiction", "custody", "penalty", "regime", "valid_from", "valid_until")
IN_COUNTRY = {"region": ("country", "region")}

# In this order: a row may refer to rows of tables above it, and of its own above it.
TABLES = (
    Table("countries.csv", Country, ("code",), ("code",)),
    Table("regions.csv", Region, ("country", "name_en"), ("country", "name_en")),
    Table("occupations.csv", Occupation, ("name_en",), ("name_en",)),
    Table("organisations.csv", Organisation, ("name_en",), ("name_en",)),
    Table("jurisdictions.csv", Jurisdiction, ("name_en",), ("name_en",)),
    Table("codes.csv", Code, ("key",), ("jurisdiction", "name_en")),
    Table(
        "provisions_*.csv",
        Provision,
        ("code", "article", "part", "valid_from"),
        ("code", "article", "part", "valid_from"),
    ),
    Table("credit_*.csv", CreditFactor, FACTOR, FACTOR),
    Table("appeals.csv", AppealPeriod, ("jurisdiction", "valid_from"), ("jurisdiction", "valid_from")),
    Table("courts_*.csv", Court, ("country", "name_en"), ("country", "name_en", "opened"), IN_COUNTRY),
    Table(
        "facilities_*.csv",
        Facility,
        ("country", "code"),
        ("country", "name_en", "opened"),
        IN_COUNTRY | {"predecessor": ("country", "predecessor")},
    ),
    Table(
        "addresses_*.csv",
        FacilityAddress,
        ("country", "facility", "local"),
        ("facility", "local"),
        {"facility": ("country", "facility")},
    ),
)
