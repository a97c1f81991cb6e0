"""How names are compared: one folding for the committed data and for what a person types. Pure."""

from __future__ import annotations

import unicodedata

LONGEST_KEY = 200

_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
        "ŋ": "n", "ə": "e", "ŧ": "t", "ĸ": "k", "'": "", "’": "", "‘": "", "ʻ": "", "ʼ": "", "`": "", "´": "",
        "\u200c": "", "\u200d": "",
    }
)  # fmt: skip
_FULL_WIDTH = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20})
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


def fold(text: str) -> str:
    """`text` as a search key: no case, accents, apostrophes or punctuation; single spaces between words.

    Look-alike letters of other scripts stay what they are: a Cyrillic ``е`` never finds a Latin ``e``.
    """
    plain = _without_accents(text.translate(_FULL_WIDTH)).translate(_LETTERS)
    words = "".join(letter if _is_part_of_a_word(letter) else " " for letter in plain).split()
    written_out = [_SHORT.get(word, word) for word in words[:-1]] + words[-1:]
    return " ".join(written_out)


def fold_german(text: str) -> str:
    """The key of the spelling without umlauts: ``Muenchen`` for ``München``, ``Aarhus`` for ``Århus``."""
    return fold(unicodedata.normalize("NFC", text).casefold().translate(_GERMAN))


def compact(text: str) -> str:
    """A postcode as a key: letters and digits only, lower case."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.casefold())
    return unicodedata.normalize("NFC", "".join(part for part in parts if not "\u0300" <= part <= "\u036f"))


def _is_part_of_a_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter) in {"Mn", "Mc"}
