"""mindspore.dataset.text: tokenizers, what brings texts to a form, sequences of tokens."""

import mindspore as ms
import mindspore.dataset.text as text
import numpy as np
from mindspore.dataset.text import NormalizeForm

from compat_tests.texts import outcomes, told

MODES = ("pynative",)
TEXTS = {
    "english": "Welcome to   Beijing!",
    "spaces": "  lead  trail ",
    "nothing": "",
    "only_spaces": "   ",
    "chinese": "北京欢迎您, hi",
    "odd_spaces": "a\tb\nc\u3000d\u00a0e\x1cf",
    "accents": "I\u0301 é ﬁ Ⅷ \uff21 ß Ünïcödé İSTANBUL",
    "controls": "a\x01b\x07c\ufffdd\u200be",
    "marks": "12.5$ x_y^z~`+=<>| “quote”—dash…",
    "special": "[CLS] Hi [unused10] [MASK][SEP] un-able [unused1 ] [abc]",
    "scripts": "漢字ひらカタ한 1a! \u0378\u1680\u2003ψωξ, дж",
    "rare": "\U00020000𠀀豈ｱ",
}
KINDS = {
    "whitespace": lambda: text.WhitespaceTokenizer(),
    "whitespace_offsets": lambda: text.WhitespaceTokenizer(True),
    "characters_offsets": lambda: text.UnicodeCharTokenizer(with_offsets=True),
    "scripts": lambda: text.UnicodeScriptTokenizer(),
    "scripts_spaces": lambda: text.UnicodeScriptTokenizer(True, True),
    "basic": lambda: text.BasicTokenizer(),
    "basic_offsets": lambda: text.BasicTokenizer(with_offsets=True),
    "basic_spaces": lambda: text.BasicTokenizer(keep_whitespace=True),
    "basic_nfkd": lambda: text.BasicTokenizer(normalization_form=NormalizeForm.NFKD),
    "basic_lower": lambda: text.BasicTokenizer(True, False, NormalizeForm.NONE, False),
    "fold": lambda: text.CaseFold(),
    **{f"form_{form.name}": lambda form=form: text.NormalizeUTF8(form) for form in NormalizeForm},
}
WORDS = ["book", "cholera", "era", "favor", "##ite", "my", "dur", "##ing", "I", "##h", "[UNK]"]
WORDS += ["hi", "北", "!", "ab", "##a", "##b", "##abc"]
PIECES = {
    "sentence": ["my", "favorite", "book", "during", "cholera", "what", "我"],
    "rest": ["favoritexx", "Ih", "hIh", "北北"],
    "greedy": ["ababc", "aba"],
    "nothing": [""],
}
PATTERNS = {
    "spaces": (r"\s+",),
    "kept": (r"\s+", r"\s+"),
    "punctuation": (r"\p{Punct}",),
    "category": (r"[\p{Lu}\p{Po}]", r"\p{Po}"),
    "empty": ("",),
    "letter": ("o",),
    "some_kept": ("[A-Z. ]", "[A-Z]"),
    "bad": ("[",),
}
REPLACED = {
    "all": ("o", "0"),
    "first": ("o", "0", False),
    "groups": (r"(\w)(l)", "$2-$1"),
    "whole": ("l", "$0$0"),
    "escaped": ("l", r"\$\l"),
    "no_group": ("l", "$3"),
    "bad": ("[", ""),
    "categories": (r"\p{P}|\p{Zs}", "_"),
}
NUMBERS = {
    ms.int8: (["1", "-2", "+3"], ["300"], ["a"], [" 5a"], [""], ["0x10"], ["1.5"]),
    ms.uint8: (["7"], ["-1"]),
    ms.int32: ("7", [["1"], ["2"]], np.array([1])),
    ms.uint64: (["18446744073709551615"],),
    ms.float32: (["1.5", "-2e3", "nan", "inf", "5a"], ["1e50"], ["."]),
    ms.float16: (["1.1"], ["1e9"]),
    ms.float64: (["1.1", ".5", "3."],),
}
LINE = np.array(["a", "b", "c", "d"])


def _vocab():
    return text.Vocab.from_list(WORDS)


def _cut_by(*arguments):
    return outcomes(
        [
            lambda: text.RegexTokenizer(*arguments)("Hello World. Foo"),
            lambda: text.RegexTokenizer(*arguments, with_offsets=True)("Hé World."),
        ]
    )


CASES = {
    **{
        f"{kind}": lambda make=make: told([make()(given) for given in TEXTS.values()])
        for kind, make in KINDS.items()
    },
    **{
        f"pieces_{name}": outcomes(
            [
                lambda words=words: text.WordpieceTokenizer(_vocab())(words),
                lambda words=words: text.WordpieceTokenizer(_vocab(), "##", 100, "")(words),
                lambda words=words: text.WordpieceTokenizer(_vocab(), max_bytes_per_token=4)(words),
            ]
        )
        for name, words in PIECES.items()
    },
    "pieces_ways": outcomes(
        [
            lambda: text.WordpieceTokenizer(_vocab(), with_offsets=True)(
                ["my", "favorite", "zz", "北"]
            ),
            lambda: text.WordpieceTokenizer(_vocab(), "@@")(["favorite"]),
            lambda: text.WordpieceTokenizer(_vocab())("favorite"),
            lambda: text.WordpieceTokenizer(_vocab())(np.array([["my"]])),
        ]
    ),
    "bert": outcomes(
        [
            *(
                lambda given=given: text.BertTokenizer(_vocab())(given)
                for given in ("hi! my favorite book", "[UNK] hi[MASK]", "Hi 北京!", "")
            ),
            lambda: text.BertTokenizer(_vocab(), lower_case=True, with_offsets=True)(
                "Hi 北京! my favorite"
            ),
        ]
    ),
    **{f"regex_{name}": _cut_by(*patterns) for name, patterns in PATTERNS.items()},
    **{
        f"replace_{name}": outcomes([lambda given=given: text.RegexReplace(*given)("Hello World.")])
        for name, given in REPLACED.items()
    },
    "wiki": outcomes(
        [
            lambda given=given: text.FilterWikipediaXML()(given)
            for given in (
                "<doc>gone</doc>",
                "Hello &amp; [[World|x]] == T == 12 {{a}} [http://b c]",
            )
        ]
    ),
    **{
        f"numbers_{dtype!s}": outcomes(
            [lambda given=given, dtype=dtype: text.ToNumber(dtype)(given) for given in texts]
        )
        for dtype, texts in NUMBERS.items()
    },
    "ngrams": outcomes(
        [
            lambda: text.Ngram(3)(LINE),
            lambda: text.Ngram([2, 3], ("_", 1), ("!", 1), "|")(LINE),
            lambda: text.Ngram(5)(LINE),
            lambda: text.Ngram(2, ("_", 5), ("!", 5))(LINE[:1]),
            lambda: text.Ngram(2)(LINE[None]),
            lambda: text.Ngram(1)("ab"),
        ]
    ),
    "windows": outcomes(
        [
            lambda: text.SlidingWindow(3)(np.arange(5)),
            lambda: text.SlidingWindow(2, -1)(LINE),
            lambda: text.SlidingWindow(9)(np.arange(5, dtype=np.int8)),
            lambda: text.SlidingWindow(2)(np.zeros((2, 3))),
            lambda: text.SlidingWindow(2, 3)(np.arange(5)),
        ]
    ),
    "truncated": outcomes(
        [
            lambda: text.Truncate(2)(LINE),
            lambda: text.Truncate(2)(np.array(["longer", "b", "c"])[::-1].copy()),
            lambda: text.Truncate(2)(np.arange(6).reshape(2, 3)),
            lambda: text.Truncate(9)(LINE),
            lambda: text.Truncate(1)(np.zeros((2, 2, 2))),
            lambda: text.Truncate(2)("abc"),
        ]
    ),
    "truncated_pairs": outcomes(
        [
            *(
                lambda most=most: text.TruncateSequencePair(most)(np.arange(3), np.arange(4))
                for most in (4, 5, 1, 0, 30)
            ),
            lambda: text.TruncateSequencePair(3)(np.arange(3)),
            lambda: text.TruncateSequencePair(3)(np.zeros((2, 2)), np.zeros(3)),
        ]
    ),
    "added": outcomes(
        [
            lambda: text.AddToken("TOKEN")(LINE),
            lambda: text.AddToken("T", begin=False)(LINE.reshape(2, 2)),
            lambda: text.AddToken("T")(LINE.reshape(2, 2, 1)),
            lambda: text.AddToken("T")(np.array([1])),
        ]
    ),
    "python": outcomes(
        [
            lambda: text.PythonTokenizer(lambda given: given.split(","))(np.array("a,b")),
            lambda: text.PythonTokenizer(lambda given: given.split(","))(np.array(["a,b", "c,d"])),
            lambda: text.PythonTokenizer(str.split)(np.array(b"a b")),
            lambda: text.PythonTokenizer(1),
            lambda: text.PythonTokenizer(lambda given: 1 / 0)(np.array("a")),
            lambda: text.PythonTokenizer(str.split)("a"),
        ]
    ),
    "bytes": outcomes(
        [
            lambda: text.to_str(np.array([b"a", b"bc"])),
            lambda: text.to_bytes(np.array(["a", "é"])).tolist(),
            lambda: text.to_str(np.array([b"\xe9"]), "latin1"),
            lambda: text.to_str("a"),
            lambda: text.to_bytes("a"),
        ]
    ),
    "no_texts": outcomes(
        [
            *(
                lambda given=given: text.WhitespaceTokenizer()(given)
                for given in (np.array(b"a"), LINE, 1, None)
            ),
            lambda: text.CaseFold()(1),
            lambda: text.NormalizeUTF8("NFC"),
            lambda: text.BasicTokenizer("yes"),
            lambda: text.BasicTokenizer(normalization_form=1),
            lambda: text.WordpieceTokenizer(None),
            lambda: text.WordpieceTokenizer({}),
            lambda: text.BertTokenizer(_vocab(), max_bytes_per_token=1.5),
            lambda: text.RegexTokenizer(None),
            lambda: text.WhitespaceTokenizer(1),
            lambda: text.Ngram([]),
            lambda: text.Ngram(0),
            lambda: text.Ngram(1, ("a", -1)),
            lambda: text.Ngram(1, ["a", 1]),
            lambda: text.Truncate(0),
            lambda: text.SlidingWindow(0),
            lambda: text.ToNumber(ms.bool_),
            lambda: text.ToNumber(1),
            lambda: text.AddToken(1),
        ]
    ),
}
