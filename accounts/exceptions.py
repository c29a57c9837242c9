"""Exceptions for refused actions; their message is shown to the user."""


class Refused(Exception):
    """Raised when a rule refuses an action.

    `sentence` is a complete sentence for the user: pages, commands and tests show this very text.
    """

    def __init__(self, sentence: object) -> None:
        # str() resolves a lazy translation in the language of the refused request.
        self.sentence = str(sentence)
        super().__init__(self.sentence)


class SuccessorNeeded(Refused):
    """Raised for the last account with access to some record: a successor must take over before it loses access."""
