"""Masks in pipelines, resampling of either kind, cepstra and Vad, where MindSpore is no model."""

import numpy as np
import pytest

import msjax.dataset as ds
from msjax.dataset import config
from msjax.dataset.audio import (
    LFCC,
    MFCC,
    BorderType,
    InverseMelScale,
    MaskAlongAxis,
    MaskAlongAxisIID,
    MelScale,
    MelType,
    NormType,
    PhaseVocoder,
    Resample,
    ResampleMethod,
    SlidingWindowCmn,
    Vad,
    WindowType,
    resampling,
)
from msjax.dataset.audio.mel import MelBank

SPECTRUM = {
    "n_fft": 16,
    "win_length": 16,
    "hop_length": 8,
    "pad": 0,
    "window": WindowType.HANN,
    "power": 2.0,
    "normalized": False,
    "center": True,
    "pad_mode": BorderType.REFLECT,
    "onesided": True,
}


@pytest.fixture
def seed():
    before = config.get_seed()
    config.set_seed(5)
    yield
    config.set_seed(before)


def test_masks_of_a_pipeline_differ_and_come_again(seed):
    rows = [(np.ones((4, 50), np.float32),) for _ in range(6)]

    def run():
        source = ds.GeneratorDataset(rows, ["spectrogram"], shuffle=False)
        masked = source.map(MaskAlongAxisIID(30, 0.0, 2), ["spectrogram"], num_parallel_workers=2)
        return [row[0] for row in masked.create_tuple_iterator(num_epochs=1, output_numpy=True)]

    first, second = run(), run()
    np.testing.assert_array_equal(first, second)
    assert len({row.tobytes() for row in first}) > 3


def test_masks_leave_the_array_as_it_is():
    spectrogram = np.ones((4, 5))
    masked = MaskAlongAxis(1, 2, 0.0, 1)(spectrogram)
    assert spectrogram.all()
    assert masked.sum() == 10


@pytest.mark.parametrize("method", ResampleMethod)
@pytest.mark.parametrize("rates", [(3, 2), (2, 3), (147, 160), (5, 5.5)])
def test_both_ways_to_resample_agree(monkeypatch, method, rates):
    signal = np.random.RandomState(0).randn(2, 400)
    by_matrix = Resample(*rates, method)(signal)
    monkeypatch.setattr(resampling, "_DENSE", 1000)
    np.testing.assert_allclose(Resample(*rates, method)(signal), by_matrix, atol=1e-14)


@pytest.mark.parametrize(("old", "new"), [(8000, 11025), (16000, 6000)])
def test_a_tone_is_the_same_at_another_rate(old, new):
    def tone(rate):
        return np.sin(2 * np.pi * 440 * np.arange(rate) / rate)

    resampled = Resample(old, new, lowpass_filter_width=32)(tone(old))
    np.testing.assert_allclose(resampled[200:-200], tone(new)[200:-200], atol=1e-2)


def test_a_kaiser_window_has_no_beta_below_0():
    with pytest.raises(ValueError, match="beta must not be below 0, but got -1"):
        Resample(3, 2, ResampleMethod.KAISER_WINDOW, beta=-1)(np.ones(9))


def test_bands_come_back_as_bands():
    scale = MelScale(6, n_stft=33)
    bands = scale(5 + np.abs(np.random.RandomState(0).randn(33, 5)))
    spectrogram = InverseMelScale(33, 6, max_iter=2000)(bands)
    assert spectrogram.shape == (1, 33, 5)
    np.testing.assert_allclose(scale(spectrogram)[0], bands, rtol=0.01)


def test_descent_lacks_a_number():
    with pytest.raises(KeyError, match="sgdargs lacks 'sgd_momentum'"):
        InverseMelScale(9, sgdargs={"sgd_lr": 0.1})


def test_filters_of_a_bank_are_made_once():
    bank = MelBank(4, 16000, 0.0, None, NormType.NONE, MelType.HTK)
    assert bank.filters(9, np.float32) is bank.filters(9, np.dtype("float32"))
    assert bank.filters(9, np.float64).dtype == np.float64


def test_cepstra_tell_all_words_that_lack():
    with pytest.raises(KeyError, match="melkwargs lacks n_mels, f_min, f_max, norm, mel_scale"):
        MFCC(melkwargs=SPECTRUM)
    with pytest.raises(KeyError, match="speckwargs lacks pad, onesided"):
        LFCC(speckwargs={key: SPECTRUM[key] for key in SPECTRUM if key not in ("pad", "onesided")})


@pytest.mark.parametrize("words", [{"onesided": False}, {"power": 0.0}])
def test_cepstra_are_of_one_sided_powers(words):
    operation = LFCC(n_filter=6, n_lfcc=5, speckwargs={**SPECTRUM, **words})
    with pytest.raises(RuntimeError, match="'power' must be greater than 0 and 'onesided' True"):
        operation(np.ones(60))


def test_cepstra_take_the_defaults_for_none():
    signal = np.random.RandomState(0).randn(60).astype(np.float32)
    first = LFCC(n_filter=6, n_lfcc=5, speckwargs={**SPECTRUM, "hop_length": None})(signal)
    np.testing.assert_array_equal(first, LFCC(16000, 6, 5, speckwargs=SPECTRUM)(signal))


def test_means_of_frames_are_those_of_a_loop():
    features = np.random.RandomState(0).randn(40, 3)
    result = SlidingWindowCmn(7, 5, norm_vars=True)(features)
    for place in range(40):
        around = features[max(place - 7, 0) : max(place + 1, 5)]
        wanted = (features[place] - around.mean(0)) / around.std(0)
        np.testing.assert_allclose(result[place], wanted, rtol=1e-9, atol=1e-12)


def test_phase_vocoder_of_float16():
    spectrum = np.random.RandomState(0).randn(9, 12, 2).astype(np.float16)
    advance = np.arange(9, dtype=np.float16)[:, None]
    half = PhaseVocoder(1.5, advance)(spectrum)
    single = PhaseVocoder(1.5, advance.astype(np.float32))(spectrum.astype(np.float32))
    np.testing.assert_array_equal(half, single)


def test_vad_looks_back_as_far_as_it_is_told():
    signal = np.random.RandomState(0).randn(2, 40000)
    np.testing.assert_array_equal(Vad(8000)(signal), signal[:, -8800:])
    assert Vad(8000, trigger_level=0.0)(signal).shape == signal.shape
