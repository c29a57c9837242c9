"""The words of a list that nobody has explained, asked beside its columns; and the mapping that results from all answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.spreadsheets.import_.reference_lookup import Vocabulary
from cases.spreadsheets.import_.unknown_values import Word, explained
from cases.spreadsheets.mapping import parse_mapping
from cases.spreadsheets.mapping.schema import Mapping
from cases.spreadsheets.mapping.toml_reader import MappingError
from cases.spreadsheets.pages.column_preview import Cell, sample, unknown_words
from cases.spreadsheets.pages.import_forms import ByHandForm
from cases.spreadsheets.pages.unknown_value_forms import MOST, WordQuestions, called, country_of, word_key
from cases.spreadsheets.reading import Table


@dataclass
class Question:
    """A word with what may be answered; `answer` is the one that is chosen."""

    key: str
    text: str
    field: str
    count: int
    choices: list[tuple[Any, list[tuple[str, Any]]]]  # (group, choices)
    answer: str
    likely: bool


class ColumnQuestions:
    """Made of what the form says so far. `content`: the tables of the mapping with every answer in it; empty where the form
    is not complete. `rows`: the sample, cell by cell."""

    def __init__(self, form: ByHandForm, table: Table, kept: dict[str, Any]) -> None:
        self.words: list[Question] = []
        self.word_count = 0
        self.content: dict[str, Any] = {}
        self.rows: list[list[Cell]] = [[Cell(text) for text in row] for row in table.rows[:3]]
        self.wrong = ""
        if not form.is_complete():
            return
        try:
            self.content = form.content()
            mapping = parse_mapping.read(self.content, "columns")
            self._ask(mapping, table, kept)
            self.content = explained(self.content, self._answers)
            mapping = parse_mapping.read(self.content, "columns")
            self.rows = sample(mapping, table, Vocabulary(mapping))
        except MappingError as wrong:
            self.wrong = str(wrong)

    def _ask(self, mapping: Mapping, table: Table, kept: dict[str, Any]) -> None:
        questions = WordQuestions(country_of(mapping))
        found = unknown_words(mapping, table, Vocabulary(mapping)).most_common()
        self.word_count = len(found)
        self._answers: dict[Word, str] = {}
        for (where, text), count in found[:MOST]:
            key = word_key(where, text)
            likeliest = questions.likeliest(where, text)
            choices = questions.choices(where, leave=_("not answered: kept as a note"))
            allowed = {
                value for group in choices for value, _label in (group[1] if isinstance(group[1], list) else [group])
            }
            answer = kept.get(key, likeliest)
            answer = answer if answer in allowed else ""
            grouped = [(group[0], group[1]) if isinstance(group[1], list) else ("", [group]) for group in choices]
            self.words.append(Question(key, text, called(where), count, grouped, answer, bool(likeliest)))
            if answer:
                self._answers[where, text] = answer

    def is_new(self, posted: Any) -> bool:
        """Whether a word is asked that the form did not show yet."""
        return any(question.key not in posted for question in self.words)
