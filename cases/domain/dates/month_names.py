"""The words of dates in English, Belarusian and Russian: for reading what editors type, and for showing it."""

from __future__ import annotations

import unicodedata

from babel import Locale

# The Unicode Consortium's tables (Babel) have no instrumental, which "between ... and ..." needs.
INSTRUMENTAL_MONTHS = {
    "be": "студзенем лютым сакавіком красавіком маем чэрвенем ліпенем жніўнем вераснем кастрычнікам лістападам снежнем",
    "ru": "январём февралём мартом апрелем маем июнем июлем августом сентябрём октябрём ноябрём декабрём",
}


def _months(language: str) -> list[tuple[str, str, str]]:
    """The months of a year, each in nominative, genitive and instrumental."""
    tables = Locale(language).months
    alone, in_dates = tables["stand-alone"]["wide"], tables["format"]["wide"]
    last = INSTRUMENTAL_MONTHS.get(language, "").split() or list(alone.values())
    return [(alone[number], in_dates[number], last[number - 1]) for number in range(1, 13)]


# The cases that display needs. Reading accepts those and the OTHER forms.
MONTHS = {language: _months(language) for language in ("en", "be", "ru")}

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

# Months in the languages of other sources: Ukrainian, Polish, Lithuanian, German, French, Spanish. Read, never shown.
FOREIGN_MONTH_FORMS = {
    1: "січень січня січні січнем січ styczeń stycznia styczniu sty sausis sausio sausį januar jänner janvier janv enero ene",
    2: "лютий лютого лютому лютим лют luty lutego lutym lut vasaris vasario vasarį februar feber février févr fév febrero",
    3: "березень березня березні березнем бер marzec marca marcu kovas kovo kovą märz maerz mär mrz mars marzo",
    4: "квітень квітня квітні квітнем квіт kwiecień kwietnia kwietniu kwi balandis balandžio balandį avril avr abril abr",
    5: "травень травня травні травнем трав maj maja maju gegužė gegužės gegužę mai mayo",
    6: "червень червня червні червнем черв czerwiec czerwca czerwcu cze birželis birželio birželį juni juin junio",
    7: "липень липня липні липнем лип lipiec lipca lipcu lip liepa liepos liepą juli juillet juil julio",
    8: "серпень серпня серпні серпнем серп sierpień sierpnia sierpniu sie rugpjūtis rugpjūčio rugpjūtį août agosto ago",
    9: "вересень вересня вересні вереснем wrzesień września wrześniu wrz rugsėjis rugsėjo rugsėjį septembre "
    "septiembre setiembre set",
    10: "жовтень жовтня жовтні жовтнем жовт październik października październiku paź spalis spalio spalį oktober okt "
    "octobre octubre",
    11: "листопад листопада листопаді листопадом лист listopad listopada listopadzie lis lapkritis lapkričio lapkritį "
    "novembre noviembre",
    12: "грудень грудня грудні груднем груд grudzień grudnia grudniu gru gruodis gruodžio gruodį dezember dez "
    "décembre déc diciembre dic",
}  # fmt: skip

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


def _without_accents(word: str) -> str:
    """A word of Latin letters as typed without accents: "fevrier"; Cyrillic words unchanged."""
    if any("\u0400" <= letter <= "\u04ff" for letter in word):
        return word
    plain = unicodedata.normalize("NFD", word.replace("ł", "l"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _index(shown: dict[int, set[str]], other: dict[int, str]) -> dict[str, int]:
    index: dict[str, int] = {}
    for number, forms in shown.items():
        for form in (*forms, *other[number].split()):
            index[_fold(form)] = number
    return index


MONTH_OF_WORD = _index(
    {
        n: {
            *(form for table in MONTHS.values() for form in table[n - 1]),
            *(form for word in FOREIGN_MONTH_FORMS[n].split() for form in (word, _without_accents(word))),
        }
        for n in range(1, 13)
    },
    OTHER_MONTH_FORMS,
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

# Parts of a month or year: kept in the text, not converted to days.
VAGUE = (
    "early", "mid", "middle", "late", "the end of", "end of", "the beginning of", "beginning of", "the middle of", "middle of",
    "the start of", "start of", "начало", "начала", "начале", "середина", "середины", "середине", "конец", "конца", "конце",
    "первая половина", "первой половине", "вторая половина", "второй половине", "пачатак", "пачатку", "сярэдзіна", "сярэдзіны",
    "сярэдзіне", "канец", "канца", "канцы", "початок", "початку", "середина", "середині", "кінець", "кінці", "наприкінці", "anfang",
    "mitte", "ende", "początek", "początku", "połowa", "połowie", "koniec", "końcu", "pradžia", "pradžioje", "viduryje", "pabaiga",
    "pabaigoje", "début", "mi", "fin", "principios de", "mediados de", "finales de", "fines de",
)  # fmt: skip
# A night that spans two days: identified by the second day, or by the first.
NIGHT_INTO = (
    "в ночь на",
    "ночь на",
    "ночью на",
    "у ноч на",
    "уначы на",
    "ноч на",
    "у ніч на",
    "в ніч на",
    "the night before",
)
NIGHT_OF = ("on the night of", "in the night of", "the night of", "night of")
NIGHT_FROM = ("в ночь с", "ночью с", "у ноч з", "у ніч з", "в ніч з")
NIGHT_TO = ("на", "to", "-")
QUARTER_WORDS = frozenset(
    ("quarter", "квартал", "квартала", "квартале", "кварталь", "кварталу", "kwartał", "quartal", "trimestre")
)
QUARTERS = {
    word: number
    for number, words in enumerate(
        ("q1 1 i first первый первом першы першым 1-й", "q2 2 ii second второй втором другі другім 2-й",
         "q3 3 iii third третий третьем трэці трэцім 3-й", "q4 4 iv fourth четвертый четвертом чацвёрты чацвёртым 4-й"), start=1
    )
    for word in words.split()
}  # fmt: skip

# Words without effect on a date: prepositions before it, "year" after it.
IN = (
    "in the", "on the", "in", "on", "the", "of", "у", "ў", "в", "во", "на", "im", "am", "den", "der", "le", "en", "el", "a", "at",
    "at the", "dnia", "w",
)  # fmt: skip
YEAR_WORDS = frozenset(
    ("год", "года", "годзе", "годам", "годом", "году", "гады", "гадах", "годы", "годах", "г", "гг", "year", "року", "рік",
    "році", "р",
     "roku", "rok", "r", "metų", "metais", "m", "d", "dieną", "diena", "año")
)  # fmt: skip
# Words inside a date without effect.
WITHIN = frozenset(("of", "the", "de", "del", "числа", "числах"))
