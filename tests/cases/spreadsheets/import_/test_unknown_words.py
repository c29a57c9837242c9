"""Every word of a list that nobody has explained is asked at once, whatever else is wrong with its row."""

import tomllib
from collections.abc import Callable

from cases.models import Outcome
from cases.spreadsheets.import_ import unknown_values
from cases.spreadsheets.import_.preview import Preview
from cases.spreadsheets.mapping import parse_mapping

MAPPING = """
title = "Invented list"
[source]
title = "Invented list"
language = "en"
[place]
country = "QZ Testland"
jurisdiction = "Testland"
[rows]
key = ["id"]
[name]
text = "name"
language = { value = "en" }
[person]
gender = { column = "gender", table = "genders" }
born = "born"
[occupation]
when = [{ column = "job", filled = true }]
occupation = "job"
[[recognition]]
when = [{ column = "by", filled = true }]
organisation = "by"
[[custody]]
when = [{ column = "arrested", filled = true }]
kind = { column = "kind", table = "kinds" }
from_date = "arrested"
facility = "prison"
[tables.genders]
f = "female"
[tables.kinds]
remand = "remand"
"""
FILE = (
    b"id,name,gender,born,job,by,arrested,kind,prison\n1,Ann Invented,x,1980,weaver,Group A,2020-01-02,lockup,Cell 9\n"
)


def test_every_unknown_word_of_a_row_is_asked_at_once(look: Callable[..., Preview]) -> None:
    content = tomllib.loads(MAPPING)
    shown = look(FILE, parse_mapping.read(content, "invented"))
    assert set(shown.unknown) == {
        ("person.gender", "x"),
        ("occupation.occupation", "weaver"),
        ("recognition.organisation", "Group A"),
        ("custody.kind", "lockup"),
        ("custody.facility", "Cell 9"),
    }
    assert [row.outcome for row in shown.rows] == [Outcome.REFUSED]
    assert set(shown.rows[0].column.split(", ")) == {"gender", "job", "by", "kind", "prison"}  # as the file calls them
    assert not {"weaver", "Group A"} & {term.name for term in shown.new_words}

    answers = dict(
        zip(sorted(shown.unknown), ["new:remand", "code:remand", "new:", "code:female", "new:"], strict=True)
    )
    answered = parse_mapping.read(unknown_values.explained(content, answers), "invented")
    again = look(FILE, answered)
    assert not again.unknown
    assert [row.outcome for row in again.rows] == [Outcome.MADE], again.rows[0].reason
    assert {"weaver", "Group A", "Cell 9"} <= {term.name for term in again.new_words}
