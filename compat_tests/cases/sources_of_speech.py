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
    _tagged_files()


def _tagged_files():
    for speaker in ("aew", "bdl"):
        for i in (2, 1):
            wav(f"arctic/cmu_us_{speaker}_arctic/wav/arctic_a{i:04}.wav", i, 16000)
        lines = ("\"Author of the danger trail, 'x'.\"", '"Not ( at ) this."')
        text = "".join(f"( arctic_a{i:04} {line} )\n" for i, line in enumerate(lines, 1))
        write(f"arctic/cmu_us_{speaker}_arctic/etc/txt.done.data", text)
    for genre in ("rock", "blues"):
        for i in (1, 0):
            wav(f"gtzan/{genre}/{genre}.{i:05}.wav", i, 22050)
    for part, speaker in (("train-other-500", 84), ("dev-clean", 116)):
        stem = f"libri/{part}/{speaker}/121123/{speaker}_121123"
        for i in (3, 1):
            wav(f"{stem}_{i:06}_000000.wav", i, 24000)
        lines = [f"{speaker}_121123_{i:06}_000000\tGo on!\tgo on {i}\n" for i in (3, 1)]
        write(f"{stem}.trans.tsv", "".join(lines))
    _talks("ted1", ("dev", "test", "train"))
    _talks("ted3", ("data",))


def _talks(folder, parts):
    for k, part in enumerate(parts):
        for name in ("Bob_2", "Al_1"):
            samples = (np.arange(64) * 500 - 16000 + k).astype("<i2")
            head = "NIST_1A\n   1024\nsample_count -i 64\nsample_n_bytes -i 2\nchannel_count -i 1\n"
            head += "sample_byte_format -s2 01\nsample_rate -i 16\nsample_coding -s3 pcm\n"
            head += "sample_sig_bits -i 16\nend_head\n"
            write(f"{folder}/{part}/sph/{name}.sph", head.encode().ljust(1024) + samples.tobytes())
            lines = [
                f"{name} 1 {name}_sp 0.25 0.75 <o,f0,male> hello there (2) \n",
                f"{name} 1 {name}_sp 1.00 2.125 <o,f0,male> <unk> it 's me\n",
            ]
            write(f"{folder}/{part}/stm/{name}.stm", "".join(lines))


def speech_case(name, call):
    @seeded
    def case():
        files()
        return call()

    CASES[name] = case


def unheard(dataset):
    """Return what `described` does, without samples: MindSpore 2.10 reads zeros of these files."""
    found = described(dataset)
    for row in found[0]:
        row["waveform"] = row["waveform"][:2]
    return found


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

for _name in (None, "aew", "bdl", "slt", "x"):
    speech_case(
        f"cmu_arctic_{_name}",
        lambda name=_name: described(ds.CMUArcticDataset("arctic", name, shuffle=False)),
    )
for _usage in (None, "all", "x"):
    speech_case(
        f"gtzan_{_usage}",
        lambda usage=_usage: described(ds.GTZANDataset("gtzan", usage, shuffle=False)),
    )
for _usage in (None, "all", "dev-clean", "train-other-500", "test-clean", "x"):
    speech_case(
        f"libri_tts_{_usage}",
        lambda usage=_usage: described(ds.LibriTTSDataset("libri", usage, shuffle=False)),
    )
for _release, _folder in (("release1", "ted1"), ("release2", "ted1"), ("release3", "ted3")):
    for _usage in (None, "all", "dev", "x"):
        speech_case(
            f"tedlium_{_release}_{_usage}",
            lambda args=(_folder, _release, _usage): unheard(
                ds.TedliumDataset(*args, shuffle=False)
            ),
        )
speech_case("tedlium_x", lambda: ds.TedliumDataset("ted1", "x"))
for _cls in ("CMUArcticDataset", "GTZANDataset", "LibriTTSDataset"):
    speech_case(f"no_folder_{_cls}", lambda cls=_cls: getattr(ds, cls)("nope"))
    speech_case(f"no_files_{_cls}", lambda cls=_cls: rows(getattr(ds, cls)("empty")))
