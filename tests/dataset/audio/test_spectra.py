"""Spectra of signals, and signals from spectra, where MindSpore is no model."""

import numpy as np
import pytest

from msjax.dataset.audio import (
    BorderType,
    ComputeDeltas,
    GriffinLim,
    InverseSpectrogram,
    MelScale,
    MelSpectrogram,
    PitchShift,
    SpectralCentroid,
    Spectrogram,
    TimeStretch,
    WindowType,
)

RATE = 8000


def tone(frequency, samples=RATE, dtype=np.float64):
    return np.sin(2 * np.pi * frequency * np.arange(samples) / RATE).astype(dtype)


def highest(signal):
    """Return the frequency of a signal's highest peak, in Hz."""
    window = np.hanning(len(signal))
    return np.abs(np.fft.rfft(signal * window)).argmax() * RATE / len(signal)


@pytest.mark.parametrize("window", WindowType)
@pytest.mark.parametrize("hop_length", [50, 64, 30])
def test_a_signal_comes_back_from_its_spectrum(window, hop_length):
    signal = np.random.RandomState(0).randn(2, 1000)
    spectrum = Spectrogram(200, 180, hop_length, power=0, window=window, normalized=True)(signal)
    back = InverseSpectrogram(1000, 200, 180, hop_length, window=window, normalized=True)(spectrum)
    kept = slice(None) if 1000 % hop_length == 0 else slice(0, -100)
    np.testing.assert_allclose(back[:, kept], signal[:, kept], atol=1e-6)


def test_a_tone_is_where_its_frequency_is():
    spectrogram = Spectrogram(400)(tone(1000))
    assert set(spectrogram[:, 2:-2].argmax(0)) == {1000 * 400 // RATE}
    centroid = SpectralCentroid(RATE)(tone(1000))
    np.testing.assert_allclose(centroid[0, 2:-2], 1000, rtol=1e-3)


def test_float32_is_not_computed_in_float64():
    assert Spectrogram(64)(tone(500, dtype=np.float32)).dtype == np.float32
    assert Spectrogram(64)(tone(500)).dtype == np.float64


@pytest.mark.parametrize(
    "operation",
    [
        Spectrogram(16),
        SpectralCentroid(RATE, 16),
        PitchShift(RATE, 1, n_fft=16),
        ComputeDeltas(pad_mode=BorderType.REFLECT),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_one_sample_has_no_reflection(operation):
    with pytest.raises(RuntimeError, match="cannot be reflected"):
        operation(np.ones((2, 1), np.float32))


def test_griffin_lim_finds_a_signal_of_the_spectrogram():
    power = Spectrogram(256, hop_length=64)(tone(700, 4096))

    def error(iterations):
        signal = GriffinLim(256, iterations, hop_length=64, rand_init=False)(power)
        found = Spectrogram(256, hop_length=64)(signal)
        return np.abs(np.sqrt(found) - np.sqrt(power)).mean()

    assert error(30) < error(1) / 2


def test_griffin_lim_refuses_a_length_of_other_frames():
    power = Spectrogram(16)(tone(700, 60))
    with pytest.raises(RuntimeError, match="length 70 has 9 frames, and the spectrogram has 8"):
        GriffinLim(16, 2, length=70)(power)


def test_griffin_lim_refuses_what_gives_no_signal():
    power = Spectrogram(16)(tone(700, 60))
    with pytest.raises(RuntimeError, match="1 frames give no signal"):
        GriffinLim(16, 2)(power[:, :1])
    with pytest.raises(RuntimeError, match="hop_length can not be zero"):
        GriffinLim(16, 2, win_length=1)(power)


def test_pitch_goes_up_by_steps():
    assert highest(PitchShift(RATE, 12)(tone(440))) == pytest.approx(880, abs=4)
    assert highest(PitchShift(RATE, -12)(tone(440))) == pytest.approx(220, abs=4)
    assert highest(PitchShift(RATE, 4)(tone(440))) == pytest.approx(440 * 2 ** (4 / 12), abs=4)


def test_time_is_stretched_at_the_same_pitch():
    spectrum = Spectrogram(512, hop_length=128, power=0)(tone(440))
    slower = TimeStretch(128, 257, 0.5)(spectrum)
    assert slower.shape == (257, 2 * spectrum.shape[1], 2)
    signal = InverseSpectrogram(2 * RATE - 1000, 512, hop_length=128)(slower)
    assert highest(signal) == pytest.approx(440, abs=4)


def test_mel_spectrograms_of_float64_are_those_of_float32():
    double = MelSpectrogram(RATE, 64, n_mels=8)(tone(440))
    single = MelSpectrogram(RATE, 64, n_mels=8)(tone(440, dtype=np.float32))
    assert (double.dtype, single.dtype) == (np.float64, np.float32)
    np.testing.assert_allclose(single, double, rtol=1e-3, atol=1e-3)
    parts = MelScale(8, RATE, n_stft=33)(Spectrogram(64)(tone(440)))
    np.testing.assert_array_equal(double, parts)


def test_mel_spectrograms_are_one_sided():
    with pytest.raises(RuntimeError, match="use onesided=True"):
        MelSpectrogram(RATE, 64, onesided=False)(tone(440))


def test_arrays_are_left_as_they_are():
    spectrogram = Spectrogram(16)(tone(700, 60))
    before = spectrogram.copy()
    GriffinLim(16, 2, rand_init=False)(spectrogram)
    MelScale(4, RATE, n_stft=9)(spectrogram)
    np.testing.assert_array_equal(spectrogram, before)
