"""Wade-Giles, the older Latin spelling of Mandarin, from pinyin by rule (Giles, A Chinese-English Dictionary, 1892)."""

import re

_WADE_WHOLE = {"zi": "tzu", "ci": "tzu", "si": "ssu", "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "yi": "i",
               "you": "yu", "yan": "yen", "ye": "yeh", "yue": "yueh", "gui": "kuei", "kui": "kuei", "er": "erh"}  # fmt: skip
_WADE_INITIAL = {"zh": "ch", "ch": "ch", "b": "p", "d": "t", "g": "k", "j": "ch", "q": "ch", "z": "ts", "c": "ts", "x": "hs",
                 "r": "j"}  # fmt: skip
_WADE_FINAL = {"ong": "ung", "iong": "iung", "ian": "ien", "ie": "ieh", "ue": "ueh", "uo": "o"}
_INITIAL = re.compile("(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)")
_BACK = frozenset("gkh")


def wade_giles(pinyin: str) -> str:
    """Return a Mandarin syllable in Wade-Giles as used in names: without apostrophes or ü."""
    if pinyin in _WADE_WHOLE:
        return _WADE_WHOLE[pinyin]
    found = _INITIAL.fullmatch(pinyin)
    if not found:
        return pinyin
    initial, final = found.groups()
    if initial in _BACK and final in {"e", "uo"}:
        final = {"e": "o", "uo": "o" if initial == "h" else "uo"}[final]
    elif not (initial == "sh" and final == "uo"):
        final = _WADE_FINAL.get(final, final)
    return _WADE_INITIAL.get(initial, initial) + final
