"""Dithering, decibels, codes, pitch: what they are for; and that signals stay as they are."""

import numpy as np
import pytest

from msjax.dataset import audio, config

SIGNAL = np.random.RandomState(2).uniform(-0.9, 0.9, (2, 300))


@pytest.fixture
def seeded():
    before = config.get_seed()
    yield config.set_seed
    config.set_seed(before)


@pytest.mark.parametrize("density", audio.DensityFunction)
def test_dithering_rounds_to_16_bits(density, seeded):
    before = SIGNAL.copy()
    seeded(3)
    result = audio.Dither(density)(SIGNAL)
    np.testing.assert_array_equal(SIGNAL, before)
    np.testing.assert_array_equal(result * 2**15, np.rint(result * 2**15))
    assert np.abs(result - SIGNAL).max() < 12 / 2**15


def test_dithering_draws_by_the_seed(seeded):
    def dithered(seed):
        seeded(seed)
        return audio.Dither(audio.DensityFunction.GPDF)(SIGNAL)

    np.testing.assert_array_equal(dithered(1), dithered(1))
    assert (dithered(1) != dithered(2)).any()


def test_decibels_there_and_back():
    power = SIGNAL**2 + 1e-3
    decibels = audio.AmplitudeToDB(ref_value=2.0)(power)
    np.testing.assert_allclose(audio.DBToAmplitude(2.0, 1.0)(decibels), power, rtol=1e-6)
    np.testing.assert_allclose(decibels, 10 * np.log10(power / 2), rtol=1e-6)


def test_codes_there_and_back():
    codes = audio.MuLawEncoding(256)(SIGNAL)
    assert codes.min() >= 0
    assert codes.max() < 256
    np.testing.assert_allclose(audio.MuLawDecoding(256)(codes), SIGNAL, atol=0.03)


def test_gains_agree():
    by_decibels = audio.Vol(6, audio.GainType.DB)(SIGNAL / 4)
    np.testing.assert_allclose(by_decibels, audio.Gain(6)(SIGNAL / 4))
    by_power = audio.Vol(4, audio.GainType.POWER)(SIGNAL / 4)
    np.testing.assert_allclose(by_power, audio.Vol(2)(SIGNAL / 4))


def test_the_flanger_without_width_changes_nothing():
    np.testing.assert_array_equal(audio.Flanger(8000, width=0)(SIGNAL), SIGNAL)


def test_the_phaser_without_echo_is_a_gain():
    result = audio.Phaser(8000, 0.5, 0.5, decay=0)(SIGNAL)
    np.testing.assert_allclose(result, SIGNAL / 4, rtol=1e-6)


@pytest.mark.parametrize("frequency", [100, 250])
def test_the_pitch_of_a_tone(frequency):
    tone = np.sin(2 * np.pi * frequency * np.arange(8000) / 16000)
    pitches = audio.DetectPitchFrequency(16000)(tone)
    assert pitches.dtype == np.float32
    assert pitches.shape == (35,)
    np.testing.assert_allclose(pitches, frequency, rtol=0.01)


def test_fades_do_not_overlap_what_they_leave():
    result = audio.Fade(10, 20)(np.ones(100))
    assert result[0] == 0
    assert (result[10:80] == 1).all()
    assert result[-1] == 0
    assert (np.diff(result[:10]) > 0).all()
    assert (np.diff(result[80:]) < 0).all()


def test_operations_do_not_write_to_signals():
    operations = [
        audio.Overdrive(),
        audio.Phaser(8000),
        audio.Flanger(8000, regen=50.0),
        audio.Contrast(),
        audio.DCShift(0.5, 0.05),
        audio.Fade(5, 5),
        audio.Fade(),
        audio.LowpassBiquad(8000, 100),
    ]
    before = SIGNAL.copy()
    for operation in operations:
        result = operation(SIGNAL)
        assert not np.may_share_memory(result, SIGNAL)
        np.testing.assert_array_equal(SIGNAL, before)


def test_the_shortest_of_equal_periods_is_the_pitch():
    """They differ by rounding only, which is MindSpore's."""
    tone = np.sin(2 * np.pi * 800 * np.arange(8000) / 16000).astype(np.float32)
    pitches = audio.DetectPitchFrequency(16000, win_length=1)(tone)
    np.testing.assert_allclose(pitches, 800)


def test_numbers_that_overflow_give_no_warning():
    loud = np.float32([[np.inf, 1e38, -1e38, np.nan, 0.0, 1.0]])
    for operation in [
        audio.Gain(1e6),
        audio.Vol(2**24, audio.GainType.DB),
        audio.DBToAmplitude(1.0, 30.0),
        audio.ComplexNorm(50),
        audio.MuLawDecoding(),
        audio.Contrast(),
        audio.DCShift(0.5, 0.1),
        audio.BassBiquad(8000, 1e6),
    ]:
        pairs = loud.reshape(3, 2) if isinstance(operation, audio.ComplexNorm) else loud
        assert not np.isfinite(operation(pairs)).all()
