"""mindspore.dataset.audio: what filters refuse and in which words, and dtypes of results."""

import inspect

import mindspore.dataset.audio as audio
import numpy as np

from compat_tests.cases.audio_filters import PAIRS, X, signal
from compat_tests.harness import first_clause

MODES = ("pynative",)
# class -> arguments that it can be made with
MADE = {
    "AllpassBiquad": [44100, 200.0],
    "AmplitudeToDB": [],
    "BandBiquad": [44100, 200.0],
    "BandpassBiquad": [44100, 200.0],
    "BandrejectBiquad": [44100, 200.0],
    "BassBiquad": [44100, 10.0],
    "Biquad": [0.1, 0.2, 0.3, 1.0, 0.2, 0.3],
    "ComplexNorm": [],
    "Contrast": [],
    "DBToAmplitude": [1.0, 1.0],
    "DCShift": [0.5],
    "DeemphBiquad": [44100],
    "DetectPitchFrequency": [8000, 0.01, 3],
    "Dither": [],
    "EqualizerBiquad": [44100, 1500, 5.5],
    "Fade": [3, 2],
    "Filtfilt": [[1.0, 0.1], [1.0, 0.1]],
    "Flanger": [44100],
    "Gain": [],
    "HighpassBiquad": [44100, 200.0],
    "LFilter": [[1.0, 0.1], [1.0, 0.1]],
    "LowpassBiquad": [44100, 200.0],
    "Magphase": [],
    "MuLawDecoding": [],
    "MuLawEncoding": [],
    "Overdrive": [],
    "Phaser": [44100],
    "RiaaBiquad": [44100],
    "TrebleBiquad": [44100, 10.0],
    "Vol": [0.5],
}
LISTS = ([], [1], [1.0, "a"], [0.0, 1], (1, 2.0), [True, 1], [2**25, 1], [1.0, None])
VALUES = ("a", None, True, 0, 1, -1, 2, 0.5, 1.0, -0.5, 3.5, 30, 95.5, -96, 101, 2**24, 2**25)
VALUES = (*VALUES, 2**31, -(2**31) - 1, 1e9, 2e9, 1e40, *LISTS, audio.FadeShape.LINEAR)
SHAPES = {
    "number": np.float32(0.5),
    "no axes": np.array(0.5, np.float32),
    "one": X[0],
    "none": X[:, :0],
    "pairs": PAIRS,
    "six channels": signal(6, 4),
    "text": np.array(["a", "b"]),
    "texts": np.array([["a", "b"]]),
    "complex": np.ones(2, np.complex64),
    "list": [0.5, 0.25],
    "ints": [[1, 2], [3, 4]],
    "nothing": None,
}
DTYPES = "bool int8 uint8 int16 uint16 int32 uint32 int64 uint64 float16 float32 float64".split()
CALLED = """
    audio.AllpassBiquad(44100, 0)(X)
    audio.BandBiquad(1, 200.0, 0.9)(X)
    audio.Biquad(1, 1, 1, 1e-300, 1, 1)(X)
    audio.DetectPitchFrequency(8000)(X)
    audio.Fade(25)(X)
    audio.Fade(0, 25)(X)
    audio.Filtfilt([], [])(X)
    audio.Flanger(5, speed=10)(X)
    audio.Flanger(-44100)(X)
    audio.LFilter([], [])(X)
    audio.LFilter([0, 1], [1, 1])(X)
    audio.MuLawDecoding(1)(X)
    audio.Phaser(0)(X)
    audio.Gain()(X, X)
    audio.Gain()()
    audio.Vol(0, audio.GainType.POWER)
    audio.Gain(gain=1)
    audio.Gain(1, 2)
    audio.Biquad(1, 2, 3)
"""


def _outcome(work):
    """Return the class and, for arguments that are checked, the words of the error."""
    try:
        work()
    except (TypeError, ValueError, RuntimeError) as error:
        clause = first_clause(str(error)).split(" with value")[0]
        if not clause.startswith(("Input ", "Argument ", "The size")):
            return [type(error).__name__]
        # EqualizerBiquad calls its center_freq so
        return [type(error).__name__, clause.replace("center_freq", "central_freq")]
    return ["done"]


def _named(value):
    """Tell how a case calls a value."""
    return repr(value).partition(":")[0]


def _made(name):
    """Return, for each parameter, the outcomes and the values that have them."""

    def make(parameter, value):
        operation = getattr(audio, name)
        given = dict(zip(_parameters(name), MADE[name], strict=False))
        return operation(**{**given, parameter: value})

    def run():
        return {
            of: _grouped((_named(v), _outcome(lambda v=v, of=of: make(of, v))) for v in VALUES)
            for of in _parameters(name)
        }

    return run


def _parameters(name):
    return list(inspect.signature(getattr(audio, name)).parameters)


def _grouped(outcomes):
    groups = {}
    for value, outcome in outcomes:
        groups.setdefault(" ".join(outcome), []).append(value)
    return {outcome: " | ".join(values) for outcome, values in groups.items()}


def _called(name):
    """Return the outcomes of all kinds of input."""

    def call(value):
        return getattr(audio, name)(*MADE[name])(value)

    kinds = {**SHAPES, "pairs": X} if name == "Overdrive" else SHAPES  # it crashes on three axes
    return lambda: {kind: _outcome(lambda v=value: call(v))[:1] for kind, value in kinds.items()}


def _dtypes(name):
    """Return the dtypes of the results for all dtypes."""

    def call(dtype):
        data = (signal(3, 90, dtype=np.float64) * 40 + 40).astype(dtype)
        data = data[:, :2] if name in ("ComplexNorm", "Magphase") else data
        try:
            result = getattr(audio, name)(*MADE[name])(data)
        except RuntimeError:
            return "refused"
        results = result if isinstance(result, tuple) else (result,)
        return [f"{part.dtype}{list(part.shape)}" for part in results]

    return lambda: {dtype: call(dtype) for dtype in DTYPES}


CASES = {
    **{f"made_{name}": _made(name) for name in MADE},
    **{f"called_{name}": _called(name) for name in MADE},
    **{f"dtypes_{name}": _dtypes(name) for name in MADE},
    **{
        line.strip(): lambda line=line: _outcome(lambda: eval(line.strip(), globals()))
        for line in CALLED.strip().splitlines()
    },
}
