"""Tokenizers that stand on other libraries: they are refused, with the reason."""

from __future__ import annotations

_SENTENCE_PIECE = (
    "it would need the library SentencePiece. Tokenize with the package `sentencepiece` in "
    "`map`: a function of Python is taken there."
)


def _refusal(name: str, reason: str) -> NotImplementedError:
    return NotImplementedError(f"msjax.dataset.text.{name} is not supported: {reason}")


class JiebaTokenizer:
    """Cut Chinese texts into words.

    Args:
        hmm_path: the path of the model's file.
        mp_path: the path of the dictionary.
        mode: a `JiebaMode`. Default: None, JiebaMode.MIX.
        with_offsets: whether the places of the tokens are returned too. Default: False.

    Raises:
        NotImplementedError: Always: see `Differs`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.JiebaTokenizer.html

    Differs: it cannot be made: msjax has no library of Chinese words.
    """

    def __init__(self, hmm_path, mp_path, mode=None, with_offsets=False):
        raise _refusal(
            "JiebaTokenizer",
            "it would need the library cppjieba. Cut texts with the package `jieba` in "
            "PythonTokenizer.",
        )


class SentencePieceTokenizer:
    """Cut texts into the pieces of a SentencePiece model.

    Args:
        mode: the model's file, or a SentencePieceVocab.
        out_type: a `SPieceTokenizerOutType`.

    Raises:
        NotImplementedError: Always: see `Differs`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.SentencePieceTokenizer.html

    Differs: it cannot be made: msjax does not use the library SentencePiece.
    """

    def __init__(self, mode, out_type):
        raise _refusal("SentencePieceTokenizer", _SENTENCE_PIECE)


class SentencePieceVocab:
    """A SentencePiece model.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.SentencePieceVocab.html

    Differs: none of its methods works: msjax does not use the library SentencePiece.
    """

    @classmethod
    def from_dataset(cls, dataset, col_names, vocab_size, character_coverage, model_type, params):
        """Refuse to train a model.

        Raises:
            NotImplementedError: Always.
        """
        raise _refusal("SentencePieceVocab.from_dataset", _SENTENCE_PIECE)

    @classmethod
    def from_file(cls, file_path, vocab_size, character_coverage, model_type, params):
        """Refuse to train a model.

        Raises:
            NotImplementedError: Always.
        """
        raise _refusal("SentencePieceVocab.from_file", _SENTENCE_PIECE)

    @classmethod
    def save_model(cls, vocab, path, filename):
        """Refuse to save a model.

        Raises:
            NotImplementedError: Always.
        """
        raise _refusal("SentencePieceVocab.save_model", _SENTENCE_PIECE)
