"""mindspore.dataset.audio: spectra, their bands and cepstra, masks, vocoders, resampling, Vad."""

from inspect import signature

import numpy as np
from mindspore.dataset import audio

from compat_tests.cases.audio_spectra_refusals import mel_words, spectrum_words
from compat_tests.images import by_call, in_pipeline, seeded

MODES = ("pynative",)


def wave(*shape, dtype=np.float32):
    """Return two tones and noise."""
    number = int(np.prod(shape))
    places = np.arange(number)
    noise = np.random.RandomState(1).uniform(-0.2, 0.2, number)
    tones = 0.5 * np.sin(places * 0.3) + 0.3 * np.cos(places * 0.11 + 1)
    return (tones + noise).reshape(shape).astype(dtype)


def spectrum(rows, frames, dtype=np.float64):
    """Return complex spectra (rows, 9, frames, 2) of signals: what a real signal can have."""
    signals = wave(rows, 8 * frames + 8, dtype=np.float64)
    cut = np.stack([signals[:, 8 * i : 8 * i + 16] for i in range(frames)], axis=1)
    spectra = np.fft.rfft(cut * np.hanning(17)[:16]).swapaxes(1, 2)
    return np.stack([spectra.real, spectra.imag], axis=-1).astype(dtype)


X, X64, X2 = wave(60), wave(60, dtype=np.float64), wave(2, 60)
S = np.abs(wave(9, 12)) * 3
C64 = wave(9, 12, 2, dtype=np.float64)
Z = spectrum(2, 8)
NAMES = {
    **vars(audio),
    "B": audio.BorderType,
    "M": audio.MelType,
    "NM": audio.NormMode,
    "NT": audio.NormType,
    "R": audio.ResampleMethod,
    "W": audio.WindowType,
    "np": np,
    "seeded": seeded,
    "rows": in_pipeline,
    "mel": mel_words,
    "spec": spectrum_words,
    "wave": wave,
    "x": X,
    "x64": X64,
    "x2": X2,
    "ints": (X * 100).astype(np.int16),
    "s": S,
    "s64": S.astype(np.float64),
    "s2": np.abs(wave(2, 9, 12)) * 3,
    "c": C64.astype(np.float32),
    "c64": C64,
    "c2": wave(2, 9, 12, 2),
    "z": Z[0].astype(np.float32),
    "z64": Z[0],
    "z2": Z.astype(np.float32),
    "g": (Z[0] ** 2).sum(-1).astype(np.float32),
    "g64": (Z[0] ** 2).sum(-1),
    "g2": (Z**2).sum(-1).astype(np.float32),
    "phase": np.linspace(0, 8 * np.pi, 9)[:, None],
    "slow": {"sgd_lr": 0.05, "sgd_momentum": 2},
    "slaney": {"norm": audio.NormType.SLANEY, "mel_type": audio.MelType.SLANEY},
    "slaney_scale": {"norm": audio.NormType.SLANEY, "mel_scale": audio.MelType.SLANEY},
    "text": np.array([["a", "b"]]),
}

CALLS = """
    Spectrogram(16)(x)
    Spectrogram(16)(x64)
    Spectrogram(16)(x2)
    Spectrogram(16)(x.astype(np.float16))
    Spectrogram(16)(ints)
    Spectrogram(16)(x > 0)
    Spectrogram(16)(list(range(60)))
    Spectrogram(15)(x64)
    Spectrogram(15, onesided=False)(x64)
    Spectrogram(16, onesided=False, power=0)(x64)
    Spectrogram(16, power=0)(x64)
    Spectrogram(16, power=0)(x2)
    Spectrogram(16, power=1.3)(x64)
    Spectrogram(16, power=1)(x)
    Spectrogram(16, 10, 3)(x64)
    Spectrogram(16, 1, 3)(x64)
    Spectrogram(16, pad=5)(x64)
    Spectrogram(16, normalized=True)(x64)
    Spectrogram(16, normalized=True)(x)
    Spectrogram(16, center=False)(x64)
    Spectrogram(16, hop_length=20)(x64[:7])
    Spectrogram(40)(x64[:3])
    Spectrogram(40, pad_mode=B.SYMMETRIC)(x64[:3])
    Spectrogram(16, pad_mode=B.EDGE)(x64)
    Spectrogram(16, pad_mode=B.CONSTANT)(x64)
    Spectrogram(16, window=W.HAMMING)(x64)
    Spectrogram(17, window=W.BARTLETT)(x64)
    Spectrogram(17, window=W.BLACKMAN)(x64)
    Spectrogram(17, window=W.KAISER)(x64)
    Spectrogram(17, 13, window=W.HAMMING)(x64)
    Spectrogram()(wave(1000, dtype=np.float64))
    Spectrogram(16)(wave(2, 3, 20, dtype=np.float64))
    rows(1, Spectrogram(16), x, 2)
    rows(1, [Spectrogram(16), MelScale(4, 16000, n_stft=9), AmplitudeToDB()], x, 1)
    Spectrogram(16, 1)(x)
    Spectrogram(16, center=False)(x[:7])
    Spectrogram(16)(x[:0])
    Spectrogram(16)(np.float32(3))
    Spectrogram(16)(text)
    Spectrogram(16)(x, x)
    Spectrogram(16)()
    Spectrogram(16)(None)
    InverseSpectrogram(None, 16)(z)
    InverseSpectrogram(None, 16)(z64)
    InverseSpectrogram(0, 16)(z64)
    InverseSpectrogram(60, 16)(z64)
    InverseSpectrogram(40, 16)(z64)
    InverseSpectrogram(90, 16)(z64)
    InverseSpectrogram(90, 16)(z2)
    InverseSpectrogram(60, 16)(z2[:, None])
    InverseSpectrogram(50, 16, pad=5)(z64)
    InverseSpectrogram(50, 16, pad=5)(z2)
    InverseSpectrogram(60, 16, normalized=True)(z64)
    InverseSpectrogram(60, 16, normalized=True)(z)
    InverseSpectrogram(60, 16, 10, 3, window=W.HAMMING)(z64)
    InverseSpectrogram(60, 16, center=False)(z64)
    InverseSpectrogram(None, 16, center=False)(z64)
    InverseSpectrogram(60, 16, onesided=False)(z64)
    InverseSpectrogram(60, 16, onesided=False)(np.concatenate([z64, z64[1:8][::-1]]))
    InverseSpectrogram(60, 16, pad_mode=B.EDGE)(z64)
    InverseSpectrogram(60, 16)(z64[:, :1])
    InverseSpectrogram(None, 16, pad=5)(z)
    InverseSpectrogram(None, 16)(z[:, :1])
    InverseSpectrogram(60, 15)(z)
    InverseSpectrogram(60, 18)(z)
    InverseSpectrogram(60, 16)(z[0])
    InverseSpectrogram(60, 16)(s)
    InverseSpectrogram(60, 16)(text[None])
    GriffinLim(16, 4, rand_init=False)(g64)
    GriffinLim(16, 4, rand_init=False)(g)
    GriffinLim(16, 4, rand_init=False)(g2)
    GriffinLim(16, 4, rand_init=False)(g2[:, None])
    GriffinLim(16, 4, rand_init=False, length=60)(g64)
    GriffinLim(16, 4, 0, 0, length=0, rand_init=False)(g64)
    GriffinLim(16, 1, rand_init=False)(g64)
    GriffinLim(16, 4, rand_init=False, momentum=0.0)(g64)
    GriffinLim(16, 4, rand_init=False, power=1)(g64)
    GriffinLim(16, 3, 10, 7, W.HAMMING, 1.5, 0.5, None, False)(g64)
    seeded(3, lambda: GriffinLim(16, 3)(g64))
    seeded(3, lambda: GriffinLim(16, 3)(g2))
    rows(3, GriffinLim(16, 2), g64, 2)
    GriffinLim(18, 4, rand_init=False)(g64)
    GriffinLim(15, 4, rand_init=False)(g64[:8])
    GriffinLim(16, 4, rand_init=False)(x)
    GriffinLim(16, 4, rand_init=False)(text)
    SpectralCentroid(44100, 16)(x)
    SpectralCentroid(44100, 16)(x2)
    SpectralCentroid(44100, 16)(x * 0)
    SpectralCentroid(44101, 16, 8, 3, 2, W.HAMMING)(x64)
    SpectralCentroid(1, 16)(x)
    SpectralCentroid(44100, 16)(list(range(20)))
    SpectralCentroid(0, 16)(x)
    SpectralCentroid(44100, 16)(text)
    melscale_fbanks(9, 0.0, 8000.0, 4, 16000)
    melscale_fbanks(9, 100.0, 7000.0, 4, 16001, NT.SLANEY, M.SLANEY)
    melscale_fbanks(9, 1200, 7000, 4, 16000, NT.NONE, M.SLANEY)
    melscale_fbanks(9, 100, 900, 4, 16000, NT.SLANEY)
    melscale_fbanks(9, 800.0, 800.0, 4, 16000)
    melscale_fbanks(n_freqs=201, f_min=0.0, f_max=8000.0, n_mels=40, sample_rate=16000)
    melscale_fbanks(0, 0.0, 8000.0, 4, 16000)
    linear_fbanks(9, 0.0, 8000.0, 4, 16000)
    linear_fbanks(9, 100, 7000, 5, 16001)
    linear_fbanks(1, 0, 7000, 5, 16001)
    create_dct(5, 4)
    create_dct(5, 4, NM.ORTHO)
    MelScale(4, 16000, n_stft=9)(s)
    MelScale(4, 16000, n_stft=9)(s64)
    MelScale(4, 16000, n_stft=9)(s2)
    MelScale(4, 16000, n_stft=9)(s2[:, None])
    MelScale(4, 16000, n_stft=9)((s * 10).astype(np.int32))
    MelScale(4, 16001, n_stft=9)(s64)
    MelScale(4, 16000, -10.0, n_stft=9)(s)
    MelScale(4, 16000, 100, 7000.0, 9, NT.SLANEY, M.SLANEY)(s64)
    MelScale(4, 16000, n_stft=8)(s)
    MelScale(4, 16000)(s)
    MelScale(4, 16000, n_stft=9)(x)
    MelScale(4, 16000, n_stft=2)(text)
    seeded(3, lambda: InverseMelScale(9, 4, max_iter=1)(s[:4]))
    seeded(3, lambda: InverseMelScale(9, 4, max_iter=20)(s64[:4]))
    seeded(3, lambda: InverseMelScale(9, 4, max_iter=200)(s[:4]))
    seeded(3, lambda: InverseMelScale(9, 4, tolerance_loss=0.3)(s[:4]))
    seeded(3, lambda: InverseMelScale(9, 4, tolerance_change=0.01)(s64[:4]))
    seeded(3, lambda: InverseMelScale(9, 4, max_iter=9, sgdargs=slow)(s[:4]))
    seeded(3, lambda: InverseMelScale(9, 4, 8000, 50.0, 3000.0, 9, **slaney)(s[:4]))
    seeded(3, lambda: InverseMelScale(9, 4, max_iter=3)(np.stack([s[:4], s[4:8]])))
    seeded(3, lambda: InverseMelScale(9, 4, max_iter=3)((s[:4] * 10).astype(np.int32)))
    rows(3, InverseMelScale(9, 4, max_iter=3), s[:4], 2)
    InverseMelScale(9, 5)(s[:4])
    InverseMelScale(9, 4)(x)
    InverseMelScale(9, 1)(text)
    MelSpectrogram(16000, 16, n_mels=4)(x)
    MelSpectrogram(16000, 16, n_mels=4)(x2)
    MelSpectrogram(16001, 17, n_mels=4)(x)
    MelSpectrogram(16000, 16, 10, 7, 50.0, 6000, 3, 4, W.HAMMING, 1.0, True, **slaney_scale)(x)
    MelSpectrogram(16000, 16, n_mels=4, center=False)(x)
    MelSpectrogram(16000, 16, n_mels=4, pad_mode=B.EDGE)(x)
    MelSpectrogram(16000, 16, n_mels=4, f_max=0)(x)
    MelSpectrogram(16000, 16, n_mels=4, f_min=100.0, f_max=100)(x)
    MelSpectrogram(16000, 16, n_mels=4, f_max=9000)(x)
    MelSpectrogram(0, 16, n_mels=4, f_min=-1.0)(x)
    MelSpectrogram(16000, 16, n_mels=0)(x)
    MelSpectrogram(16000, 16, n_mels=4)(ints)
    MelSpectrogram(16000, 16, n_mels=4)(x[:9])
    MelSpectrogram(16000, 16, n_mels=4)(x[:8])
    MelSpectrogram(16000, 16, n_mels=4)([1, 2, 3])
    MelSpectrogram(16000, 16, n_mels=4)(np.array(["a"] * 60))
    MFCC(16000, 5, melkwargs=mel())(x)
    MFCC(16000, 5, melkwargs=mel())(x2)
    MFCC(16000, 5, melkwargs=mel())(wave(2, 3, 60) * np.float32([[[1]], [[1e6]]]))
    MFCC(16000, 5, melkwargs=mel())(wave(3, 60) * np.float32([[1], [1], [1e6]]))
    MFCC(16000, 5, log_mels=True, norm=NM.NONE, melkwargs=mel())(x)
    MFCC(16000, 5)(wave(300))
    MFCC(16000, 0, melkwargs=mel())(x)
    MFCC(16000, 5, melkwargs=mel(win_length=0))(x)
    MFCC(16000, 5, melkwargs=mel(win_length=10, hop_length=4, power=1.0, f_min=100.0))(x)
    MFCC(16000, 5, melkwargs=mel(f_min=-10.0, pad=2, pad_mode=B.SYMMETRIC, window=W.BARTLETT))(x)
    MFCC(16000, 5, melkwargs=mel(center=False, normalized=True, **slaney_scale))(x)
    MFCC(16000, 5)(x)
    MFCC(16000, 5, melkwargs=mel(win_length=17))(x)
    MFCC(16000, 5, melkwargs=mel(power=0.0))(x)
    MFCC(16000, 5, melkwargs=mel(pad_mode=B.EDGE))(x)
    MFCC(16000, 5, melkwargs=mel())(np.array(["a"] * 60))
    LFCC(16000, 6, 5, speckwargs=spec())(x)
    LFCC(16000, 6, 5, speckwargs=spec())(x2)
    LFCC(16000, 6, 5, speckwargs=spec())(wave(2, 3, 60))
    LFCC(16000, 6, 5, log_lf=True, norm=NM.NONE, speckwargs=spec())(x)
    LFCC()(wave(300))
    LFCC(16000, 6, 5, 100, 7000.0, speckwargs=spec(power=1.0, win_length=10, hop_length=0))(x)
    LFCC(16000, 6, 5, f_max=0, speckwargs=spec(win_length=0, normalized=1, center=None))(x)
    LFCC(16000, 6, 16, f_max=9000, speckwargs=spec())(x)
    LFCC(16000, 6, 5, speckwargs=spec())(x[:5])
    LFCC(16000, 6, 5, speckwargs=spec(center=False))(x[:5])
    LFCC(16000, 6, 5, speckwargs=spec(pad_mode=B.EDGE))(x)
    LFCC(16000, 6, 5, speckwargs=spec())(text)
    Angle()(c)
    Angle()(c64)
    Angle()(x64[:2])
    Angle()(np.array([[3, 4], [1, 2]]))
    Angle()(x)
    Angle()(text)
    Angle()([1, 2])
    Angle()(c, c)
    ComputeDeltas()(s)
    ComputeDeltas()(s64)
    ComputeDeltas(7, B.REFLECT)(s2)
    ComputeDeltas(7, B.CONSTANT)((s * 10).astype(np.int8))
    ComputeDeltas(4, B.SYMMETRIC)(s64)
    ComputeDeltas(99, B.REFLECT)(s64)
    ComputeDeltas()(s[:, :1])
    ComputeDeltas()(x)
    ComputeDeltas()(text)
    SlidingWindowCmn()(s)
    SlidingWindowCmn()(s64)
    SlidingWindowCmn(4, 2)(s64)
    SlidingWindowCmn(4, 2, True)(s64)
    SlidingWindowCmn(4, 2, True, True)(s64)
    SlidingWindowCmn(4, 2, False, True)(s64)
    SlidingWindowCmn(5, 7, False, True)(s2)
    SlidingWindowCmn(5, 20, False, True)(wave(30, 4, dtype=np.float64))
    SlidingWindowCmn(6, 20, True, True)(wave(30, 4, dtype=np.float64))
    SlidingWindowCmn(1, 1, True, True)(s)
    SlidingWindowCmn(0, 0)(s)
    SlidingWindowCmn(5, 3, False, True)(np.ones((8, 3)))
    SlidingWindowCmn()((s * 10).astype(np.int8))
    SlidingWindowCmn(0, 0, True)(s)
    SlidingWindowCmn()(x)
    SlidingWindowCmn()(text)
    FrequencyMasking()(s)
    FrequencyMasking(False, 3, 2)(s2)
    FrequencyMasking(False, 3, 2, 5.3)((s * 10).astype(np.int32))
    FrequencyMasking(False, 9, 0, 5.3)(s64)
    FrequencyMasking(False, 0, 50)(s)
    seeded(7, lambda: [FrequencyMasking(True, 6)(s) for _ in range(2)])
    rows(7, FrequencyMasking(True, 6, mask_value=1), s, 5)
    FrequencyMasking(False, 3, 7)(s2)
    FrequencyMasking(False, 10, 0)(s2)
    FrequencyMasking(True, 10)(s)
    FrequencyMasking()(x)
    FrequencyMasking()(text)
    TimeMasking(False, 3, 2)(s64)
    TimeMasking(False, 3, 2, 1)(s2)
    seeded(8, lambda: TimeMasking(True, 6)(s2))
    rows(8, TimeMasking(True, 6), s2, 5)
    TimeMasking(False, 3, 10)(s64)
    TimeMasking(False, 13, 0)(s2)
    TimeMasking()(x)
    MaskAlongAxis(2, 3, 0.0, 1)(s2)
    MaskAlongAxis(2, 3, 0.3, 2)(s64)
    MaskAlongAxis(2, 3, -1.5, 2)((s * 10).astype(np.int8))
    MaskAlongAxis(10, 3, 0.0, 2)(s)
    MaskAlongAxis(0, 13, 0.0, 2)(s)
    MaskAlongAxis(0, 1, 0.0, 2)(x)
    seeded(5, lambda: [MaskAlongAxisIID(5, 0.0, 1)(s2) for _ in range(2)])
    seeded(6, lambda: MaskAlongAxisIID(5, -1.0, 2)(s64))
    rows(5, MaskAlongAxisIID(5, 0.0, 1), s2, 5)
    rows(6, MaskAlongAxisIID(12, 0.0, 2), s, 5)
    MaskAlongAxisIID(0, 0.0, 2)(s)
    MaskAlongAxisIID(10, 0.0, 1)(s)
    MaskAlongAxisIID(13, 0.0, 2)(s)
    MaskAlongAxisIID(3, 0.0, 2)(x)
    MaskAlongAxisIID(1, 0.0, 2)(text)
    TimeStretch(8, 9, 1.3)(c)
    TimeStretch(8, 9, 1.3)(c64)
    TimeStretch(8, 9, 0.7)(c2)
    TimeStretch(None, 9, 1.3)(c64)
    TimeStretch(8, 8, 1.3)(c2.astype(np.float64))
    TimeStretch(8, 10, 1.3)(c64)
    TimeStretch(8, 9)(c64)
    TimeStretch(8, 9, 1.0)(c2[:, None])
    TimeStretch(8, 9, 30)(c64)
    TimeStretch(8, 9, 0.3)(c64[:, :1])
    TimeStretch(8, 9, 2)((c * 10).astype(np.int16))
    TimeStretch(8, 9, 1.3)(c64[0])
    TimeStretch(8, 9, 1.3)(s)
    TimeStretch(8, 9, 1.3)(text[None])
    PhaseVocoder(1.3, phase.astype(np.float32))(c)
    PhaseVocoder(1.3, phase)(c64)
    PhaseVocoder(1, phase)(c64)
    PhaseVocoder(0.6, phase)(c2.astype(np.float64)[:, None])
    PhaseVocoder(1.3, phase)(c)
    PhaseVocoder(1.3, phase[:, 0])(c64)
    PhaseVocoder(1.3, phase[:8])(c64)
    PhaseVocoder(1.3, phase.T)(c64)
    PhaseVocoder(1.3, phase.astype(str))(c64)
    PhaseVocoder(1.3, phase)(s64)
    PitchShift(16000, 12, n_fft=16)(x64)
    PitchShift(16000, 12, n_fft=16)(x2)
    PitchShift(16000, -12, n_fft=16)(x64)
    PitchShift(16000, 0, n_fft=16)(x64)
    PitchShift(16000, 8, 4, 32, 20, 6, W.HAMMING)(x64)
    PitchShift(16000, -2, 2, 16, 8)(x64)
    PitchShift(600, 4, n_fft=16)(x64)
    PitchShift(600, -4, n_fft=16)(x64)
    PitchShift(600, 4, n_fft=16)(ints / np.float32(99))
    PitchShift(600, 4, n_fft=16)(x[:3])
    PitchShift(600, 4, n_fft=16)(wave(2, 3, 20))
    PitchShift(0, 4, n_fft=16)(x)
    PitchShift(600, 4, n_fft=17)(x)
    PitchShift(600, 4, n_fft=16)(text)
    Resample(16000, 8000)(x)
    Resample(16000, 8000)(x64)
    Resample(8000, 16000)(x64)
    Resample(44100, 48000)(wave(300, dtype=np.float64))
    Resample(3, 2)(x2)
    Resample(3.5, 2.2)(x64)
    Resample(2.5, 2.7)(x64)
    Resample(16000, 16000)(x64)
    Resample()(ints)
    Resample(3, 2)(ints)
    Resample(3, 2, R.KAISER_WINDOW)(x)
    Resample(3, 2, R.KAISER_WINDOW, 8, 0.9, 5.0)(x)
    Resample(3, 2, R.KAISER_WINDOW, beta=True)(x)
    Resample(3, 2, R.KAISER_WINDOW, beta=0)(x)
    Resample(3, 2, R.SINC_INTERPOLATION, 8, 0.9, 5.0)(x64)
    Resample(3, 2, lowpass_filter_width=1, rolloff=0.5)(x64)
    Resample(3, 2)(x64[:1])
    Resample(3, 7)(wave(2, 3, 10, dtype=np.float64))
    Resample(16000, 15999)(wave(200, dtype=np.float64))
    rows(1, Resample(3, 2), ints, 1)
    Resample(0.5, 2.2)(x)
    Resample(3, 2, beta="a")(x)
    Resample(3, 2, R.KAISER_WINDOW, beta=-2.0)(x)
    Resample(3, 2)(np.array(1.0))
    Resample(3, 2)(text)
    Vad(8000)(wave(20000))
    Vad(8000)(wave(2, 1, 20000, dtype=np.float64))
    Vad(8000)(wave(1000))
    Vad(8000)(wave(7000))
    Vad(8000)((wave(9000) * 100).astype(np.int16))
    Vad(11025, search_time=0.33, measure_freq=7, pre_trigger_time=0.0501)(wave(20000))
    Vad(8000, search_time=1.1, measure_freq=10.0)(wave(20000))
    Vad(8000, search_time=1.1, measure_freq=10.0)(wave(20000, dtype=np.float64))
    Vad(8000, measure_duration=0.0)(wave(20000))
    Vad(8000, measure_duration=0.05)(wave(20000))
    Vad(8000, trigger_level=0.0)(wave(4000))
    Vad(8000, trigger_level=-1, pre_trigger_time=0.01)(wave(2, 4000))
    Vad(8000, trigger_level=-1, pre_trigger_time=0.01)(wave(799))
    Vad(8000, trigger_level=-1, pre_trigger_time=0.01)(wave(800))
    Vad(8000, trigger_level=-1, pre_trigger_time=1)(wave(4000))
    Vad(8000, lp_filter_freq=20.0)(wave(1000))
    Vad(8000, hp_lifter_freq=3000.0)(wave(1000))
    Vad(8000, measure_duration=0.001)(wave(1000))
    Vad(8000, search_time=0.0)(wave(1000))
    Vad(8000)(text)
"""

MISREAD = "MindSpore takes the array's bytes for numbers of float32"
RIGHT = {  # call -> one that MindSpore computes right
    "MelSpectrogram(16000, 16, n_mels=4)(x64)": "MelScale(4, n_stft=9)(Spectrogram(16)(x64))",
    "MFCC(16000, 5, melkwargs=mel())(x64)": "MFCC(16000, 5, melkwargs=mel())(x)",
    "MFCC(16000, 5, log_mels=True, melkwargs=mel())(x64)": (
        "MFCC(16000, 5, log_mels=True, melkwargs=mel())(x)"
    ),
    "LFCC(16000, 6, 5, speckwargs=spec())(x64)": "LFCC(16000, 6, 5, speckwargs=spec())(x)",
    "InverseSpectrogram(60, 16)(z.astype(np.float16))": (
        "InverseSpectrogram(60, 16)(z.astype(np.float16).astype(np.float32))"
    ),
    "InverseSpectrogram(60, 16)((z * 10).astype(np.int32))": (
        "InverseSpectrogram(60, 16)((z * 10).astype(np.int32).astype(np.float32))"
    ),
    "PhaseVocoder(1.3, (phase * 9).astype(np.int32))((c * 10).astype(np.int32))": (
        "PhaseVocoder(1.3, (phase * 9).astype(np.int32).astype(np.float32))"
        "((c * 10).astype(np.int32).astype(np.float32))"
    ),
}

MADE = """
    Spectrogram(400) Spectrogram(16,10) InverseSpectrogram(9,16) GriffinLim(16) MelScale()
    SpectralCentroid(8000) InverseMelScale(9) InverseMelScale(9,f_max=70.0) MelSpectrogram()
    MelSpectrogram(8001,16,10) MFCC() MFCC(8000) LFCC() LFCC(8000) ComputeDeltas() TimeStretch()
    SlidingWindowCmn() FrequencyMasking(False,2) TimeMasking() MaskAlongAxis(1,2,3,1)
    MaskAlongAxisIID(1,2,1) PitchShift(8000,4,n_fft=9) Vad(8000) Vad(8000,measure_freq=7)
"""


def _sorted(value):
    return dict(sorted(value.items())) if isinstance(value, dict) else value


def _attributes(line):
    """Return a case: what an operation keeps of the arguments it was made with."""

    def case():
        operation = eval(line, NAMES)
        names = signature(type(operation)).parameters
        kept = {name: getattr(operation, name, "nothing") for name in names}
        return {name: _sorted(value) for name, value in kept.items()}

    return case


CASES = {
    **by_call("\n".join([CALLS.rstrip(), *RIGHT]), NAMES),
    **{f"attributes_{line}": _attributes(line) for line in MADE.split()},
}
INTENDED = {
    line: (right, MISREAD)
    for line, right in zip(RIGHT, by_call("\n".join(RIGHT.values()), NAMES).values(), strict=True)
}
