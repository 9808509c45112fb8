"""Tokenizers of other libraries are refused, with what to do instead."""

import pytest

from msjax.dataset import text


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: text.JiebaTokenizer("a", "b"), "PythonTokenizer"),
        (lambda: text.SentencePieceTokenizer("a", 0), "sentencepiece"),
        (lambda: text.SentencePieceVocab.from_file(["a"], 1, 1.0, 0, {}), "sentencepiece"),
        (lambda: text.SentencePieceVocab.from_dataset(None, [], 1, 1.0, 0, {}), "sentencepiece"),
        (lambda: text.SentencePieceVocab.save_model(None, "a", "b"), "sentencepiece"),
    ],
)
def test_refused(call, said):
    with pytest.raises(NotImplementedError, match=f"is not supported: .*{said}"):
        call()
