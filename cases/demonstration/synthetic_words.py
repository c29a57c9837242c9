"""Synthetic names and texts in three languages, drawn from a seed. A match with a real name is coincidence."""

from collections.abc import Sequence
from itertools import accumulate
from random import Random

# Each piece in Belarusian, Russian and Latin letters.
GIVEN = {
    "male": (
        ("Алесь", "Александр", "Ales"), ("Віталь", "Виталий", "Vital"),
        ("Ігар", "Игорь", "Ihar"), ("Максім", "Максим", "Maksim"),
        ("Павел", "Павел", "Pavel"), ("Сяргей", "Сергей", "Siarhei"),
        ("Мікіта", "Никита", "Mikita"), ("Раман", "Роман", "Raman"),
        ("Дзмітрый", "Дмитрий", "Dzmitry"), ("Андрэй", "Андрей", "Andrei"),
        ("Антон", "Антон", "Anton"), ("Мікола", "Николай", "Mikola"),
    ),
    "female": (
        ("Вольга", "Ольга", "Volha"), ("Ганна", "Анна", "Hanna"),
        ("Марыя", "Мария", "Maryia"), ("Наталля", "Наталья", "Natallia"),
        ("Ірына", "Ирина", "Iryna"), ("Алена", "Елена", "Alena"),
        ("Кацярына", "Екатерина", "Katsiaryna"), ("Юлія", "Юлия", "Yuliya"),
    ),
}  # fmt: skip
PIECES = (
    ("ба", "ба", "ba"), ("во", "во", "vo"), ("гра", "гра", "hra"),
    ("да", "да", "da"), ("жу", "жу", "zhu"), ("за", "за", "za"),
    ("ка", "ка", "ka"), ("ла", "ла", "la"), ("мі", "ми", "mi"),
    ("на", "на", "na"), ("пра", "пра", "pra"), ("ру", "ру", "ru"),
    ("са", "са", "sa"), ("ту", "ту", "tu"), ("фі", "фи", "fi"),
    ("ха", "ха", "kha"), ("ча", "ча", "cha"), ("шу", "шу", "shu"),
    ("бля", "бля", "blia"), ("гры", "гры", "hry"), ("дуб", "дуб", "dub"),
    ("кол", "кол", "kol"), ("мар", "мар", "mar"), ("пят", "пят", "piat"),
)  # fmt: skip
ENDINGS = (
    ("віч", "вич", "vich"), ("ноў", "нов", "nou"), ("нскі", "нский", "nski"),
    ("нчук", "нчук", "nchuk"), ("шка", "шко", "shka"),
    ("лёнак", "ленок", "lionak"), ("рык", "рик", "ryk"), ("мін", "мин", "min"),
)  # fmt: skip
SOUNDS = {
    "en": (
        "ba", "cor", "den", "fi", "gra", "hol", "in", "jud", "kel", "lo",
        "mer", "no", "or", "pri", "qui", "ra", "ser", "tion", "ul", "ver",
    ),
    "be": (
        "ба", "вол", "га", "дзе", "жы", "зна", "кар", "лё", "мо", "ны",
        "пры", "ру", "сць", "та", "ўла", "фар", "ха", "цы", "шчы", "яс",
    ),
    "ru": (
        "ба", "вол", "го", "де", "жи", "зна", "кор", "лё", "мо", "ни",
        "при", "ру", "сть", "та", "вла", "фор", "хо", "цы", "щи", "ясь",
    ),
}  # fmt: skip
FORMS = 30_000  # different words per language, with frequencies as unequal as in real texts
INVENTED = {
    "en": "Invented record for measuring.",
    "be": "Выдуманы запіс для вымярэнняў.",
    "ru": "Вымышленная запись для измерений.",
}
Name = tuple[str, str, str]


class Words:
    """Generator of names and texts."""

    def __init__(self, random: Random) -> None:
        self.random = random
        # Rank n is drawn n times less often than rank 1.
        self.weights = list(accumulate(1 / (rank + 2) for rank in range(FORMS)))
        self.surname_weights = list(accumulate(1 / (rank + 50) for rank in range(FORMS)))
        self.surnames = [self._surname() for _rank in range(FORMS)]
        self.forms = {language: self._forms(sounds) for language, sounds in SOUNDS.items()}

    def name(self, gender: str) -> Name:
        """Return a given name and a surname in Belarusian, Russian and Latin letters."""
        given = self.random.choice(GIVEN[gender])
        surname = self.random.choices(self.surnames, cum_weights=self.surname_weights)[0]
        be, ru, latin = (f"{first} {last}" for first, last in zip(given, surname, strict=True))
        return be, ru, latin

    def text(self, language: str, words: int) -> str:
        """Return a text of about that many words, which first says that it is invented."""
        drawn = self.random.choices(self.forms[language], cum_weights=self.weights, k=words)
        sentences = [" ".join(drawn[start : start + 12]).capitalize() for start in range(0, words, 12)]
        return f"{INVENTED[language]} {'. '.join(sentences)}."

    def _surname(self) -> Name:
        parts = [*self.random.choices(PIECES, k=self.random.choice((1, 2, 2, 3))), self.random.choice(ENDINGS)]
        be, ru, latin = ("".join(part[place] for part in parts).capitalize() for place in range(3))
        return be, ru, latin

    def _forms(self, sounds: Sequence[str]) -> list[str]:
        forms: dict[str, None] = {}
        while len(forms) < FORMS:
            forms["".join(self.random.choices(sounds, k=self.random.choice((2, 3, 3, 4))))] = None
        return list(forms)
