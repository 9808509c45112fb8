"""The words that operations on texts are told their ways with."""

from __future__ import annotations

from enum import IntEnum


class JiebaMode(IntEnum):
    """How Chinese texts are cut into words: by both methods, by a dictionary, or by a model."""

    MIX = 0
    MP = 1
    HMM = 2


class NormalizeForm(IntEnum):
    """The form that Unicode texts are brought to; NONE leaves them."""

    NONE = 0
    NFC = 1
    NFKC = 2
    NFD = 3
    NFKD = 4


class SentencePieceModel(IntEnum):
    """The kind of a SentencePiece model."""

    UNIGRAM = 0
    BPE = 1
    CHAR = 2
    WORD = 3


class SPieceTokenizerLoadType(IntEnum):
    """Where a SentencePiece model comes from."""

    FILE = 0
    MODEL = 1


class SPieceTokenizerOutType(IntEnum):
    """What a SentencePieceTokenizer returns: texts or their numbers."""

    STRING = 0
    INT = 1
