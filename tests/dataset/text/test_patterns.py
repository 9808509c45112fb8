"""Regular expressions in ICU's syntax."""

import re

import pytest

from msjax.dataset.text.patterns import compiled


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"\p{Lu}+", "abCDéÉ", ["CD", "É"]),
        (r"\P{L}", "a1-b", ["1", "-"]),
        (r"\p{^L}", "a1-b", ["1", "-"]),
        (r"\pN", "a1", ["1"]),
        (r"[\p{P}x]+", "a!x?b", ["!x?"]),
        (r"[^\p{P}]+", "a!b", ["a", "b"]),
        (r"\p{Punctuation}|\p{digit}", "a!1", ["!", "1"]),
        (r"\x{4E00}", "一a", ["一"]),
        (r"\\p", r"a\p", [r"\p"]),
        (r"\[\d\]", "[1]", ["[1]"]),
    ],
)
def test_found(pattern, text, found):
    assert compiled(pattern).findall(text) == found


@pytest.mark.parametrize("pattern", [r"\p{Han}", r"\p{Script=Latin}", r"[\P{L}]"])
def test_what_is_not_translated(pattern):
    with pytest.raises(NotImplementedError, match="is not supported"):
        compiled(pattern)


def test_what_is_no_pattern():
    with pytest.raises(re.error):
        compiled("[")
