"""mindspore.dataset.audio: filters, gains, effects and codes of signals."""

import mindspore.dataset as dataset
import mindspore.dataset.audio as audio
import numpy as np

from compat_tests.images import by_call, in_pipeline, seeded

MODES = ("pynative",)


def signal(*shape, dtype=np.float32):
    """Return waves and noise within [-1, 1]."""
    count = int(np.prod(shape))
    time = np.arange(count)
    noise = np.random.RandomState(3).uniform(-0.3, 0.3, count)
    waves = 0.5 * np.sin(time / 3) + 0.2 * np.cos(time * 1.3) + noise
    return waves.reshape(shape).astype(dtype)


X = signal(2, 24)
D = signal(2, 24, dtype=np.float64)
VOICE = signal(2, 3000) * np.linspace(0.2, 1, 3000, dtype=np.float32)
LONG = signal(3, 300)
LONG_D = signal(3, 300, dtype=np.float64)
HALVES = signal(2, 12, dtype=np.float16)
INTS = (signal(2, 24) * 30).astype(np.int16)
BYTES = (signal(2, 24) * 100 + 100).astype(np.uint8)
PAIRS = signal(3, 4, 2)
PAIRS_D = signal(3, 4, 2, dtype=np.float64)
CALLS = """
    audio.AllpassBiquad(44100, 200.0)(X)
    audio.AllpassBiquad(16000, 3000, 0.3)(LONG_D)
    audio.AllpassBiquad(44100, 1000.0)(HALVES)
    audio.AllpassBiquad(44100, 1000.0)(X[0])
    audio.AllpassBiquad(44100, 1000.0)(LONG.reshape(3, 2, 5, 30))
    audio.BandBiquad(44100, 1500.0)(X)
    audio.BandBiquad(44100, 1500.5, 0.4, True)(LONG_D)
    audio.BandBiquad(44100, 0)(X)
    audio.BandpassBiquad(44100, 1500.0)(X)
    audio.BandpassBiquad(44100, 2000.5, 0.4, True)(LONG_D)
    audio.BandrejectBiquad(44100, 3000.5)(X)
    audio.BandrejectBiquad(44100, 3000.5, 0.2)(LONG_D)
    audio.BassBiquad(44100, 5.5)(X)
    audio.BassBiquad(8000, -7.3, 300, 0.5)(LONG_D)
    audio.BassBiquad(44100, 1e6)(X)
    audio.Biquad(0.01, 0.02, 0.13, 1, 0.12, 0.3)(X)
    audio.Biquad(0.01, 0.02, 0.13, 1.7, 0.12, 0.3)(LONG_D)
    audio.Biquad(0.3, 0.1, -0.2, 1.0, -2.5, 0.2)(X)
    audio.Biquad(0.3, 0.1, -0.2, 1.0, -2.5, 0.2)(LONG)
    audio.Biquad(0.3, 0.1, -0.2, 1.0, -2.5, 0.2)(HALVES)
    audio.Biquad(0.1, 0.2, 0.3, 1, 0.2, 0.3)([0.1, 0.2, 0.3])
    audio.DeemphBiquad(44100)(X)
    audio.DeemphBiquad(48000)(LONG_D)
    audio.EqualizerBiquad(44100, 1500, 5.5)(X)
    audio.EqualizerBiquad(44100, 1500.5, -8.3, 0.3)(LONG_D)
    audio.HighpassBiquad(44100, 1500)(X)
    audio.HighpassBiquad(16000, 700.5, 0.3)(LONG_D)
    audio.LowpassBiquad(44100, 4000)(X)
    audio.LowpassBiquad(44100, 4000.1, 0.3)(LONG_D)
    audio.LowpassBiquad(-44100, 4000.1)(D)
    audio.RiaaBiquad(44100)(X)
    audio.RiaaBiquad(48000)(LONG_D)
    audio.RiaaBiquad(88200)(D)
    audio.RiaaBiquad(96000)(D)
    audio.TrebleBiquad(44100, 5.5)(X)
    audio.TrebleBiquad(44100, -12.7, 5000.5, 0.3)(LONG_D)
    audio.LFilter([1.0, 0.1, 0.3], [0.1, 0.2, 0.3])(X)
    audio.LFilter((2.0, 0.1, 0.3, -0.2), (0.1, 0.2, 0.3, 2), False)(LONG_D)
    audio.LFilter([1.1, 0.2], [1, 0])(HALVES)
    audio.LFilter([3.0], [2])(X)
    audio.LFilter([1.0, -1.0], [1.0, 0.0], False)(LONG_D)
    audio.LFilter([1.0, -3.0], [1.0, 0.0], False)(X)
    audio.LFilter([1.0, 0.1], [1.0, 0.1])(np.float32([[0.1, np.inf, 0.2], [1, 2, -3]]))
    audio.LFilter([1.0, 0.1], [1.0, 0.1])(np.float32([[0.1, np.nan, 0.2], [1, 2, -3]]))
    audio.LFilter([*range(50, 0, -1)], [*range(50)])(D)
    audio.Filtfilt([1.0, 0.1, 0.3], [0.1, 0.2, 0.3])(X)
    audio.Filtfilt([2.0, 0.1, 0.3, -0.2], [0.1, 0.2, 0.3, 2], False)(LONG_D)
    audio.Filtfilt([1.0, -2.5], [1.0, 2.0])(D)
    audio.Filtfilt([1.1, 0.2], [1, 0])(HALVES)
    audio.ComplexNorm()(PAIRS)
    audio.ComplexNorm(2.5)(PAIRS_D)
    audio.ComplexNorm(0)(PAIRS)
    audio.ComplexNorm(2)(INTS[:, :2])
    audio.ComplexNorm()(HALVES[:, :2])
    audio.ComplexNorm()(X[0, :2])
    audio.Magphase()(PAIRS)
    audio.Magphase(2.5)(PAIRS_D)
    audio.Magphase()(INTS[:, :2])
    audio.Magphase()(X[0, :2])
    audio.Contrast()(X)
    audio.Contrast(12.3)(D)
    audio.Contrast(0)(HALVES)
    audio.Contrast(40)(X.astype(np.int16))
    audio.DBToAmplitude(1.0, 1.0)(X)
    audio.DBToAmplitude(-0.3, 0.7)(D)
    audio.DBToAmplitude(2, 2)(INTS)
    audio.AmplitudeToDB()(X)
    audio.AmplitudeToDB(audio.ScaleType.MAGNITUDE, 0.3, 1e-3, 20.5)(D)
    audio.AmplitudeToDB(top_db=5.5)(np.abs(LONG_D).reshape(5, 2, 3, 30))
    audio.AmplitudeToDB(top_db=5.5)(np.abs(LONG_D).reshape(10, 3, 30))
    audio.AmplitudeToDB(ref_value=1e-12)(D)
    audio.AmplitudeToDB()(INTS)
    audio.DCShift(0.5, 0.02)(X)
    audio.DCShift(0.5)(X)
    audio.DCShift(-0.7, 0.1)(D)
    audio.DCShift(-0.3, 0.3)(X)
    audio.DCShift(1.5, -0.2)(D)
    audio.DCShift(0.3, 0.1)(HALVES)
    audio.DCShift(0, 0.5)(X)
    audio.DCShift(2, 0.05)(INTS)
    audio.Gain()(X)
    audio.Gain(-3.3)(D)
    audio.Gain(20)(INTS)
    audio.Vol(0.3)(X)
    audio.Vol(2)(D)
    audio.Vol(3.3, audio.GainType.DB)(D)
    audio.Vol(0.7, audio.GainType.POWER)(D)
    audio.Vol(0.5, audio.GainType.DB)(INTS)
    audio.MuLawEncoding()(X)
    audio.MuLawEncoding(64)(D)
    audio.MuLawEncoding(2)(HALVES)
    audio.MuLawEncoding(1)(X)
    audio.MuLawEncoding(16)(INTS)
    audio.MuLawDecoding()(BYTES)
    audio.MuLawDecoding(64)(D)
    audio.MuLawDecoding(128)(X)
    audio.MuLawDecoding(256)(np.arange(64, dtype=np.int32))
    audio.Overdrive()(X)
    audio.Overdrive(44.4, 77.7)(LONG_D)
    audio.Overdrive(0, 0)(X)
    audio.Overdrive(10, 3)(INTS)
    audio.Overdrive(10, 3)(HALVES)
    audio.Overdrive()(LONG.reshape(3, 2, 5, 30))
    audio.Phaser(44100)(X)
    audio.Phaser(1000, delay_ms=2.0, mod_speed=2.0)(LONG)
    audio.Phaser(1000, 0.6, 0.9, 4.3, 0.8, 2.0, False)(LONG_D)
    audio.Phaser(8000, 0.6, 0.9, 1.3, 0.8, 1.1)(LONG_D)
    audio.Phaser(300, 0.6, 3, 2, 0.8, 2.0, False)(D)
    audio.Phaser(8000)(INTS)
    audio.Flanger(44100)(X)
    audio.Flanger(1000, 2.0, 5.0, 30.0, 50.0, 8.0, 60.0)(LONG)
    audio.Flanger(1000, 2.0, 5.0, 30.0, 50.0, 8.0, 60.0)(LONG_D)
    audio.Flanger(1000, 0.0, 5.0, -90, 80, 10, 100, modulation=audio.Modulation.TRIANGULAR)(LONG_D)
    audio.Flanger(1000, 3.3, 5.5, 50, interpolation=audio.Interpolation.QUADRATIC, speed=9)(LONG_D)
    audio.Flanger(1000, speed=9.0)(LONG_D.reshape(5, 3, 2, 30))
    audio.Flanger(8000, 0, 0, 0, 0)(D)
    audio.Flanger(8000)(INTS)
    audio.Flanger(8000)(HALVES)
    audio.Fade()(X)
    audio.Fade(5, 9)(D)
    audio.Fade(20, 24)(X)
    audio.Fade(1, 1)(X)
    audio.Fade(6, 7, audio.FadeShape.QUARTER_SINE)(D)
    audio.Fade(6, 7, audio.FadeShape.HALF_SINE)(D)
    audio.Fade(6, 7, audio.FadeShape.LOGARITHMIC)(D)
    audio.Fade(6, 7, audio.FadeShape.EXPONENTIAL)(D)
    audio.Fade(6, 7, audio.FadeShape.EXPONENTIAL)(X)
    audio.Fade(6, 7, audio.FadeShape.LOGARITHMIC)(HALVES)
    audio.Fade(6, 7)(INTS)
    audio.Fade(6, 7)(BYTES)
    audio.Fade(6, 7)(INTS > 5)
    audio.Dither()(X)
    audio.Dither()(D)
    audio.Dither(noise_shaping=True)(X)
    audio.Dither(noise_shaping=True)(LONG_D)
    audio.Dither()(INTS)
    audio.Dither()(HALVES)
    audio.DetectPitchFrequency(8000)(VOICE)
    audio.DetectPitchFrequency(8000, win_length=5)(VOICE.reshape(2, 3, 1000))
    audio.DetectPitchFrequency(8000, 0.02, 5, 100, 1000)(VOICE)
    audio.DetectPitchFrequency(16000, 0.005, 4)(LONG_D)
    audio.DetectPitchFrequency(8000, 0.01, 58)(VOICE[0, :2320])
    audio.DetectPitchFrequency(8000, 0.01, 3, 200, 300)(VOICE)
    audio.DetectPitchFrequency(8000, 0.01, 3, 1000, 100)(VOICE)
    audio.DetectPitchFrequency(8000, 0.01, 3)(VOICE * 0)
    audio.DetectPitchFrequency(8000, 0.01, 3)(VOICE.astype(np.float16))
    audio.DetectPitchFrequency(16000, 0.01, 1)(np.sin(np.arange(2000) * 1000 / 16000 * 2 * np.pi))
"""
DRAWN = """
    audio.Dither(audio.DensityFunction.RPDF)(D.copy())
    audio.Dither(audio.DensityFunction.RPDF)(X[0].copy())
    audio.Dither(audio.DensityFunction.RPDF, True)(X.copy())
    audio.Dither(audio.DensityFunction.GPDF)(D.copy())
    audio.Dither(audio.DensityFunction.GPDF)(X[0].copy())
    audio.Dither(audio.DensityFunction.GPDF)(D.reshape(2, 3, 8).copy())
    audio.Dither(audio.DensityFunction.GPDF, True)(D.copy())
    audio.Dither(audio.DensityFunction.GPDF)(X.reshape(48, 1).copy())
"""
PIPELINES = {
    "one": [audio.LowpassBiquad(44100, 4000)],
    "several": [audio.Gain(3), audio.Contrast(), audio.MuLawEncoding()],
    "with_a_function": [lambda x: x * 2, audio.Vol(0.5)],
    "drawn": [audio.Dither(audio.DensityFunction.RPDF)],
    "drawn_of_many": [audio.Dither(audio.DensityFunction.GPDF, True)],
    "biquad": [audio.Biquad(0.1, 0.2, 0.3, 1, 0.2, 0.3)],
}


def _drawn(call):
    return lambda: [seeded(seed, call) for seed in (1, 2, 3)]


def _piped(operations):
    return lambda: in_pipeline(5, operations, X, 3)


def _two_results():
    source = dataset.NumpySlicesDataset([PAIRS_D, PAIRS_D[::-1].copy()], ["signal"], shuffle=False)
    mapped = source.map(audio.Magphase(), ["signal"], ["magnitude", "phase"])
    return list(mapped.create_tuple_iterator(num_epochs=1, output_numpy=True))


CASES = {
    **by_call(CALLS, globals()),
    **{line: _drawn(call) for line, call in by_call(DRAWN, globals()).items()},
    **{f"piped_{name}": _piped(operations) for name, operations in PIPELINES.items()},
    "piped_two_results": _two_results,
}
