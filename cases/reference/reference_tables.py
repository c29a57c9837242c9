"""Map of files to models, with the keys of their rows. Data only."""

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
    """Files matching `pattern` with rows of `model`.

    `key`: the columns that identify a row permanently; its public ID is derived from them, so they are never edited in
    a file. `natural`: the fields by which a record entered by staff is recognised as the same thing. `refers`: for a
    column that names a row of another table, the columns of that row's key if it is more than the cell.
    """

    pattern: str
    model: type[Record]
    key: tuple[str, ...]
    natural: tuple[str, ...]
    refers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


FACTOR = ("jurisdiction", "custody", "penalty", "regime", "valid_from", "valid_until")
IN_COUNTRY = {"region": ("country", "region")}

# In this order: a row may refer to rows of tables above it, and to earlier rows of its own table.
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
