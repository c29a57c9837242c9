"""The one exception by which a rule says no to a human."""


class Refused(Exception):
    """An action was refused by a rule of the house.

    `sentence` is a whole sentence meant for the person who asked: pages, commands and tests show this very text.
    """

    def __init__(self, sentence: object) -> None:
        # str() settles a lazy translation in the language of the request that was refused.
        self.sentence = str(sentence)
        super().__init__(self.sentence)
