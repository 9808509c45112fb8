"""Collections of talks in two languages.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html
"""

from __future__ import annotations

import itertools
import os
from xml.etree import ElementTree

import numpy as np

from msjax.dataset.sources.arguments import check_folder
from msjax.dataset.sources.folders import existing
from msjax.dataset.sources.texts import LineSource, lines_of
from msjax.dataset.transforms.checks import one_of, optional
from msjax.mindrecord.common.exceptions import pipeline_error

# What lines of a talk's files begin with that are no sentences.
_TAGS = tuple(
    f"<{name}"
    for name in (
        *("url", "keywords", "speaker", "talkid", "title", "description", "reviewer"),
        *("translator", "doc", "/doc"),
    )
)


class TalkSource(LineSource):
    """A source of sentences and their translations, in files that are alike but for the end."""

    columns = ("text", "translation")
    _year: str
    _pairs: tuple[tuple[str, str], ...]

    def _set_up(self, dataset_dir, usage, language_pair, sets, **streaming):
        check_folder(dataset_dir)
        optional(one_of("train", "test", "valid", "all"))(usage, "usage")
        pair = ("de", "en") if language_pair is None else language_pair
        if not isinstance(pair, list | tuple):
            raise TypeError(
                "language_pair should be a type list or tuple of length 2. It is "
                f"{language_pair!r}."
            )
        if len(pair) != 2:
            raise ValueError(
                f"language_pair should be a list or tuple of length 2, but got {len(pair)}"
            )
        if tuple(pair) not in self._pairs:
            raise ValueError(
                f"Input language_pair{language_pair} is not within the valid set of {self._pairs}."
            )
        self.dataset_dir = dataset_dir
        self.usage = usage or "all"
        self.language_pair = tuple(pair)
        names = {"train": f"train.tags.{'-'.join(pair)}.{pair[0]}"}
        for part, chosen in sets.items():
            name = f"IWSLT{self._year}.TED.{chosen}.{'-'.join(pair)}.{pair[0]}.xml"
            names[part] = name
        parts = names if self.usage == "all" else [self.usage]
        folder = os.path.join(dataset_dir, self._folder())
        files = [os.path.join(folder, names[part]) for part in parts]
        super()._set_up(files=files, **streaming)
        self._files = files

    def _folder(self) -> str:
        raise NotImplementedError(f"{type(self).__name__} has to implement _folder().")

    def _lines(self, path):
        first, second = self.language_pair
        stem, xml, _ = path.partition(".xml")
        other = f"{stem.removesuffix(first)}{second}{xml}"
        read = _segments if xml else _sentences
        name = type(self).__name__
        pairs = itertools.zip_longest(*(read(existing(file, name)) for file in (path, other)))
        for pair in pairs:
            if None in pair:
                raise pipeline_error(f"Invalid file, {path} and {other} differ in length.")
            yield pair

    def _parse(self, line, path):
        return np.array(line[0]), np.array(line[1])


def _sentences(path):
    return (line.strip() for line in lines_of(path) if not line.startswith(_TAGS))


def _segments(path):
    try:
        for segment in ElementTree.parse(path).iter("seg"):
            yield (segment.text or "").strip()
    except ElementTree.ParseError as error:
        raise pipeline_error(f"Invalid xml, {path} cannot be read: {error}.") from None


_SETS_2016 = ("dev2010", *(f"tst{year}" for year in range(2010, 2015)))


class IWSLT2016Dataset(
    TalkSource,
    parameters="dataset_dir, usage=None, language_pair=None, valid_set=None, test_set=None, "
    "*late_workers",
):
    """Read IWSLT 2016, talks in two languages; the columns are text and translation, str.

    Args:
        dataset_dir: the folder that has texts/de/en/de-en and so on.
        usage: "train", "test", "valid" or "all". Default: None: "all".
        language_pair: the languages of the columns, "en" and one of "ar", "cs", "de", "fr", or the
            other way around. Default: None: ("de", "en").
        valid_set: "dev2010", "tst2010" … "tst2014". Default: None: "tst2013".
        test_set: one of the same. Default: None: "tst2014".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.IWSLT2016Dataset.html

    Differs: empty lines are left out, in MindSpore an error; no files are written beside those that
    are read.
    """

    _year = "16"
    _pairs = tuple(
        pair for other in ("ar", "cs", "de", "fr") for pair in (("en", other), (other, "en"))
    )

    def _set_up(self, valid_set, test_set, **others):
        optional(one_of(*_SETS_2016))(valid_set, "valid_set")
        optional(one_of(*_SETS_2016))(test_set, "test_set")
        sets = {"valid": valid_set or "tst2013", "test": test_set or "tst2014"}
        super()._set_up(sets=sets, **others)

    def _folder(self):
        return os.path.join("texts", *self.language_pair, "-".join(self.language_pair))


_LANGUAGES_2017 = ("en", "nl", "de", "it", "ro")


class IWSLT2017Dataset(
    TalkSource, parameters="dataset_dir, usage=None, language_pair=None, *late_workers"
):
    """Read IWSLT 2017, talks in two languages; the columns are text and translation, str.

    Args:
        dataset_dir: the folder that has texts/DeEnItNlRo/DeEnItNlRo/DeEnItNlRo-DeEnItNlRo.
        usage: "train", "test", "valid" or "all". Default: None: "all".
        language_pair: the languages of the columns, two of "en", "nl", "de", "it" and "ro".
            Default: None: ("de", "en").

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.IWSLT2017Dataset.html

    Differs: empty lines are left out, in MindSpore an error; no files are written beside those that
    are read.
    """

    _year = "17"
    _pairs = tuple(itertools.permutations(_LANGUAGES_2017, 2))

    def _set_up(self, **others):
        super()._set_up(sets={"valid": "dev2010", "test": "tst2010"}, **others)

    def _folder(self):
        return os.path.join("texts", *["DeEnItNlRo"] * 2, "-".join(["DeEnItNlRo"] * 2))
