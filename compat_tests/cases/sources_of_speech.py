"""Sources of speech: waveforms and what is known about them."""

import os
import wave

import numpy as np
from mindspore import dataset as ds

from compat_tests.dataset_files import described, rows, seeded, write

MODES = ("pynative",)
CASES = {}


def wav(path, number, rate=8000, channels=1):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    samples = np.arange(6 * channels) * 3000 + number * 100 - 32768
    with wave.open(path, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())


def files():
    wav("yes/0_1_0_1_1_0_0_1.wav", 0)
    wav("yes/1_1_1_1_0_0_0_0.wav", 1)
    wav("stereo/0_0_0_0_0_0_0_1.wav", 1, channels=2)
    for i in (2, 1):
        wav(f"lj/wavs/LJ001-000{i}.wav", i, 22050)
    write("lj/metadata.csv", "LJ001-0002|Some, text|some text\nLJ001-0001|Other|other\n")
    for command in ("cat", "bed"):
        for i in (1, 0):
            wav(f"commands/{command}/ab{i}_nohash_{i}.wav", i, 16000)
    write("commands/testing_list.txt", "bed/ab1_nohash_1.wav\n")
    write("commands/validation_list.txt", "cat/ab0_nohash_0.wav\n")
    os.makedirs("empty")


def speech_case(name, call):
    @seeded
    def case():
        files()
        return call()

    CASES[name] = case


speech_case("yes_no", lambda: described(ds.YesNoDataset("yes", shuffle=False)))
speech_case("yes_no_shuffled", lambda: rows(ds.YesNoDataset("yes").repeat(3)))
speech_case("stereo", lambda: rows(ds.YesNoDataset("stereo")))
speech_case("lj_speech", lambda: described(ds.LJSpeechDataset("lj", shuffle=False)))
speech_case("commands", lambda: described(ds.SpeechCommandsDataset("commands", shuffle=False)))
for _usage in ("train", "test", "valid", "x"):
    speech_case(
        f"commands_{_usage}",
        lambda usage=_usage: rows(ds.SpeechCommandsDataset("commands", usage, shuffle=False)),
    )
for _cls in ("YesNoDataset", "LJSpeechDataset"):
    speech_case(f"no_files_{_cls}", lambda cls=_cls: rows(getattr(ds, cls)("empty")))
    speech_case(f"no_folder_{_cls}", lambda cls=_cls: getattr(ds, cls)("nope"))
