"""Scripts of characters."""

import numpy as np

from msjax.dataset.text import UnicodeScriptTokenizer
from msjax.dataset.text.scripts import _table


def test_runs_do_not_overlap():
    firsts, lasts, _ = _table()
    assert (firsts <= lasts).all()
    assert (lasts[:-1] < firsts[1:]).all()


def test_unassigned_characters_are_of_one_script():
    text = "\u0378\u0379\U000e1000a"
    assert UnicodeScriptTokenizer()(text).tolist() == [text[:3], "a"]


def test_no_text():
    tokens, starts, ends = UnicodeScriptTokenizer(True, True)("")
    assert (tokens.tolist(), starts.tolist(), ends.tolist()) == ([""], [0], [0])
    assert starts.dtype == np.uint32
