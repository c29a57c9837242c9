"""The words of dates in English, Belarusian and Russian: for reading what editors type, and for showing it."""

from __future__ import annotations

# Nominative, genitive, instrumental: the cases that display needs. Reading accepts those and the OTHER forms.
MONTHS: dict[str, list[tuple[str, str, str]]] = {
    "en": [
        (name, name, name)
        for name in (
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        )
    ],
    "be": [
        ("студзень", "студзеня", "студзенем"), ("люты", "лютага", "лютым"), ("сакавік", "сакавіка", "сакавіком"),
        ("красавік", "красавіка", "красавіком"), ("май", "мая", "маем"), ("чэрвень", "чэрвеня", "чэрвенем"),
        ("ліпень", "ліпеня", "ліпенем"), ("жнівень", "жніўня", "жніўнем"), ("верасень", "верасня", "вераснем"),
        ("кастрычнік", "кастрычніка", "кастрычнікам"), ("лістапад", "лістапада", "лістападам"),
        ("снежань", "снежня", "снежнем"),
    ],
    "ru": [
        ("январь", "января", "январём"), ("февраль", "февраля", "февралём"), ("март", "марта", "мартом"),
        ("апрель", "апреля", "апрелем"), ("май", "мая", "маем"), ("июнь", "июня", "июнем"),
        ("июль", "июля", "июлем"), ("август", "августа", "августом"), ("сентябрь", "сентября", "сентябрём"),
        ("октябрь", "октября", "октябрём"), ("ноябрь", "ноября", "ноябрём"), ("декабрь", "декабря", "декабрём"),
    ],
}  # fmt: skip

OTHER_MONTH_FORMS = {
    1: "jan студзеню студзені студз январю январе янв",
    2: "feb лютаму лют февралю феврале фев февр",
    3: "mar сакавіку сак марту марте мар",
    4: "apr красавіку крас апрелю апреле апр",
    5: "маю маі травень траўня траўню траўні траўнем травеня мае",
    6: "jun чэрвеню чэрвені чэрв июню июне июн",
    7: "jul ліпеню ліпені ліп июлю июле июл",
    8: "aug жніўню жніўні жнівеня жнів жн августу августе авг",
    9: "sep sept верасню верасні вер сентябрю сентябре сен сент",
    10: "oct кастрычніку кастр октябрю октябре окт",
    11: "nov лістападу лістападзе ліст ноябрю ноябре ноя нояб",
    12: "dec снежню снежні снеж декабрю декабре дек",
}

SEASONS: dict[str, dict[int, tuple[str, str, str]]] = {
    "en": {21: ("spring",) * 3, 22: ("summer",) * 3, 23: ("autumn",) * 3, 24: ("winter",) * 3},
    "be": {
        21: ("вясна", "вясны", "вясной"), 22: ("лета", "лета", "летам"),
        23: ("восень", "восені", "восенню"), 24: ("зіма", "зімы", "зімой"),
    },
    "ru": {
        21: ("весна", "весны", "весной"), 22: ("лето", "лета", "летом"),
        23: ("осень", "осени", "осенью"), 24: ("зима", "зимы", "зимой"),
    },
}  # fmt: skip

OTHER_SEASON_FORMS = {
    21: "вясну вясне вясною увесну ўвесну весну весне весною",
    22: "леце улетку ўлетку лете",
    23: "fall увосень ўвосень",
    24: "зіму зіме зімою узімку ўзімку зиму зиме зимою",
}


def _fold(word: str) -> str:
    return word.lower().replace("ё", "е")


def _index(shown: dict[int, set[str]], other: dict[int, str]) -> dict[str, int]:
    index: dict[str, int] = {}
    for number, forms in shown.items():
        for form in (*forms, *other[number].split()):
            index[_fold(form)] = number
    return index


MONTH_OF_WORD = _index(
    {n: {form for table in MONTHS.values() for form in table[n - 1]} for n in range(1, 13)}, OTHER_MONTH_FORMS
)
SEASON_OF_WORD = _index(
    {n: {form for table in SEASONS.values() for form in table[n]} for n in SEASONS["en"]}, OTHER_SEASON_FORMS
)

# Words before a date, longest first when matched. All are folded: lower case, ё as е.
BEFORE = ("before", "prior to", "earlier than", "да", "раней за", "перад", "до", "ранее", "раньше", "перед")
NOT_AFTER = (
    "not later than", "no later than", "until", "till", "up to", "не пазней за", "не пазней", "не позднее", "не позже",
)  # fmt: skip
AFTER = ("after", "later than", "пасля", "пазней за", "после", "позднее", "позже")
NOT_BEFORE = (
    "not earlier than", "no earlier than", "since", "from", "не раней за", "не раней", "пачынаючы з", "з", "ад",
    "не ранее", "не раньше", "начиная с", "с", "со", "от",
)  # fmt: skip
ABOUT = (
    "about", "around", "circa", "ca.", "ca", "c.", "approximately", "approx.", "approx", "~", "каля", "прыблізна",
    "прыкладна", "недзе", "около", "примерно", "приблизительно", "ок.", "прибл.", "ориентировочно",
)  # fmt: skip
POSSIBLY = (
    "possibly",
    "probably",
    "perhaps",
    "магчыма",
    "верагодна",
    "мабыць",
    "возможно",
    "вероятно",
    "предположительно",
)
BETWEEN = ("between", "паміж", "між", "между")
AND = ("and", "і", "и", "да", "до")
OR = ("or", "або", "ці", "или", "либо")
TO = ("to", "until", "till", "па", "да", "по", "до")
OR_EARLIER = ("or earlier", "або раней", "или ранее", "или раньше")
OR_LATER = ("or later", "або пазней", "или позднее", "или позже")

# Words that add nothing to a date: prepositions before it, "year" after it.
IN = ("in the", "on the", "in", "on", "the", "of", "у", "ў", "в", "во")
YEAR_WORDS = frozenset(
    ("год", "года", "годзе", "годам", "годом", "году", "гады", "гадах", "годы", "годах", "г", "гг", "year")
)
