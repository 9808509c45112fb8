"""Larger collections of speech and music: waveforms, and who says what.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html
"""

from __future__ import annotations

import os
import re

import numpy as np

from msjax.dataset.sources.folders import FolderSource, existing
from msjax.dataset.sources.image_collections import folders_in
from msjax.dataset.sources.speech import read_wave, scaled
from msjax.dataset.transforms.checks import one_of, optional
from msjax.mindrecord.common.exceptions import pipeline_error


class WaveSource(FolderSource):
    """A source of files of waves: records are a path and the columns after the sample rate."""

    def _read(self, record):
        path, *others = record
        waveform, rate = read_wave(path)
        return waveform, rate.astype(np.uint32), *map(np.array, others)


_ARCTIC = "aew ahw aup awb axb bdl clb eey fem gka jmk ksp ljm lnh rms rxr slp slt".split()
_ARCTIC_LINE = re.compile(r'\(\s*arctic_(\S+)\s+"(.*)"\s*\)\s*')


class CMUArcticDataset(WaveSource, parameters="dataset_dir, name=None, *sampling"):
    """Read CMU Arctic: waveform, sample_rate, transcript and utterance_id.

    The waveform is float32 [1, samples], the rate uint32, the others are str.

    Args:
        dataset_dir: the folder that has cmu_us_NAME_arctic.
        name: who speaks: "aew", "ahw", "aup", "awb", "axb", "bdl", "clb", "eey", "fem", "gka",
            "jmk", "ksp", "ljm", "lnh", "rms", "rxr", "slp" or "slt". Default: None: "aew".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.CMUArcticDataset.html
    """

    columns = ("waveform", "sample_rate", "transcript", "utterance_id")

    def _set_up(self, name, **others):
        optional(one_of(*_ARCTIC))(name, "name")
        self.name = name or "aew"
        super()._set_up(**others)

    def _find(self):
        root = self._path(f"cmu_us_{self.name}_arctic")
        path = existing(os.path.join(root, "etc", "txt.done.data"), "CMUArctic label")
        records = []
        with open(path, encoding="utf-8") as file:
            for line in filter(str.strip, file):
                match = _ARCTIC_LINE.fullmatch(line)
                if match is None:
                    raise pipeline_error(
                        "Invalid file, the file may not be a CMUArctic dataset file: a line of "
                        f'{path} is not like ( arctic_a0001 "text" ): {line!r}.'
                    )
                name, text = match.groups()
                records.append((os.path.join(root, "wav", f"arctic_{name}.wav"), text, name))
        return records


class GTZANDataset(WaveSource, parameters="dataset_dir, usage=None, *sampling"):
    """Read GTZAN, pieces of music: waveform, sample_rate and label, the genre.

    The waveform is float32 [1, samples], the rate uint32, the label a str.

    Args:
        dataset_dir: the folder that has a folder for each genre.
        usage: "all". Default: None: "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: there is no file, or a wrong one.
        NotImplementedError: `usage` is "train", "valid" or "test".

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.GTZANDataset.html

    Differs: the parts "train", "valid" and "test" are refused: the files do not tell them.
    """

    columns = ("waveform", "sample_rate", "label")
    _usages = ("train", "valid", "test", "all")

    def _set_up(self, usage, **others):
        super()._set_up(usage=usage, **others)
        if self.usage != "all":
            raise NotImplementedError(
                f"GTZANDataset(usage={usage!r}) is not supported: which pieces are in that part is "
                "in no file of the collection. Read all and choose: dataset.filter(...), or move "
                "the part's files to a folder of their own."
            )

    def _find(self):
        return [
            (self._path(genre, name), genre)
            for genre in folders_in(self.dataset_dir)
            for name in sorted(os.listdir(self._path(genre)))
            if name.endswith(".wav")
        ]


class LibriTTSDataset(WaveSource, parameters="dataset_dir, usage=None, *sampling"):
    """Read LibriTTS, passages of books that are read out.

    The columns are waveform, float32 [1, samples]; sample_rate, speaker_id and chapter_id, uint32;
    original_text, normalized_text and utterance_id, str.

    Args:
        dataset_dir: the folder that has dev-clean, train-clean-100 …
        usage: "dev-clean", "dev-other", "test-clean", "test-other", "train-clean-100",
            "train-clean-360", "train-other-500" or "all". Default: None: "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.LibriTTSDataset.html

    Differs: speakers and chapters come in the order of their names; in MindSpore, as the file
    system has them.
    """

    columns = (
        *("waveform", "sample_rate", "original_text", "normalized_text"),
        *("speaker_id", "chapter_id", "utterance_id"),
    )
    _usages = (
        *("dev-clean", "dev-other", "test-clean", "test-other"),
        *("train-clean-100", "train-clean-360", "train-other-500", "all"),
    )

    def _find(self):
        return [
            record
            for part in (self._usages[:-1] if self.usage == "all" else (self.usage,))
            for speaker in folders_in(self._path(part))
            for chapter in folders_in(self._path(part, speaker))
            for record in self._passages(self._path(part, speaker, chapter), speaker, chapter)
        ]

    def _passages(self, folder, speaker, chapter):
        path = os.path.join(folder, f"{speaker}_{chapter}.trans.tsv")
        with open(existing(path, "LibriTTS text"), encoding="utf-8") as file:
            lines = [line.rstrip("\r\n").split("\t") for line in file if line.strip()]
        for line in lines:
            if len(line) != 3:
                raise pipeline_error(
                    f"Invalid file, a line of {path} has not a name and two texts, with tabs "
                    f"between: {line}."
                )
            name, original, normalized = line
            numbers = np.uint32(speaker), np.uint32(chapter)
            yield os.path.join(folder, f"{name}.wav"), original, normalized, *numbers, name


_TED_USAGES = ("train", "test", "dev", "all")


class TedliumDataset(
    FolderSource, parameters="dataset_dir, release, usage=None, extensions=None, *sampling"
):
    """Read TED-LIUM, talks: one row for each passage.

    The columns are waveform, float32 [1, samples], sample_rate, int32, transcript, talk_id,
    speaker_id and identifier, str.

    Args:
        dataset_dir: the folder that has {train,test,dev}/{sph,stm}, or data/{sph,stm} in release 3.
        release: "release1", "release2" or "release3".
        usage: "train", "test", "dev" or "all"; for "release3" only "all". Default: None: "all".
        extensions: what names of files of waves end with: ".sph". Default: None: ".sph".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.TedliumDataset.html

    Differs: the waveform is the files'; MindSpore 2.10 reads zeros of plain files of 16 bits.
    """

    columns = (
        *("waveform", "sample_rate", "transcript"),
        *("talk_id", "speaker_id", "identifier"),
    )

    def _set_up(self, release, usage, extensions, **others):
        one_of("release1", "release2", "release3")(release, "release")
        self._usages = ("all",) if release == "release3" else _TED_USAGES
        optional(one_of(".sph"))(extensions, "extensions")
        self.release = release
        super()._set_up(usage=usage, **others)

    def _find(self):
        parts = _TED_USAGES[:-1] if self.usage == "all" else (self.usage,)
        records = []
        for part in ("data",) if self.release == "release3" else sorted(parts):
            folder = self._path(part, "stm")
            for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
                if name.endswith(".stm"):
                    records += self._passages(part, name[:-4])
        # As in MindSpore: the first passages of all talks, then the second ones, and "10" before
        # "2".
        return [record for _, record in sorted(records, key=lambda pair: pair[0])]

    def _passages(self, part, name):
        path = self._path(part, "stm", f"{name}.stm")
        with open(path, encoding="utf-8") as file:
            for i, line in enumerate(filter(str.strip, file)):
                fields = line.rstrip("\r\n").split(" ", 6)
                if len(fields) != 7:
                    raise pipeline_error(
                        f"Invalid file, a line of {path} has not talk, channel, speaker, start, "
                        f"end, identifier and text: {line!r}."
                    )
                yield (str(i), name), (self._path(part, "sph", f"{name}.sph"), *fields)

    def _read(self, record):
        path, talk, _, speaker, start, end, identifier, text = record
        samples, rate = read_sphere(path)
        waveform = np.zeros((1, int(float(end) * rate) - int(float(start) * rate)), np.float32)
        found = scaled(samples[int(float(start) * rate) : int(float(end) * rate)])
        waveform[:, : found.shape[1]] = found
        texts = (text, talk, speaker, identifier)
        return waveform, np.array(rate, np.int32), *map(np.array, texts)


def read_sphere(path: str) -> tuple[np.ndarray, int]:
    """Return samples, int16, and sample rate of a file of NIST's SPHERE format.

    Raises:
        RuntimeError: it is another file, or one of another coding.
    """
    with open(existing(path, "SPHERE"), "rb") as file:
        data = file.read()
    lines = data[:1024].decode("latin-1").split("\n")
    fields = {words[0]: words[2] for words in map(str.split, lines[2:]) if len(words) == 3}
    if lines[0] != "NIST_1A" or "sample_rate" not in fields:
        raise pipeline_error(f"Invalid file, {path} does not begin like a file of SPHERE.")
    kind = tuple(fields.get(name) for name in ("sample_n_bytes", "channel_count"))
    if kind != ("2", "1") or not fields.get("sample_coding", "pcm") == "pcm":
        raise pipeline_error(
            f"Invalid file, {path} is not of one channel of 16 bits, not packed: convert it with "
            "`sph2pipe -f sph -p`."
        )
    order = ">i2" if fields.get("sample_byte_format") == "10" else "<i2"
    body = data[int(lines[1]) :]
    return np.frombuffer(body[: len(body) // 2 * 2], order), int(fields["sample_rate"])
