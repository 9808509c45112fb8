"""Vocabularies of pipelines, and the order of words."""

import numpy as np
import pytest

from msjax.dataset.engine.source import MappableDataset
from msjax.dataset.text import Lookup, Vocab


class Lines(MappableDataset):
    """A source of lines of words."""

    columns = ("words", "others")

    def __init__(self):
        super().__init__(shuffle=False)

    def _num_rows(self):
        return 2

    def _row(self, i):
        return np.array([["a", "b"], ["c", "b"]][i]), np.array("z")


def test_words_of_a_pipeline():
    assert Vocab.from_dataset(Lines(), "words").vocab() == {"b": 0, "a": 1, "c": 2}
    assert Vocab.from_dataset(Lines()).vocab() == {"b": 0, "z": 1, "a": 2, "c": 3}


def test_limits():
    vocab = Vocab.from_dataset(Lines(), ["words"], (2, None), None, ["<pad>"], False)
    assert vocab.vocab() == {"b": 0, "<pad>": 1}
    vocab = Vocab.from_dataset(Lines(), "words", (None, 1), 1, ["<pad>"])
    assert vocab.vocab() == {"<pad>": 0, "a": 1}


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        (("none",), RuntimeError, "Invalid column name, column name: none does not exist"),
        (("words", None, None, ["a"]), RuntimeError, "already in the vocab: a"),
        ((1,), TypeError, "is not of type"),
        (("words", [1, 2]), TypeError, "Argument freq_range"),
        (("words", (2, 1)), ValueError, "should be 0 <= a <= b"),
        (("words", (1,)), ValueError, "a tuple of 2 element"),
        (("words", ("a", 1)), ValueError, "a tuple of 2 integers"),
        (("words", None, 0), ValueError, "top_k must be greater than 0"),
    ],
)
def test_refusals(arguments, error, said):
    with pytest.raises(error, match=said):
        Vocab.from_dataset(Lines(), *arguments)


def test_words_are_in_the_order_of_their_numbers():
    assert list(Vocab.from_list(["b", "a"], ["<pad>"]).vocab()) == ["<pad>", "b", "a"]


def test_the_vocabulary_is_not_shown_itself():
    vocab = Vocab.from_list(["a"])
    vocab.vocab()["b"] = 1
    assert vocab.tokens_to_ids("b") == -1


def test_which_word_is_unknown():
    with pytest.raises(RuntimeError, match='token: "x" doesn\'t exist in vocab'):
        Lookup(Vocab.from_list(["a"]))(["a", "x"])


def test_a_pipeline_numbers_its_words_as_in_mindspore_1():
    vocab = Lines().build_vocab(["words"], None, None, ["<pad>"], True)
    assert vocab.vocab() == Vocab.from_dataset(Lines(), ["words"], None, None, ["<pad>"]).vocab()
