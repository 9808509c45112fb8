"""BERT's tokenizers, where MindSpore's results are no model."""

import numpy as np
import pytest

from msjax.dataset.text import BasicTokenizer, BertTokenizer, Vocab, WordpieceTokenizer

VOCAB = Vocab.from_list(["hi", "##gh", "[CLS]", "[MASK]", "[UNK]", "北", "!"])
TEXT = "[CLS] Hïgh 北[MASK]!"


def test_special_tokens_are_kept_once_in_lower_case():
    words, starts, ends = BasicTokenizer(lower_case=True, with_offsets=True)(TEXT)
    assert words.tolist() == ["[CLS]", "high", "北", "[MASK]", "!"]
    changed = "[CLS] high 北[MASK]!".encode()
    cut = [changed[start:end].decode() for start, end in zip(starts, ends, strict=True)]
    assert cut == words.tolist()


def test_words_and_pieces_together():
    tokens, starts, ends = BertTokenizer(VOCAB, lower_case=True, with_offsets=True)(TEXT)
    assert tokens.tolist() == ["[CLS]", "hi", "##gh", "北", "[MASK]", "!"]
    assert starts.tolist() == [0, 6, 8, 11, 14, 20]
    assert ends.tolist() == [5, 8, 10, 14, 20, 21]


@pytest.mark.parametrize("unknown", ["[UNK]", ""])
def test_an_unknown_word_has_one_place(unknown):
    pieces = WordpieceTokenizer(VOCAB, unknown_token=unknown, with_offsets=True)
    tokens, starts, ends = pieces(["北北", "hi"])
    assert tokens.tolist() == [unknown or "北北", "hi"]
    assert starts.tolist() == [0, 0]
    assert ends.tolist() == [6, 2]


def test_no_pieces_have_a_place_too():
    tokens, starts, ends = WordpieceTokenizer(VOCAB, with_offsets=True)(np.array([""]))
    assert (tokens.tolist(), starts.tolist(), ends.tolist()) == ([""], [0], [0])
    assert starts.dtype == ends.dtype == np.uint32
