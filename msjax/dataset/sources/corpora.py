"""Collections of texts that are read from a folder.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html
"""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np

from msjax.dataset.sources.arguments import check_folder
from msjax.dataset.sources.comma_separated import SeparatedSource
from msjax.dataset.sources.files import StreamSource
from msjax.dataset.sources.folders import FolderSource, existing
from msjax.dataset.sources.texts import LineSource, lines_of
from msjax.dataset.transforms.checks import of_type, one_of, optional
from msjax.mindrecord.common.exceptions import pipeline_error


class Collection(StreamSource, parameters="dataset_dir, usage=None, *streaming"):
    """A source of one folder, of which a part can be chosen.

    Subclasses have `columns`, `_part_files`, and what their files are: `_rows_of` and `_count`.

    Args:
        dataset_dir: the folder.
        usage: the part to read. Default: None: all.

    Raises:
        TypeError, ValueError, RuntimeError: an argument is wrong, or they do not go together.
    """

    _part_files: Mapping[str, str] = MappingProxyType({"train": "train.csv", "test": "test.csv"})
    _default = "all"
    _sorted = True  # whether files are read in the order of their names

    def _set_up(self, dataset_dir, usage, **streaming):
        check_folder(dataset_dir)
        names = (*self._part_files, *["all"] * (self._default == "all"))
        optional(one_of(*names))(usage, "usage")
        self.dataset_dir = dataset_dir
        self.usage = usage or self._default
        chosen = self._part_files if self.usage == "all" else [self.usage]
        files = [os.path.join(dataset_dir, self._part_files[part]) for part in chosen]
        super()._set_up(files=files, **streaming)
        if not self._sorted:
            self._files = files

    def _start(self, run):
        for path in self._files:
            existing(path, type(self).__name__)
        return super()._start(run)


class WorkersLastCollection(Collection, parameters="dataset_dir, usage=None, *late_workers"):
    """A `Collection` whose argument num_parallel_workers comes late."""


class AGNewsDataset(Collection, SeparatedSource):
    """Read AG News: train.csv and test.csv; the columns are index, title and description, str.

    The arguments are those of `PennTreebankDataset`, without "valid".

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.AGNewsDataset.html
    """

    columns = ("index", "title", "description")
    _defaults = ("",) * 3


class AmazonReviewDataset(Collection, SeparatedSource):
    """Read Amazon's reviews: train.csv and test.csv; the columns are label, title, content, str.

    The arguments are those of `PennTreebankDataset`, without "valid".

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.AmazonReviewDataset.html
    """

    columns = ("label", "title", "content")
    _defaults = ("",) * 3


class DBpediaDataset(Collection, SeparatedSource):
    """Read DBpedia: train.csv and test.csv; the columns are class, title and content, str.

    The arguments are those of `PennTreebankDataset`, without "valid".

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.DBpediaDataset.html
    """

    columns = ("class", "title", "content")
    _defaults = ("",) * 3


class YahooAnswersDataset(Collection, SeparatedSource):
    """Read Yahoo's answers: train.csv and test.csv; columns class, title, content, answer, str.

    The arguments are those of `PennTreebankDataset`, without "valid".

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.YahooAnswersDataset.html
    """

    columns = ("class", "title", "content", "answer")
    _defaults = ("",) * 4


class SogouNewsDataset(WorkersLastCollection, SeparatedSource):
    """Read Sogou News: train.csv and test.csv; the columns are index, title and content, str.

    The arguments are those of `PennTreebankDataset`, without "valid".

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SogouNewsDataset.html
    """

    columns = ("index", "title", "content")
    _defaults = ("",) * 3
    _sorted = False


class YelpReviewDataset(WorkersLastCollection, SeparatedSource):
    """Read Yelp's reviews: train.csv and test.csv; the columns are label and text, str.

    The arguments are those of `PennTreebankDataset`, without "valid".

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.YelpReviewDataset.html
    """

    columns = ("label", "text")
    _defaults = ("",) * 2
    _sorted = False


class _LineCollection(Collection, LineSource):
    """A source of lines of text."""

    columns = ("text",)

    def _parse(self, line, path):
        return (np.array(line),)


class PennTreebankDataset(_LineCollection):
    """Read Penn Treebank, lines of text; the column is text, a str.

    Args:
        dataset_dir: the folder that has ptb.train.txt, ptb.valid.txt and ptb.test.txt.
        usage: "train", "valid", "test" or "all". Default: None: "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.PennTreebankDataset.html
    """

    _part_files = MappingProxyType({p: f"ptb.{p}.txt" for p in ("train", "valid", "test")})


class WikiTextDataset(_LineCollection):
    """Read WikiText, lines of text in wiki.{train,valid,test}.tokens; the column is text, a str.

    The arguments are those of `PennTreebankDataset`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.WikiTextDataset.html
    """

    _part_files = MappingProxyType({p: f"wiki.{p}.tokens" for p in ("train", "valid", "test")})


class EnWik9Dataset(
    LineSource,
    parameters="dataset_dir, num_samples=None, num_parallel_workers=None, shuffle=True, "
    "num_shards=None, shard_id=None, cache=None",
):
    """Read EnWik9, the lines of a file, empty ones too; the column is text, a str.

    Args:
        dataset_dir: the folder that has the file enwik9.
        shuffle: whether rows come in random order. Default: True.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: the file is missing.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.EnWik9Dataset.html

    Differs: `get_dataset_size` counts empty lines too.
    """

    columns = ("text",)

    def _set_up(self, dataset_dir, **streaming):
        check_folder(dataset_dir)
        self.dataset_dir = dataset_dir
        super()._set_up(files=[os.path.join(dataset_dir, "enwik9")], **streaming)

    def _lines(self, path):
        with open(existing(path, "EnWik9Dataset"), encoding="utf-8", newline="\n") as file:
            yield from (line.removesuffix("\n") for line in file)

    def _parse(self, line, path):
        return (np.array(line),)


class SST2Dataset(Collection, SeparatedSource):
    """Read SST2, sentences and whether they are positive, str both; the test has no label.

    Args:
        dataset_dir: the folder that has train.tsv, test.tsv and dev.tsv.
        usage: "train", "test" or "dev". Default: None: "train".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SST2Dataset.html
    """

    _part_files = MappingProxyType({p: f"{p}.tsv" for p in ("train", "test", "dev")})
    _default = "train"
    _header = True
    _delimiter = "\t"

    @property
    def columns(self):
        """The names of the columns."""
        return ("sentence",) if self.usage == "test" else ("sentence", "label")

    @property
    def _defaults(self):
        return ("",) * len(self.columns)

    def _fields(self, path):
        fields = super()._fields(path)
        return (line[1:] for line in fields) if self.usage == "test" else fields


class _SentenceCollection(WorkersLastCollection):
    """A source of sentences: lines of a word and its tags, and an empty line after each."""

    _delimiter: str

    def _sentences(self, path) -> Iterator[list[list[str]]]:
        sentence = []
        with open(path, encoding="utf-8", newline="\n") as file:
            for line in itertools.chain(file, ["\n"]):
                if line.strip():
                    sentence.append(self._fields_of(line.rstrip("\r\n"), path))
                elif sentence:
                    yield sentence
                    sentence = []

    def _fields_of(self, line, path) -> list[str]:
        fields = line.split(self._delimiter)
        if len(fields) < len(self.columns):
            raise pipeline_error(
                f"Invalid file, a line of {path} has not a word and its tags: {line!r}."
            )
        return fields

    def _count(self, path):
        return sum(1 for _ in self._sentences(path))

    def _rows_of(self, path, start, stop):
        for sentence in itertools.islice(self._sentences(path), start, stop):
            yield tuple(
                np.array([fields[i] for fields in sentence]) for i in range(len(self.columns))
            )


class CoNLL2000Dataset(_SentenceCollection):
    """Read CoNLL2000: train.txt and test.txt; columns word, pos_tag and chunk_tag, str [words].

    The arguments are those of `PennTreebankDataset`, without "valid".

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.CoNLL2000Dataset.html

    Differs: `get_dataset_size` counts sentences, MindSpore lines; a last sentence without an empty
    line after it is read, too.
    """

    columns = ("word", "pos_tag", "chunk_tag")
    _part_files = MappingProxyType({"train": "train.txt", "test": "test.txt"})
    _delimiter = " "


class UDPOSDataset(_SentenceCollection):
    """Read UDPOS: en-ud-tag.v2.{train,dev,test}.txt; columns word, universal, stanford, str.

    The arguments are those of `PennTreebankDataset`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.UDPOSDataset.html

    Differs: `get_dataset_size` counts sentences, MindSpore lines; a last sentence without an empty
    line after it is read, too.
    """

    columns = ("word", "universal", "stanford")
    _part_files = MappingProxyType(
        {
            part: f"en-ud-tag.v2.{name}.txt"
            for part, name in (("train", "train"), ("test", "test"), ("valid", "dev"))
        }
    )
    _delimiter = "\t"


class SQuADDataset(Collection):
    """Read SQuAD, questions about texts.

    The columns are context, question and text, str, and answer_start, uint32; the last two [n] for
    n answers. Where there is none, text is [""] and answer_start [4294967295].

    Args:
        dataset_dir: the folder that has train-v1.1.json and dev-v1.1.json, or v2.0.
        usage: "train", "dev" or "all". Default: None: "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SQuADDataset.html
    """

    columns = ("context", "question", "text", "answer_start")
    _part_files = MappingProxyType({part: f"{part}-v1.1.json" for part in ("train", "dev")})
    _sorted = False
    _NO_ANSWER = 2**32 - 1

    def _set_up(self, **others):
        super()._set_up(**others)
        self._files = [
            path if os.path.exists(path) else path.replace("v1.1", "v2.0") for path in self._files
        ]

    def _questions(self, path) -> Iterator[tuple[str, dict]]:
        try:
            with open(path, encoding="utf-8") as file:
                content = json.load(file)
            for entry in content["data"]:
                for paragraph in entry["paragraphs"]:
                    for question in paragraph["qas"]:
                        yield paragraph["context"], question
        except (ValueError, KeyError, TypeError) as error:
            raise pipeline_error(
                f"Invalid json, failed to parse SQuAD file: {path}, {error!r}."
            ) from None

    def _count(self, path):
        return sum(1 for _ in self._questions(path))

    def _rows_of(self, path, start, stop):
        for context, question in itertools.islice(self._questions(path), start, stop):
            answers = question.get("answers") or [{"text": "", "answer_start": self._NO_ANSWER}]
            texts = np.array([answer["text"] for answer in answers])
            starts = np.array([answer["answer_start"] for answer in answers], np.uint32)
            yield np.array(context), np.array(question["question"]), texts, starts


class Multi30kDataset(
    LineSource,
    parameters="dataset_dir, usage=None, language_pair=None, num_samples=None, "
    "num_parallel_workers=None, shuffle=None, num_shards=None, shard_id=None, cache=None",
):
    """Read Multi30k, sentences in English and German; the columns are text, translation, str.

    Args:
        dataset_dir: the folder that has training/train, validation/val and mmt16_task1_test/test,
            each .en and .de.
        usage: "train", "test", "valid" or "all". Default: None: "all".
        language_pair: the languages of the columns. Default: None: ["en", "de"].
        shuffle: as for `PennTreebankDataset`. Default: None: Shuffle.GLOBAL.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.Multi30kDataset.html
    """

    columns = ("text", "translation")

    def _set_up(self, dataset_dir, usage, language_pair, **streaming):
        check_folder(dataset_dir)
        optional(one_of("train", "test", "valid", "all"))(usage, "usage")
        optional(of_type(list, tuple))(language_pair, "language_pair")
        pair = ["en", "de"] if language_pair is None else list(language_pair)
        if len(pair) != 2:
            raise ValueError(
                f"language_pair should be a list or tuple of length 2, but got {len(pair)}"
            )
        if sorted(pair) != ["de", "en"]:
            raise ValueError(
                f"language_pair can only be ['en', 'de'] or ['de', 'en'], but got {pair}"
            )
        self.dataset_dir = dataset_dir
        self.usage = usage or "all"
        self.language_pair = pair
        parts = {"train": "training/train", "valid": "validation/val"}
        parts["test"] = "mmt16_task1_test/test"
        chosen = parts if self.usage == "all" else [self.usage]
        files = [os.path.join(dataset_dir, f"{parts[part]}.{pair[0]}") for part in chosen]
        super()._set_up(files=files, **streaming)

    def _lines(self, path):
        other = f"{os.path.splitext(path)[0]}.{self.language_pair[1]}"
        lines = [lines_of(existing(name, "Multi30kDataset")) for name in (path, other)]
        return zip(*lines, strict=False)

    def _parse(self, line, path):
        return np.array(line[0]), np.array(line[1])


class IMDBDataset(FolderSource):
    """Read IMDB's reviews; the columns are text, a str, and label, int32: 1 for positive ones.

    Args:
        dataset_dir: the folder that has {train,test}/{pos,neg}.
        usage: "train", "test" or "all". Default: None: "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a folder is missing.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.IMDBDataset.html

    Differs: of a text of several lines all are read, in MindSpore the last.
    """

    columns = ("text", "label")

    def _find(self):
        parts = ("train", "test") if self.usage == "all" else (self.usage,)
        return [
            (os.path.join(folder, name), label)
            for part in parts
            for label, folder in ((1, self._path(part, "pos")), (0, self._path(part, "neg")))
            for name in self._names_in(folder)
        ]

    def _names_in(self, folder) -> list[str]:
        if not os.path.isdir(folder):
            raise pipeline_error(
                "Invalid parameter, dataset dir may not exist or is not a directory: "
                f"{os.path.realpath(folder)}"
            )
        return sorted(name for name in os.listdir(folder) if name.endswith(".txt"))

    def _labels(self):
        return [label for _, label in self._records]

    def _read(self, record):
        path, label = record
        with open(path, encoding="utf-8") as file:
            return np.array(file.read().rstrip("\n")), np.array(label, np.int32)

    def num_classes(self):
        """Return the number of classes."""
        return 2
