"""`mindspore.dataset.text`: operations on texts, vocabularies and vectors of words."""

from msjax.dataset.text.absent import (
    JiebaTokenizer,
    SentencePieceTokenizer,
    SentencePieceVocab,
)
from msjax.dataset.text.bert import BasicTokenizer, BertTokenizer, WordpieceTokenizer
from msjax.dataset.text.enums import (
    JiebaMode,
    NormalizeForm,
    SentencePieceModel,
    SPieceTokenizerLoadType,
    SPieceTokenizerOutType,
)
from msjax.dataset.text.lookup import Lookup
from msjax.dataset.text.normalizing import (
    CaseFold,
    FilterWikipediaXML,
    NormalizeUTF8,
    RegexReplace,
)
from msjax.dataset.text.scripts import UnicodeScriptTokenizer
from msjax.dataset.text.sequences import (
    AddToken,
    Ngram,
    SlidingWindow,
    ToNumber,
    Truncate,
    TruncateSequencePair,
)
from msjax.dataset.text.strings import to_bytes, to_str
from msjax.dataset.text.tokenizers import (
    PythonTokenizer,
    RegexTokenizer,
    UnicodeCharTokenizer,
    WhitespaceTokenizer,
)
from msjax.dataset.text.vectors import CharNGram, FastText, GloVe, ToVectors, Vectors
from msjax.dataset.text.vocabulary import Vocab

__all__ = [
    "AddToken",
    "BasicTokenizer",
    "BertTokenizer",
    "CaseFold",
    "CharNGram",
    "FastText",
    "FilterWikipediaXML",
    "GloVe",
    "JiebaMode",
    "JiebaTokenizer",
    "Lookup",
    "Ngram",
    "NormalizeForm",
    "NormalizeUTF8",
    "PythonTokenizer",
    "RegexReplace",
    "RegexTokenizer",
    "SPieceTokenizerLoadType",
    "SPieceTokenizerOutType",
    "SentencePieceModel",
    "SentencePieceTokenizer",
    "SentencePieceVocab",
    "SlidingWindow",
    "ToNumber",
    "ToVectors",
    "Truncate",
    "TruncateSequencePair",
    "UnicodeCharTokenizer",
    "UnicodeScriptTokenizer",
    "Vectors",
    "Vocab",
    "WhitespaceTokenizer",
    "WordpieceTokenizer",
    "to_bytes",
    "to_str",
]
