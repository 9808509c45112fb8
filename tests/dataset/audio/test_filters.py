"""Filters do what they are named after; what operations say when they refuse a signal."""

import numpy as np
import pytest

from msjax.dataset import audio

RATE = 16000
TIME = np.arange(8000) / RATE


def tone(frequency):
    return 0.4 * np.sin(2 * np.pi * frequency * TIME)


def gain(operation, frequency):
    """Return how an operation changes the amplitude of a tone, after it has settled."""
    return operation(tone(frequency))[4000:].std() / tone(frequency)[4000:].std()


@pytest.mark.parametrize(
    ("operation", "gains"),
    [
        (audio.LowpassBiquad(RATE, 1000), {100: 1, 1000: 0.707, 7000: 0}),
        (audio.HighpassBiquad(RATE, 1000), {50: 0, 1000: 0.707, 7000: 1}),
        (audio.BandpassBiquad(RATE, 1000, 1), {20: 0, 1000: 1, 7900: 0}),
        (audio.BandpassBiquad(RATE, 1000, 0.5, True), {20: 0, 1000: 0.5, 7900: 0}),
        (audio.BandrejectBiquad(RATE, 1000), {20: 1, 1000: 0, 7900: 1}),
        (audio.AllpassBiquad(RATE, 1000), {20: 1, 1000: 1, 7000: 1}),
        (audio.EqualizerBiquad(RATE, 1000, -6.0206), {20: 1, 1000: 0.5, 7900: 1}),
        (audio.BassBiquad(RATE, -12.0412, 500), {10: 0.25, 7900: 1}),
        (audio.TrebleBiquad(RATE, -12.0412, 1000), {10: 1, 7900: 0.25}),
        (audio.RiaaBiquad(44100), {1000 * RATE / 44100: 1}),
        (audio.LFilter([1.0, 0.0], [0.5, 0.5]), {10: 1, 7999: 0}),
        (audio.Filtfilt([1.0, 0.0], [0.5, 0.5]), {4000: 0.5}),
    ],
)
def test_gains(operation, gains):
    for frequency, expected in gains.items():
        assert gain(operation, frequency) == pytest.approx(expected, abs=0.03), frequency


def test_filtfilt_keeps_phases():
    pulse = np.zeros(101)
    pulse[50] = 0.5
    result = audio.Filtfilt([1.0, -0.6], [0.4, 0.0])(pulse)
    np.testing.assert_allclose(result, result[::-1], atol=1e-7)


def test_parameters_can_be_changed():
    operation = audio.LowpassBiquad(RATE, 1000)
    before = operation(tone(3000))
    operation.cutoff_freq = 3000
    assert operation(tone(3000)).std() > 2 * before.std()


@pytest.mark.parametrize(
    ("operation", "signal", "said"),
    [
        (audio.Gain(), np.zeros((2, 0)), "no data: its shape is .2, 0."),
        (audio.Gain(), np.array(1.0), r"shape of <..., time>. But got .*dimension 0, shape \(\)"),
        (audio.AmplitudeToDB(), np.ones(3), r"<..., freq, time>. But got .*dimension 1"),
        (audio.ComplexNorm(), np.ones((2, 3)), r"<..., complex=2>. .*shape \(2, 3\); reshape"),
        (audio.LowpassBiquad(RATE, 9), np.ones(3, int), "type of .float16, .*int64; use TypeCast"),
        (audio.Gain(), np.array(["a"]), "type of .bool, int8, .*; use TypeCast"),
        (audio.LFilter([], []), np.ones(3), "a_coeffs can not be an empty vector; give one"),
        (audio.AllpassBiquad(RATE, 0), np.ones(3), "central_freq can not be equal to zero"),
        (audio.BandBiquad(1, 500), np.ones(3), "zero division error.*use a larger Q"),
        (audio.Phaser(100, delay_ms=1), np.ones(3), "less than a sample at 100 Hz; use a larger"),
        (audio.Flanger(5), np.ones((5, 3)), "less than or equal to 4. But got channel: 5"),
        (audio.Fade(4), np.ones(3), r"fade_in_len should be .*audio length \(3\), but got 4"),
        (audio.DetectPitchFrequency(RATE), np.ones(9), "has 1 frames only.*smaller win_length"),
    ],
)
def test_refused_signals(operation, signal, said):
    with pytest.raises(RuntimeError, match=f"{type(operation).__name__}: .*{said}"):
        operation(signal)


def test_only_arrays_are_taken():
    with pytest.raises(TypeError, match=r"NumPy audio, got <class 'list'>; convert it"):
        audio.Gain()([1.0, 2.0])
    np.testing.assert_allclose(audio.Biquad(1, 0, 0, 2, 0, 0)([0.5, 1.0]), [0.25, 0.5])


@pytest.mark.parametrize(
    ("made", "error", "said"),
    [
        (
            lambda: audio.LowpassBiquad(0, 9),
            ValueError,
            r"\[-2147483648, 0\) and \(0, .*got 0; give",
        ),
        (lambda: audio.LowpassBiquad(RATE, 9, 2), ValueError, r"\(0, 1\], but got 2"),
        (lambda: audio.LFilter([1.0], [1.0, 2]), ValueError, "Got 1 and 2 numbers; fill the"),
        (lambda: audio.DeemphBiquad(RATE), ValueError, "44100 or 48000, but got 16000; resample"),
        (lambda: audio.RiaaBiquad(RATE), ValueError, "but got 16000; resample"),
        (lambda: audio.Vol(0, audio.GainType.POWER), ValueError, "Input gain is not within"),
        (lambda: audio.Fade(fade_shape="linear"), TypeError, "fade_shape .*must be FadeShape"),
    ],
)
def test_refused_arguments(made, error, said):
    with pytest.raises(error, match=said):
        made()
