"""What brings texts to a form, where MindSpore's results are no model."""

import numpy as np
import pytest

from msjax.dataset.text import FilterWikipediaXML, RegexReplace


def test_each_string_is_a_text():
    replaced = RegexReplace("(b)", "<$1>")(np.array([["ab", "bb"], ["", "c"]]))
    assert replaced.tolist() == [["a<b>", "<b><b>"], ["", "c"]]
    assert RegexReplace("b", "", replace_all=False)(["abb", "b"]).tolist() == ["ab", ""]


def test_empty_lines_of_wikis():
    assert FilterWikipediaXML()("One\n\n\n2").item() == "one two"


def test_groups_that_did_not_match_are_empty():
    assert RegexReplace("(a)|(b)", "[$1$2]")("ab").item() == "[a][b]"


def test_why_a_pattern_is_none():
    with pytest.raises(RuntimeError, match=r"one error pattern. '\(': missing \)"):
        RegexReplace("(", "")("a")
