"""`mindspore.dataset.audio`: operations on sound."""

from msjax.dataset.audio.biquads import (
    AllpassBiquad,
    BandBiquad,
    BandpassBiquad,
    BandrejectBiquad,
    Biquad,
    HighpassBiquad,
    LowpassBiquad,
)
from msjax.dataset.audio.cepstra import LFCC, MFCC
from msjax.dataset.audio.complex_numbers import ComplexNorm, Magphase
from msjax.dataset.audio.dithering import Dither
from msjax.dataset.audio.effects import Flanger, Overdrive, Phaser
from msjax.dataset.audio.enums import (
    BorderType,
    DensityFunction,
    FadeShape,
    GainType,
    Interpolation,
    MelType,
    Modulation,
    NormMode,
    NormType,
    ResampleMethod,
    ScaleType,
    WindowType,
)
from msjax.dataset.audio.fading import Fade
from msjax.dataset.audio.features import Angle, ComputeDeltas, SlidingWindowCmn
from msjax.dataset.audio.filter_banks import create_dct, linear_fbanks, melscale_fbanks
from msjax.dataset.audio.inverse_mel import InverseMelScale
from msjax.dataset.audio.inverse_spectra import GriffinLim, InverseSpectrogram
from msjax.dataset.audio.levels import (
    AmplitudeToDB,
    Contrast,
    DBToAmplitude,
    DCShift,
    Gain,
    MuLawDecoding,
    MuLawEncoding,
    Vol,
)
from msjax.dataset.audio.linear_filters import Filtfilt, LFilter
from msjax.dataset.audio.masking import (
    FrequencyMasking,
    MaskAlongAxis,
    MaskAlongAxisIID,
    TimeMasking,
)
from msjax.dataset.audio.mel import MelScale, MelSpectrogram
from msjax.dataset.audio.pitch import DetectPitchFrequency
from msjax.dataset.audio.resampling import Resample
from msjax.dataset.audio.shelves import (
    BassBiquad,
    DeemphBiquad,
    EqualizerBiquad,
    RiaaBiquad,
    TrebleBiquad,
)
from msjax.dataset.audio.spectra import SpectralCentroid, Spectrogram
from msjax.dataset.audio.stretching import PhaseVocoder, PitchShift, TimeStretch
from msjax.dataset.audio.vad import Vad

__all__ = [
    "LFCC",
    "MFCC",
    "AllpassBiquad",
    "AmplitudeToDB",
    "Angle",
    "BandBiquad",
    "BandpassBiquad",
    "BandrejectBiquad",
    "BassBiquad",
    "Biquad",
    "BorderType",
    "ComplexNorm",
    "ComputeDeltas",
    "Contrast",
    "DBToAmplitude",
    "DCShift",
    "DeemphBiquad",
    "DensityFunction",
    "DetectPitchFrequency",
    "Dither",
    "EqualizerBiquad",
    "Fade",
    "FadeShape",
    "Filtfilt",
    "Flanger",
    "FrequencyMasking",
    "Gain",
    "GainType",
    "GriffinLim",
    "HighpassBiquad",
    "Interpolation",
    "InverseMelScale",
    "InverseSpectrogram",
    "LFilter",
    "LowpassBiquad",
    "Magphase",
    "MaskAlongAxis",
    "MaskAlongAxisIID",
    "MelScale",
    "MelSpectrogram",
    "MelType",
    "Modulation",
    "MuLawDecoding",
    "MuLawEncoding",
    "NormMode",
    "NormType",
    "Overdrive",
    "PhaseVocoder",
    "Phaser",
    "PitchShift",
    "Resample",
    "ResampleMethod",
    "RiaaBiquad",
    "ScaleType",
    "SlidingWindowCmn",
    "SpectralCentroid",
    "Spectrogram",
    "TimeMasking",
    "TimeStretch",
    "TrebleBiquad",
    "Vad",
    "Vol",
    "WindowType",
    "create_dct",
    "linear_fbanks",
    "melscale_fbanks",
]
