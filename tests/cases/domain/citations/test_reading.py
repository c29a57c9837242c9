"""One grammar of citations: what is charged is written so, what touches a number and is not understood charges nothing."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.domain.citations import Cited, Laws, law, read
from cases.domain.citations.tokens import narrow

BY = law(
    "Criminal Code of Belarus", country="BY",
    names=["Уголовный кодекс Республики Беларусь", "Крымінальны кодэкс Рэспублікі Беларусь", "CC"],
)  # fmt: skip
BY_CAO = law(
    "Code of Administrative Offences of Belarus", country="BY",
    names=["Кодекс Республики Беларусь об административных правонарушениях", "CAO"],
)  # fmt: skip
RU = law("Criminal Code of the Russian Federation", country="RU", names=["Уголовный кодекс Российской Федерации", "CC"])
MM = law("Penal Code of Myanmar", country="MM", names=["PC"])
MM_CTL = law("Counter-Terrorism Law 2014", country="MM", names=["CTL"])
TR = law("Turkish Penal Code", country="TR", part_pattern="art. {article}/{part}")
AZ = law(
    "Criminal Code of the Republic of Azerbaijan", country="AZ", part_sign=".", part_pattern="art. {article}.{part}"
)
UNKNOWN = law("Criminal Code of Nowhere", country="XX")
LOADED = [BY, BY_CAO, RU, MM, MM_CTL]
NAMES = {
    BY: "BY",
    BY_CAO: "BY administrative",
    RU: "RU",
    MM: "MM",
    MM_CTL: "MM terrorism",
    TR: "TR",
    AZ: "AZ",
    UNKNOWN: "XX",
}


def charges(text: str, default: object = BY, *more: object) -> list[str]:
    """The charges in words: "342 part 1", those of another code than the usual one with its name."""
    return [words(each, default) for each in read(text, Laws([*LOADED, *more], default)).cited]


def words(cited: Cited, default: object) -> str:
    """One charge in words."""
    code = "" if cited.law is default else f"{NAMES[cited.law]} "
    part = f" part {cited.part}" if cited.part else ""
    points = f" items {', '.join(cited.points)}" if cited.points else ""
    return f"{code}{cited.article}{part}{points}{', ' + cited.stage if cited.stage else ''}"


@pytest.mark.parametrize(
    ("text", "default", "made"),
    [
        ("ст. 342", BY, "342"), ("342", BY, "342"), ("361-1 ч.1", BY, "361-1 part 1"),
        ("ч. 1 ст. 342, ч. 2 ст. 293 УК", BY, "342 part 1; 293 part 2"),
        ("ст. 293 ч.1, 2", BY, "293 part 1; 293 part 2"),
        ("ст. 293, ч. 1, 2 ст. 342", BY, "293; 342 part 1; 342 part 2"),
        ("ч.1, ч.2 ст.342", BY, "342 part 1; 342 part 2"),
        ("ст. 19.11 КоАП", BY_CAO, "19.11"), ("ст. 19.11 КоАП", BY, "BY administrative 19.11"),
        ("ч. 2 ст. 205.2 УК РФ", RU, "205.2 part 2"), ("ст. 207.3, ст. 275 УК РФ", RU, "207.3; 275"),
        ("ст. 280.3 ч. 1 УК РФ", BY, "RU 280.3 part 1"), ("п. 4 ст. 369-1", BY, "369-1 items 4"),
        ("ст.ст. 342, 369", BY, "342; 369"), ("частка 1 артыкула 342 КК", BY, "342 part 1"),
        ("Part 2 of Art. 293 of the Criminal Code — Participation in riots", BY, "293 part 2"),
        ("Part 1 of Article 13 and Article 293", BY, "293, preparation"),
        ("section 505(a), Penal Code", MM, "505 part (a)"), ("Section 505-A", MM, "505-A"), ("505(a)", MM, "505 part (a)"),
        ("275, 205.4, 205, 222.1 УК РФ", RU, "275; 205.4; 205; 222.1"),
        # other members of the same kinds
        ("ст. 275, ст. 276 УК РФ", BY, "RU 275; RU 276"), ("УК: 342, 369; КоАП: 19.11, 24.23", BY,
         "342; 369; BY administrative 19.11; BY administrative 24.23"),
        ("ст. 342, ст. 19.11 КоАП", BY, "342; BY administrative 19.11"), ("ст.342ч.1", BY, "342 part 1"),
        ("п. «а» ч. 2 ст. 205 УК РФ", RU, "205 part 2 items а"), ("по 342-й статье", BY, "342"),
        ("ч. 1 ст. 14, ч. 1 ст. 293", BY, "293 part 1, attempt"), ("ч. 3 ст. 30, ч. 1 ст. 205 УК РФ", RU, "205 part 1, attempt"),
        ("52(a) Counter-Terrorism Law", MM, "MM terrorism 52 part (a)"),
        ("sections 17(1) and 17(2)", MM, "17 part (1); 17 part (2)"),
        ("ст. 19.11 Кодекса Республики Беларусь об административных правонарушениях", BY, "BY administrative 19.11"),
        ("ст. 342 Уголовного кодекса Республики Беларусь", BY, "342"), ("ст. 293 ч. 1, 342 ч. 2", BY, "293 part 1; 342 part 2"),
        ("арт. 342 Крымінальнага кодэкса Рэспублікі Беларусь", RU, "BY 342"), ("участие (ч. 1 ст. 342 УК)", BY, "342 part 1"),
        ("ст. 342 (УК РФ)", BY, "RU 342"), ("ч. 1.1 ст. 212.1 УК РФ", RU, "212.1 part 1.1"), ("Arts. 130, 342", BY, "130; 342"),
        ("ст. ３６１－１", BY, "361-1"), ("٣٤٢", BY, "342"), ("342\n369", BY, "342; 369"),
        ("ст. 19.11 КаАП, арт. 24.23 КаАП", BY_CAO, "19.11; 24.23"),
        ("ст. 205\n(теракт)\nУК РФ", RU, "205"),
        ("A rticle 233 of the Criminal Code\n(Order); and 234.1\n(Sale)", AZ, "233; 234 part 1"),
        ("ст. 275\nст. 276\nУК РФ", RU, "275; 276"),
        ("234.4.3", AZ, "234 part 4.3"), ("Article 233 (Hooliganism) of the Criminal Code 69", AZ, "233"),
    ],
)  # fmt: skip
def test_citation_is_read_as_it_is_meant(text: str, default: object, made: str) -> None:
    assert "; ".join(charges(text, default)) == made


def test_sign_of_a_loaded_code_divides_article_and_part() -> None:
    assert charges("314/2", TR, TR) == ["314 part 2"]


@pytest.mark.parametrize(
    ("text", "default"),
    [
        ("314/2", BY), ("314/2", UNKNOWN), ("ст. 342.2", BY), ("ст. 342-А", BY), ("ст. 342 -А", BY), ("ст. 342 /2", BY),
        ("ст. 342(a)", BY), ("ст. 342 (a)", BY), ("342-343", BY), ("ст. 13-16", BY), ("ст. 205. 2", BY), ("361¹", BY), ("361²", RU),
        ("ч. 1/2 ст. 342", BY), ("ч. 1-2 ст. 342", BY), ("часть первая ст. 342", BY), ("ч. ст. 342", BY), ("ч. 1 342", BY),
        ("2 ст. 342", BY), ("ст. 342 ч. 1 ст. 368", BY), ("ст. 342 УК Казахстана", BY), ("ст. 342 УК Атлантиды", BY),
        ("ст. 342, 369 УК Атлантиды", BY), ("ст. 342, ст. 369 Закона о печати", BY), ("ст. 342 УПК", BY), ("ст. 342 ПИКоАП", BY),
        ("ст. 5 (Закон о печати)", BY), ("Article 5 (Media Law)", UNKNOWN), ("Article 5 of the Media Law", UNKNOWN),
        ("ст. 5 — Закон о печати", BY), ("342 bis", UNKNOWN), ("342 прим. 1", BY), ("342*", BY), ("342±1", BY), ("~342", BY),
        ("№ 342", BY), ("дело 342", BY), ("342 человека", BY), ("что-то, 342", BY), ("342 + 1", BY), ("342 ½", BY), ("12345", BY),
        ("2021", BY), ("2022-03-01", UNKNOWN), ("2021.3", UNKNOWN), ("ст. 13", BY), ("ст. 30, ст. 205 УК РФ", RU),
        ("ч. 342 ст. 1/2", BY), ("ст. 293/ст. 342", BY), ("342..1", BY),
        ("ст. 342, УК РФ ст. 369", BY), ("Code of Criminal Procedure art. 5", UNKNOWN),
        ("art. 5 Criminal Procedure Code", UNKNOWN), ("Налоговый кодекс ст. 243", BY),
        ("Уголовно-процессуальный кодекс, ст. 5", BY),
        ("ст. 0", BY), ("ст. 205.2", BY), ("ст. 361-1", RU), ("505(a) part 2", MM), ("ст. 342 УК РФ УК РБ", BY),
    ],
)  # fmt: skip
def test_number_touched_by_what_is_not_understood_charges_nothing_and_is_kept(text: str, default: object) -> None:
    reading = read(text, Laws(LOADED, default))
    assert reading.cited == []
    assert reading.kept == [text]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("кроме ст. 342", ""), ("кроме ч. 1, 2 ст. 342, 368", ""), ("кроме ч. 1 ст. 368, ч. 2 ст. 342 и 293", ""),
        ("оправдан по ст. 342", ""), ("ст. 342 (оправдан)", ""), ("ст. 342 — обвинение снято", ""),
        ("ст. 293, кроме ч. 1 ст. 342", ""), ("ст. 293; оправдан по ст. 342", "293"), ("Оправдан по ст. 342. Ст. 293", "293"),
        ("acquitted of art. 342", ""), ("art. 342 (charges dropped); art. 293", "293"), ("except art. 342", ""),
        ("акрамя арт. 342", ""), ("апраўданы па арт. 342; арт. 293", "293"),
    ],
)  # fmt: skip
def test_article_that_the_text_denies_is_not_charged(text: str, made: str) -> None:
    reading = read(text, Laws(LOADED, BY))
    assert "; ".join(charges(text)) == made
    assert "342" in " ".join(reading.kept)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Article 342 (Organization of disorder (except of toys)); and 293 (Illegal purchase)", "342; 293"),
        ("ст. 342 (нарушение правил, за исключением мелких)", "342"), ("ст. 293 — действия, кроме разрешённых судом", "293"),
    ],
)  # fmt: skip
def test_denial_within_the_title_of_an_offence_denies_nothing(text: str, made: str) -> None:
    assert "; ".join(charges(text)) == made


@pytest.mark.parametrize(
    ("text", "made", "kept"),
    [
        ("ст. 342, 369/2, 293", "342; 293", ["369/2"]), ("ст. 275; ст. 276 УК РФ", "RU 276", ["ст. 275"]),
        ("ст. 130, 342 УК, что-то ещё", "130; 342", ["что-то ещё"]), ("ст. 205 УК Атлантиды; ст. 342",
        "", ["ст. 205 УК Атлантиды; ст. 342"]),
        ("осуждён по ст. 342, ст. 368.1", "342", ["осуждён", "ст. 368.1"]),
        ("ст. 293 ч. 2, 1", "293 part 2", ["1"]), ("ст. 342 (участие", "", ["ст. 342 (участие"]),
    ],
)  # fmt: skip
def test_what_is_beside_a_citation_is_kept_word_for_word(text: str, made: str, kept: list[str]) -> None:
    assert "; ".join(charges(text)) == made
    assert read(text, Laws(LOADED, BY)).kept == kept


TOKENS = st.sampled_from(
    [
        "ст.",
        "ч.",
        "п.",
        "статья",
        "частка",
        "Article",
        "Part",
        "section",
        "§",
        "342",
        "361-1",
        "19.11",
        "205.2",
        "505(a)",
        "505A",
        "13",
        "1",
        "2",
        "3",
        ",",
        ";",
        "и",
        "and",
        "of",
        "(",
        ")",
        "—",
        "-",
        "/",
        ".",
        ":",
        "УК",
        "КоАП",
        "РФ",
        "РБ",
        "Criminal",
        "Code",
        "Закон",
        "закона",
        "Penal",
        "слово",
        "riots",
        "«а»",
        "a",
        "А",
        "¹",
        "*",
        "½",
        "2021",
        "\n",
        "й",
        "-й",
        "Атлантиды",
        "УПК",
        "№",
        "'",
        "\u200b",
    ]
)
NOISE = st.lists(st.one_of(TOKENS, st.just(" "), st.just(" "), st.text(max_size=3)), max_size=25).map("".join)
DEFAULTS = st.sampled_from([BY, BY_CAO, RU, MM, TR, AZ, UNKNOWN])


@settings(max_examples=600, deadline=None)
@given(NOISE, DEFAULTS)
def test_everything_charged_is_in_the_text_and_nothing_of_the_text_is_lost(text: str, default: object) -> None:
    reading = read(text, Laws(LOADED, default))
    assert "".join(piece for _read, piece in reading.pieces) == text
    written = narrow("\n".join(piece for read_, piece in reading.pieces if read_))
    for each in reading.cited:
        assert each.article in written
        assert each.part in written
        assert all(point in narrow(text).lower() for point in each.points)
        assert " ".join(each.title.split()) in " ".join(text.split())


VALID = ["ст. 342", "ч. 1 ст. 342", "342", "ст. 342 ч. 1", "Article 342", "Part 1 of Article 342", "ст. 293, 342"]
TOUCHES = [
    ".2",
    "-A",
    "-А",
    "/2",
    "(a)",
    "(б)",
    "¹",
    "*",
    "+",
    "=1",
    "½",
    "%",
    " /2",
    " -A",
    " (a)",
    " bis",
    " Закона",
    " УК Атлантиды",
    "_",
    "‰",
    "–1а",
]


@pytest.mark.parametrize("touch", TOUCHES)
@pytest.mark.parametrize("text", VALID)
def test_whatever_touches_the_number_unmakes_its_charge(text: str, touch: str) -> None:
    touched = text.replace("342", f"342{touch}", 1)
    assert not any(each.startswith("342") for each in charges(touched))
    assert charges(text)[-1].startswith("342")


@pytest.mark.parametrize(
    "piece",
    ["ст. ", "1", "1ч", "ч. 1 ", "(", ")", "((a)", "342, ", "342 — a ", "УК ", "УК РФ, ", "«", "1.", "1-", "a-", "а ",
    "\n", "п. а, ", "ст. 342 УК Атлантиды; ",
     "Code of ", "(a) ", "ст. 342 («", ", ", "and ", "ст. 13, ", "- a", ": a"],
)  # fmt: skip
def test_time_grows_with_the_length_of_the_cell(piece: str) -> None:
    laws = Laws(LOADED, BY)

    def cost(length: int) -> float:
        cell = piece * (length // len(piece))
        times = []
        for _round in range(2):
            started = time.process_time()
            read(cell, laws)
            times.append(time.process_time() - started)
        return min(times)

    assert cost(16_000) < 24 * max(cost(2_000), 1e-3)
