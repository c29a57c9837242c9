"""Words for penalties in lists: units, numbers, limits, kinds and regimes, in four languages.

Compared in lower case with plain digits, ё as е (`penalty_text`).
"""

UNITS = {
    unit: words.split()
    for unit, words in (
        ("years", "лет год года г годы гадоў гады год годов году років роки рік year years yr yrs y"),
        ("months", "месяц месяца месяцев месяцы мес месяцаў месяцы місяців місяці місяць month months mo mos m м"),
        ("weeks", "неделя недели недель неделю тыдзень тыдні тыдняў week weeks"),
        ("days", "день дня дней дн сутки суток сут сутак суткі дзень дзён дні днів доба доби діб day days d"),
    )
}
UNIT_OF = {word: unit for unit, spellings in UNITS.items() for word in spellings}
SHORT_UNITS = frozenset(["г", "y", "m", "м", "d"])  # only after a number in digits
CUSTODY_DAYS = frozenset(["сутки", "суток", "сут", "сутак", "суткі", "діб", "доби"])
NUMBERS = {
    word: value
    for value, spellings in enumerate(
        (
            "", "one a an один одна одного одну адзін адна аднаго", "two два две двух два дзве двух", "three три трех тры трох",
            "four четыре четырех чатыры чатырох", "five пять пяти пяць пяці", "six шесть шести шэсць шасці",
            "seven семь семи сем сямі", "eight восемь восьми восем васьмі", "nine девять девяти дзевяць дзевяці",
            "ten десять десяти дзесяць дзесяці", "eleven одиннадцать одиннадцати адзінаццаць",
            "twelve двенадцать двенадцати дванаццаць", "thirteen тринадцать тринадцати трынаццаць",
            "fourteen четырнадцать четырнадцати чатырнаццаць", "fifteen пятнадцать пятнадцати пятнаццаць",
            "sixteen шестнадцать шестнадцати шаснаццаць", "seventeen семнадцать семнадцати сямнаццаць",
            "eighteen восемнадцать восемнадцати васямнаццаць", "nineteen девятнадцать девятнадцати дзевятнаццаць",
            "twenty двадцать двадцати дваццаць", *[""] * 4, "двадцатипяти", *[""] * 4, "thirty тридцать тридцати трыццаць",
        )
    )
    for word in spellings.split()
}  # fmt: skip
TENS = frozenset({20, 30})
ONE_AND_A_HALF = frozenset(["полтора", "полутора", "паўтара", "півтора"])
HALF_YEAR = frozenset(["полгода", "полугода", "паўгода", "півроку"])
# Words that turn a number into a limit, a guess or a range.
LIMITS = frozenset(
    [
        "to",
        "up",
        "from",
        "between",
        "than",
        "least",
        "most",
        "over",
        "under",
        "until",
        "till",
        "about",
        "around",
        "approximately",
        "nearly",
        "almost",
        "or",
        "minimum",
        "maximum",
        "max",
        "min",
        "до",
        "от",
        "ад",
        "да",
        "свыше",
        "более",
        "менее",
        "больше",
        "меньше",
        "около",
        "примерно",
        "почти",
        "не",
        "каля",
        "больш",
        "менш",
        "звыш",
        "прыкладна",
        "або",
        "или",
        "по",
        "minus",
        "plus",
    ]
)
FILLERS = frozenset(
    [
        "and",
        "и",
        "і",
        "й",
        "та",
        "in",
        "of",
        "the",
        "at",
        "for",
        "with",
        "в",
        "у",
        "ў",
        "на",
        "к",
        "да",
        "с",
        "з",
        "term",
        "sentence",
        "sentenced",
        "срок",
        "сроком",
        "приговор",
        "penal",
        "correctional",
        "исправительной",
        "исправительная",
        "папраўчай",
        "папраўчая",
        "режима",
        "рэжыму",
    ]
)
# Beginnings of words -> (meaning, code). "*" alone stands for any ending of the word before.
PHRASES: dict[tuple[str, ...], tuple[str, str]] = {
    tuple(phrase.split()): meaning
    for meaning, phrases in (
        (("kind", "life"), ("пожизнен", "пожизнен лишен свобод", "пожизнен заключен", "пажыцц", "пажыцц зняволен",
        "пажыцц пазбаўлен вол",
                            "life", "life imprisonment", "life sentence", "life in prison", "довічн")),
        (("kind", "death"), ("смертн казн", "смяротн пакаран", "смяротн кар", "death", "death penalty", "death sentence",
        "смертн приговор")),
        (("kind", "restriction_home"), ("домашн хими", "хатн хімі", "ограничен свобод без направлен",
        "абмежаван свабод без накіраван",
                                        "restriction of freedom without", "restriction of freedom at home", "home confinement")),
        (("kind", "restriction_open"), ("хими", "хімі", "ограничен свобод с направлен", "абмежаван свабод з накіраван",
                                        "restriction of freedom with", "restriction of freedom in")),
        (("kind", "imprisonment"), ("лишен свобод", "пазбаўлен вол", "пазбаўлен свабод", "позбавлен волі", "колони",
        "калон", "imprisonment",
                                    "prison", "jail", "тюрьм", "турм", "заключен", "зняволен", "penal colony", "colony")),
        (("kind", "suspended"), ("условн", "умоўн", "suspended")),
        (("kind", "deferred"), ("отсрочк", "адтэрмін", "deferred")),
        (("kind", "administrative_arrest"), ("административн арест", "адміністрацыйн арышт", "administrative arrest",
        "administrative detention")),
        (("kind", "arrest"), ("арест", "арышт", "arrest")),
        (("kind", "corrective_labour"), ("исправительн работ", "папраўч работ", "corrective labour", "corrective labor")),
        (("kind", "community_service"), ("общественн работ", "обязательн работ", "грамадск работ", "community service")),
        (("kind", "hard_labour"), ("hard labour", "hard labor", "каторжн работ", "принудительн работ")),
        (("regime", "general"), ("общ режим", "агульн рэжым", "general regime")),
        (("regime", "reinforced"), ("усилен режим", "узмоцнен рэжым", "ўзмоцнен рэжым", "reinforced regime", "enhanced regime")),
        (("regime", "strict"), ("строг режим", "строг рэжым", "strict regime")),
        (("regime", "special"), ("особ режим", "асабл рэжым", "асоб рэжым", "special regime")),
        (("regime", "settlement"), ("колони-поселен", "калоні-пасялен", "colony-settlement")),
        (("pending", "yes"), ("ожидает суд", "ожидает приговор", "ожидан суд", "чакае суд", "чакае прысуд",
        "awaiting trial", "awaiting sentence",
                              "awaiting verdict", "awaits trial", "pending", "pending trial", "under investigation",
                              "под следств", "пад следств",
                              "not yet sentenced", "не осужд")),
    )
    for phrase in phrases
}  # fmt: skip
# If two kinds are named together the first is meant; the second says how it would be served.
ABOVE = {
    "life": frozenset({"imprisonment", "hard_labour"}), "suspended": frozenset({"imprisonment"}), "death": frozenset[str](),
    "deferred": frozenset({"imprisonment"}), "hard_labour": frozenset({"imprisonment"}),
}  # fmt: skip
WORD_PREFIXES: dict[str, list[tuple[str, ...]]] = {}
for _phrase in sorted(PHRASES, key=len, reverse=True):
    WORD_PREFIXES.setdefault(_phrase[0][:2], []).append(_phrase)
