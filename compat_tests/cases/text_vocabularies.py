"""mindspore.dataset.text: vocabularies, looking words up, vectors of words."""

import tempfile
from pathlib import Path

import mindspore as ms
import mindspore.dataset as ds
import mindspore.dataset.text as text
import numpy as np
from mindspore.dataset.text import Vocab

from compat_tests.texts import outcomes

MODES = ("pynative",)
WORDS = ["home", "IS", "behind", "the"]
FILES = {
    "plain": "home\nIS\nthe\n",
    "delimited": "home,10\nIS,3\n\nworld,5\n the ,9\nlast",
    "twice": "a\nb\na\n",
    "windows": "a\r\nb\n\n",
    "empty": "",
}
VECTORS = {
    "vectors.txt": "ok 0.5 0.25\n! 1 2\nhome -1.5 3e2\n",
    "head.txt": "3 2\nok 0.5 0.25\n! 1 2\n",
    "uneven.txt": "ok 0.5 1\n! 1\nhome 1 2\n",
    "glove.6B.2d.txt": "ok 0.5 0.25\nunk 1 2\n",
    "f.vec": "2 2\nok 0.5 0.25\nOK 1 2\n",
    "grams.txt": "1gram-a 1 2\n2gram-ab 3 4\n2gram-#BEGIN#a 5 6\n3gram-ab#END# 7 8\n",
}


def _numbers(vocab):
    return sorted(vocab.vocab().items())


def _from_file(content, *arguments, **options):
    def call():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "words")
            path.write_bytes(content.encode())
            return _numbers(Vocab.from_file(str(path), *arguments, **options))

    return call


def _vectors(kind, name, words, most=None, **options):
    def call():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, name)
            path.write_text(VECTORS[name])
            return text.ToVectors(kind.from_file(str(path), most), **options)(words)

    return call


def _pipeline():
    lines = ds.NumpySlicesDataset(["a b", "b c d", "北 a"], ["line"], shuffle=False)
    words = lines.map(text.WhitespaceTokenizer(), "line")
    vocab = Vocab.from_dataset(words, "line", special_tokens=["<unk>"], top_k=3)
    numbers = words.map([text.Lookup(vocab, "<unk>"), text.Truncate(2)], "line")
    return [row["line"] for row in numbers.create_dict_iterator(num_epochs=1, output_numpy=True)]


def _offsets():
    lines = ds.NumpySlicesDataset(["a b", "bé c d"], ["line"], shuffle=False)
    cut = lines.map(text.UnicodeCharTokenizer(True), "line", ["token", "start", "end"])
    return [
        [row["token"].tolist(), row["start"], row["end"]]
        for row in cut.create_dict_iterator(num_epochs=1, output_numpy=True)
    ]


CASES = {
    "pipeline": _pipeline,
    "offsets_in_a_pipeline": _offsets,
    "lists": outcomes(
        [
            lambda: _numbers(Vocab.from_list(WORDS)),
            lambda: _numbers(Vocab.from_list(WORDS, ["<pad>", "<unk>"])),
            lambda: _numbers(Vocab.from_list(WORDS, ["<pad>"], special_first=False)),
            lambda: _numbers(Vocab.from_list([])),
            lambda: _numbers(Vocab.from_list(["", "a"])),
            lambda: Vocab.from_list(["a", "a"]),
            lambda: Vocab.from_list(["a"], ["a"]),
            lambda: Vocab.from_list(("a",)),
            lambda: Vocab.from_list([1]),
            lambda: Vocab.from_list(["a"], special_first=1),
        ]
    ),
    "dicts": outcomes(
        [
            lambda: _numbers(Vocab.from_dict({"a": 3, "b": 5})),
            lambda: Vocab.from_dict({"a": -1}),
            lambda: Vocab.from_dict({"a": 1.5}),
            lambda: Vocab.from_dict({1: 1}),
            lambda: Vocab.from_dict([]),
        ]
    ),
    "files": outcomes(
        [
            *(_from_file(content) for content in FILES.values()),
            _from_file(FILES["delimited"], ","),
            _from_file(FILES["delimited"], ",1"),
            _from_file(FILES["delimited"], ",", 2, ["<pad>"], False),
            _from_file(FILES["plain"], vocab_size=100, special_tokens=["<pad>"]),
            _from_file(FILES["plain"], special_tokens=["IS"]),
            _from_file(FILES["plain"], vocab_size=0),
            _from_file(FILES["plain"], 1),
            lambda: Vocab.from_file("/no/file"),
            lambda: Vocab.from_file(1),
        ]
    ),
    "questions": outcomes(
        [
            lambda: Vocab.from_list(WORDS).tokens_to_ids("IS"),
            lambda: Vocab.from_list(WORDS).tokens_to_ids(["IS", "zzz"]),
            lambda: Vocab.from_list(WORDS).tokens_to_ids(np.array(["home", "the"])),
            lambda: Vocab.from_list(WORDS).tokens_to_ids([]),
            lambda: Vocab.from_list(WORDS).tokens_to_ids(1),
            lambda: Vocab.from_list(WORDS).tokens_to_ids([1]),
            lambda: Vocab.from_list(WORDS).ids_to_tokens(1),
            lambda: Vocab.from_list(WORDS).ids_to_tokens([0, 99]),
            lambda: Vocab.from_list(WORDS).ids_to_tokens(np.array([1, 2])),
            lambda: Vocab.from_list(WORDS).ids_to_tokens(-1),
            lambda: Vocab.from_list(WORDS).ids_to_tokens([1.5]),
            lambda: Vocab().vocab(),
            lambda: Vocab().tokens_to_ids("a"),
        ]
    ),
    "lookup": outcomes(
        [
            lambda: text.Lookup(Vocab.from_list(WORDS))("home"),
            lambda: text.Lookup(Vocab.from_list(WORDS))([["home", "the"], ["IS", "IS"]]),
            lambda: text.Lookup(Vocab.from_list(WORDS), "the")(["zzz", "home"]),
            *(
                lambda dtype=dtype: text.Lookup(Vocab.from_list(WORDS), data_type=dtype)(["the"])
                for dtype in (ms.int64, ms.float32, ms.uint8, ms.bool_, ms.float16, ms.string)
            ),
            lambda: text.Lookup(Vocab.from_list(WORDS))("zzz"),
            lambda: text.Lookup(Vocab.from_list(WORDS), "nope")("home"),
            lambda: text.Lookup(Vocab.from_list(WORDS))(np.array([1])),
            lambda: text.Lookup({}),
            lambda: text.Lookup(Vocab()),
            lambda: text.Lookup(Vocab.from_list(WORDS), 1),
            lambda: text.Lookup(Vocab.from_list(WORDS), data_type=np.int32),
        ]
    ),
    "vectors": outcomes(
        [
            _vectors(text.Vectors, "vectors.txt", ["ok", "!", "zz"]),
            _vectors(text.Vectors, "vectors.txt", "OK"),
            _vectors(text.Vectors, "vectors.txt", "OK", lower_case_backup=True),
            _vectors(text.Vectors, "vectors.txt", [["zz"]], unk_init=[7, 8.5]),
            _vectors(text.Vectors, "vectors.txt", "zz", unk_init=[7]),
            _vectors(text.Vectors, "vectors.txt", ["ok", "!"], 1),
            _vectors(text.Vectors, "head.txt", ["ok", "3"]),
            _vectors(text.Vectors, "uneven.txt", ["ok", "!", "home"]),
            _vectors(text.GloVe, "glove.6B.2d.txt", ["ok", "zz"]),
            _vectors(text.GloVe, "vectors.txt", "ok"),
            _vectors(text.FastText, "f.vec", ["ok", "OK"]),
            _vectors(text.FastText, "f.vec", ["OK", "no"], lower_case_backup=True),
            _vectors(text.FastText, "vectors.txt", "ok"),
            _vectors(text.CharNGram, "grams.txt", ["ab", "a", "zz", "abc"]),
            _vectors(text.Vectors, "vectors.txt", np.array([1])),
            lambda: text.Vectors.from_file("/no/file"),
            lambda: text.Vectors.from_file(1),
            lambda: text.ToVectors(1),
        ]
    ),
}
