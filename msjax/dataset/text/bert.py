"""The tokenizers of BERT: BasicTokenizer, WordpieceTokenizer, and both in a row."""

from __future__ import annotations

import unicodedata

import numpy as np

from msjax.dataset.text.base import TextTensorOperation, Tokenizer, as_tokens, given, said
from msjax.dataset.text.enums import NormalizeForm
from msjax.dataset.text.normalizing import case_folded, normal_form, normalized
from msjax.dataset.text.patterns import compiled
from msjax.dataset.text.tokenizers import cut_at
from msjax.dataset.text.vocabulary import Vocab
from msjax.dataset.transforms.checks import checked, integer

_UINT32_MAX = 2**32 - 1
_SINGLE = (  # punctuation and Chinese characters are tokens by themselves
    r"[!-/:-@\[-`{-~\p{P}\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0002a6df\U0002a700-\U0002b73f"
    r"\U0002b740-\U0002b81f\U0002b820-\U0002ceaf\uf900-\ufaff\U0002f800-\U0002fa1f]"
)
_SPECIAL = r"\[(?:CLS|SEP|UNK|PAD|MASK|unused\d+)\]"


class BasicTokenizer(Tokenizer):
    """Cut a text into words, punctuation marks and Chinese characters, as BERT does it.

    Args:
        lower_case: whether case is folded, and accents are taken away. Default: False.
        keep_whitespace: whether white space is a token. Default: False.
        normalization_form: a `NormalizeForm` that the text is brought to first, if `lower_case`
            is False. Default: NormalizeForm.NONE.
        preserve_unused_token: whether [CLS], [SEP], [UNK], [PAD], [MASK] and [unused1], [unused2],
            … are tokens. Default: True.
        with_offsets: whether the places of the tokens are returned too, counted in bytes of the
            UTF-8 of the changed text: where they begin and where they end, uint32. Default: False.

    Raises:
        TypeError: An argument is of another type.
        RuntimeError: On a call: this is not one string.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.BasicTokenizer.html

    Differs: with `lower_case` and special tokens in a text, MindSpore repeats what stands before
        these; here it comes once.
    """

    @checked(
        lower_case=said(bool, "boolean"),
        keep_whitespace=said(bool, "boolean"),
        preserve_unused_token=said(bool, "boolean"),
        with_offsets=said(bool, "boolean"),
    )
    def __init__(
        self,
        lower_case=False,
        keep_whitespace=False,
        normalization_form=NormalizeForm.NONE,
        preserve_unused_token=True,
        with_offsets=False,
    ):
        super().__init__()
        normal_form(normalization_form)
        self.lower_case = lower_case
        self.keep_whitespace = keep_whitespace
        self.normalization_form = normalization_form
        self.preserve_unused_token = preserve_unused_token
        self.with_offsets = with_offsets

    def _execute_c(self, text):
        return super()._execute_c(
            np.array(self._prepared(str(text)))
            if text.ndim == 0 and text.dtype.kind == "U"
            else text
        )

    def _prepared(self, text: str) -> str:
        """Return the text that is cut."""
        form = self.normalization_form
        text = self._lowered(text) if self.lower_case else normalized(text, form)
        return "".join(
            " " if unicodedata.category(character) in ("Cc", "Cf") else character
            for character in text
        )

    def _lowered(self, text: str) -> str:
        special = compiled(_SPECIAL if self.preserve_unused_token else r"(?!)")
        parts, last = [], 0
        for match in special.finditer(text):
            parts += [case_folded(text[last : match.start()]), match[0]]
            last = match.end()
        text = "".join([*parts, case_folded(text[last:])])
        return "".join(
            character
            for character in unicodedata.normalize("NFD", text)
            if unicodedata.category(character) != "Mn"
        )

    def _cut(self, text):
        kept = f"{_SPECIAL}|{_SINGLE}" if self.preserve_unused_token else _SINGLE
        delimiter = compiled(
            rf"{_SPECIAL}|\s+|{_SINGLE}" if self.preserve_unused_token else rf"\s+|{_SINGLE}"
        )
        kept = compiled(rf"{kept}|\s+" if self.keep_whitespace else kept)
        return cut_at(delimiter, kept, text)


class WordpieceTokenizer(TextTensorOperation):
    """Cut words into the longest pieces that a vocabulary has.

    Args:
        vocab: a Vocab.
        suffix_indicator: what stands in the vocabulary before pieces that do not begin a word.
            Default: "##".
        max_bytes_per_token: how long words may be, in bytes of UTF-8; longer ones are unknown.
            Default: 100.
        unknown_token: what replaces a word that cannot be cut into pieces; "": nothing does.
            Default: "[UNK]".
        with_offsets: whether the places of the pieces in their words are returned too, counted in
            bytes of UTF-8: where they begin and where they end, uint32. Default: False.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `vocab` is None, or `max_bytes_per_token` out of range.
        RuntimeError: On a call: this is no string nor array (length,) of strings.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.WordpieceTokenizer.html

    Differs: an unknown word has one place; MindSpore also gives those of the pieces it began with.
    """

    @checked(
        vocab=[given("vocab"), said(Vocab, "text.Vocab object")],
        suffix_indicator=said(str, "string"),
        unknown_token=said(str, "string"),
        with_offsets=said(bool, "boolean"),
        max_bytes_per_token=lambda value, _: integer(0, _UINT32_MAX)(value, ""),
    )
    def __init__(
        self,
        vocab,
        suffix_indicator="##",
        max_bytes_per_token=100,
        unknown_token="[UNK]",
        with_offsets=False,
    ):
        super().__init__()
        self.vocab = vocab
        self.suffix_indicator = suffix_indicator
        self.max_bytes_per_token = max_bytes_per_token
        self.unknown_token = unknown_token
        self.with_offsets = with_offsets

    def _execute_c(self, words):
        if words.ndim > 1 or words.dtype.kind != "U":
            raise self._failure(
                "The input shape should be 1D scalar the input datatype should be string. "
                f"Got {words.dtype}, {words.shape}."
            )
        words = words.reshape(-1).tolist()
        return self._pieces(words, [0] * len(words))

    def _pieces(self, words, starts):
        """Return the pieces of words; `starts` is where each word begins, in bytes."""
        found = [
            (piece, before + start, before + end)
            for word, before in zip(words, starts, strict=True)
            for piece, start, end in self._cut(word)
        ]
        tokens = as_tokens(piece for piece, _, _ in found)
        if not self.with_offsets:
            return tokens
        places = np.array([place for _, *place in found] or [[0, 0]], np.uint32)
        return tokens, places[:, 0].copy(), places[:, 1].copy()

    def _cut(self, word: str) -> list[tuple[str, int, int]]:
        known = self.vocab._built()
        length = len(word.encode())
        unknown = self.unknown_token or word
        failed = [(unknown, 0, len(unknown.encode()) if not self.unknown_token else length)]
        if length > self.max_bytes_per_token:
            return failed
        pieces, start, place = [], 0, 0
        while start < len(word):
            indicator = self.suffix_indicator if start else ""
            for end in range(len(word), start, -1):
                if indicator + word[start:end] in known:
                    break
            else:
                return failed
            width = len(word[start:end].encode())
            pieces.append((indicator + word[start:end], place, place + width))
            start, place = end, place + width
        return pieces or [(word, 0, 0)]


class BertTokenizer(TextTensorOperation):
    """Cut a text into words, and these into pieces, as BERT does it.

    Args:
        vocab: a Vocab.
        suffix_indicator: what stands in the vocabulary before pieces that do not begin a word.
            Default: "##".
        max_bytes_per_token: how long words may be, in bytes of UTF-8; longer ones are unknown.
            Default: 100.
        unknown_token: what replaces a word that cannot be cut into pieces; "": nothing does.
            Default: "[UNK]".
        lower_case: whether case is folded, and accents are taken away. Default: False.
        keep_whitespace: whether white space is a token. Default: False.
        normalization_form: a `NormalizeForm` that the text is brought to first, if `lower_case`
            is False. Default: NormalizeForm.NONE.
        preserve_unused_token: whether [CLS], [SEP], [UNK], [PAD], [MASK] and [unused1], [unused2],
            … are tokens. Default: True.
        with_offsets: whether the places of the tokens are returned too, counted in bytes of the
            UTF-8 of the changed text: where they begin and where they end, uint32. Default: False.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `vocab` is None, or `max_bytes_per_token` out of range.
        RuntimeError: On a call: this is not one string.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.BertTokenizer.html

    Differs: as in BasicTokenizer and WordpieceTokenizer.
    """

    @checked(vocab=given("vacab"), max_bytes_per_token=said(int, "int"))
    def __init__(
        self,
        vocab,
        suffix_indicator="##",
        max_bytes_per_token=100,
        unknown_token="[UNK]",
        lower_case=False,
        keep_whitespace=False,
        normalization_form=NormalizeForm.NONE,
        preserve_unused_token=True,
        with_offsets=False,
    ):
        super().__init__()
        self._pieces = WordpieceTokenizer(
            vocab, suffix_indicator, max_bytes_per_token, unknown_token, with_offsets
        )
        self._words = BasicTokenizer(
            lower_case, keep_whitespace, normalization_form, preserve_unused_token, True
        )
        self.vocab = vocab
        self.with_offsets = with_offsets

    def _execute_c(self, text):
        words, starts, _ = self._words._execute_c(text)
        return self._pieces._pieces(words.tolist(), starts.tolist())
