"""Collections of speech: files of waveforms.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html
"""

from __future__ import annotations

import os
import wave

import numpy as np

from msjax.dataset.sources.folders import FolderSource, WholeFolderSource, existing
from msjax.dataset.sources.image_collections import folders_in
from msjax.mindrecord.common.exceptions import pipeline_error

_FULL_SCALE = 32767  # MindSpore's: -32768 becomes a little less than -1


def read_wave(path: str) -> tuple[np.ndarray, np.ndarray]:
    """Return waveform, float32 [1, samples], and sample rate, int32, of a file of 16 bits.

    Raises:
        RuntimeError: it is another file.
    """
    try:
        with wave.open(existing(path, "wave"), "rb") as file:
            width, rate = file.getsampwidth(), file.getframerate()
            data = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise pipeline_error(f"Invalid file, {path} is no wave file: {error}.") from None
    if width != 2:
        raise pipeline_error(f"Invalid file, {path} has {8 * width} bits a sample, 16 are read.")
    return scaled(np.frombuffer(data, "<i2")), np.array(rate, np.int32)


def scaled(samples: np.ndarray) -> np.ndarray:
    """Return samples of 16 bits as a waveform, float32 [1, samples]."""
    return samples.astype(np.float32)[None] / np.float32(_FULL_SCALE)


class YesNoDataset(WholeFolderSource):
    """Read YesNo: waveform, float32 [1, samples], sample_rate, int32, and label, int32 [8].

    Args:
        dataset_dir: the folder that has files such as 0_0_1_1_0_1_0_1.wav.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.YesNoDataset.html
    """

    columns = ("waveform", "sample_rate", "label")

    def _find(self):
        return sorted(name for name in os.listdir(self.dataset_dir) if name.endswith(".wav"))

    def _read(self, record):
        try:
            labels = [int(mark) for mark in record.removesuffix(".wav").split("_")]
        except ValueError:
            raise pipeline_error(
                f"Invalid file, the name {record} is not of numbers with _ between them."
            ) from None
        return *read_wave(self._path(record)), np.array(labels, np.int32)


class LJSpeechDataset(WholeFolderSource):
    """Read LJSpeech: waveform, sample_rate, transcription, normalized_transcription, str both.

    The arguments are those of `YesNoDataset`; `dataset_dir` has metadata.csv and the folder wavs.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.LJSpeechDataset.html
    """

    columns = ("waveform", "sample_rate", "transcription", "normalized_transcription")

    def _find(self):
        path = existing(self._path("metadata.csv"), "LJSpeech metadata")
        with open(path, encoding="utf-8", newline="\n") as file:
            records = [line.rstrip("\r\n").split("|") for line in file if line.strip()]
        for record in records:
            if len(record) != 3:
                raise pipeline_error(
                    f"Invalid file, a line of {path} has not three parts with | between: {record}."
                )
        return records

    def _read(self, record):
        name, *texts = record
        return *read_wave(self._path("wavs", f"{name}.wav")), *map(np.array, texts)


class SpeechCommandsDataset(FolderSource):
    """Read Speech Commands: waveform, sample_rate, label, speaker_id, utterance_number.

    Label and speaker_id are str, utterance_number is int32; the others are as for `YesNoDataset`.

    Args:
        dataset_dir: the folder that has a folder for each command, and the files
            testing_list.txt and validation_list.txt.
        usage: "train", "test", "valid" or "all". Default: None: "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SpeechCommandsDataset.html

    Differs: `get_dataset_size` counts the rows of the part; MindSpore counts all.
    """

    columns = ("waveform", "sample_rate", "label", "speaker_id", "utterance_number")
    _usages = ("train", "test", "valid", "all")

    def _find(self):
        names = sorted(
            f"{folder}/{name}"
            for folder in folders_in(self.dataset_dir)
            if folder != "_background_noise_"
            for name in os.listdir(self._path(folder))
            if name.endswith(".wav")
        )
        if self.usage == "all":
            return names
        test, valid = self._listed("testing"), self._listed("validation")
        if self.usage == "train":
            return [name for name in names if name not in test | valid]
        return [name for name in names if name in (test if self.usage == "test" else valid)]

    def _listed(self, part) -> set[str]:
        path = existing(self._path(f"{part}_list.txt"), "Speech Commands list")
        with open(path, encoding="utf-8") as file:
            return {line.strip() for line in file if line.strip()}

    def _read(self, record):
        label, name = record.split("/")
        speaker, mark, number = name.removesuffix(".wav").partition("_nohash_")
        if not mark or not number.isdigit():
            raise pipeline_error(
                f"Invalid file, the name {record} is not of a speaker, _nohash_ and a number."
            )
        texts = np.array(label), np.array(speaker)
        return *read_wave(self._path(record)), *texts, np.array(int(number), np.int32)
