"""Lookup: numbers in the place of words."""

from __future__ import annotations

import numpy as np

from msjax._core import dtype as mstype
from msjax.dataset.text.base import TextTensorOperation
from msjax.dataset.text.vocabulary import Vocab
from msjax.dataset.transforms.checks import checked, of_type, optional
from msjax.dataset.transforms.rows import dtype_name


class Lookup(TextTensorOperation):
    """Replace words by their numbers.

    Args:
        vocab: a Vocab.
        unknown_token: the word whose number stands for words without one. Default: None: these
            are an error.
        data_type: the data type of the numbers. Default: mindspore.int32.

    Raises:
        TypeError: An argument is of another type.
        RuntimeError: On a call: a word has no number, or there are no words in the array.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.Lookup.html
    """

    @checked(
        unknown_token=optional(of_type(str)),
        vocab=of_type(Vocab),
        data_type=of_type(mstype.Type),
    )
    def __init__(self, vocab, unknown_token=None, data_type=mstype.int32):
        super().__init__()
        of_type(dict)(vocab.c_vocab, "vocab.c_vocab")
        self.vocab = vocab
        self.unknown_token = unknown_token
        self.data_type = data_type

    def _execute_c(self, words):
        self._check_text(words)
        if self.data_type == mstype.string:
            raise self._failure("The parameter data_type must be numeric including bool.")
        numbers = self.vocab._built()
        if self.unknown_token is not None and self.unknown_token not in numbers:
            raise self._failure(f'"{self.unknown_token}" doesn\'t exist in vocab.')
        unknown = numbers.get(self.unknown_token)
        found = [numbers.get(word, unknown) for word in words.reshape(-1).tolist()]
        if None in found:
            word = words.reshape(-1)[found.index(None)]
            raise self._failure(
                f'invalid data, token: "{word}" doesn\'t exist in vocab and no unknown token is '
                "specified. Name one in `unknown_token`."
            )
        return np.array(found).reshape(words.shape).astype(dtype_name(self.data_type))
