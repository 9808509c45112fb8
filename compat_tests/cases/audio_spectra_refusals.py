"""mindspore.dataset.audio: which arguments operations on spectra refuse, and which they take."""

import mindspore.dataset.audio as audio
import numpy as np

from compat_tests.harness import first_clause

MODES = ("pynative",)
B, M, NM, NT, R, W = (
    audio.BorderType,
    audio.MelType,
    audio.NormMode,
    audio.NormType,
    audio.ResampleMethod,
    audio.WindowType,
)


def mel_words(**changes):
    """Return the arguments of a mel spectrogram for MFCC, all of which it asks for."""
    words = {**spectrum_words(), "n_mels": 6, "f_min": 0.0, "f_max": 8000.0}
    return {**words, "norm": NT.NONE, "mel_scale": M.HTK, **changes}


def spectrum_words(**changes):
    """Return the arguments of a spectrogram for LFCC, all of which it asks for."""
    words = {"n_fft": 16, "win_length": 16, "hop_length": 8, "pad": 0, "window": W.HANN}
    words |= {"power": 2.0, "normalized": False, "center": True, "pad_mode": B.REFLECT}
    return {**words, "onesided": True, **changes}


def without(words, name):
    return {key: value for key, value in words.items() if key != name}


PHASE = np.linspace(0, 8 * np.pi, 9)[:, None]
NAMES = {**vars(audio), "B": B, "M": M, "NM": NM, "NT": NT, "R": R, "W": W, "np": np}
NAMES |= {"mel": mel_words, "spec": spectrum_words, "without": without, "PHASE": PHASE}

INTS = "0 -1 2.0 'a' True None 2**31"
FLOATS = "0.0 -1.0 2 'a' True None 2.0**25"
FLAGS = "0 1 'a' None"
WORDS = "0 'a' None"
EARLY = "n_fft win_length pad window power pad_mode"  # LFCC looks at the others on a call

# what comes before the argument -> its name (or none) and the values it is tried with
TRIED = {
    "Spectrogram": [
        ("", INTS),
        *[("16, " + name, INTS + " 17 16") for name in ("win_length=", "hop_length=", "pad=")],
        ("16, power=", FLOATS),
        *[("16, " + name, FLAGS) for name in ("normalized=", "center=", "onesided=")],
        *[("16, " + name, WORDS) for name in ("window=", "pad_mode=")],
    ],
    "InverseSpectrogram": [
        ("", INTS),
        ("60, ", INTS),
        *[("60, 16, " + name, INTS + " 17") for name in ("win_length=", "hop_length=", "pad=")],
        *[("60, 16, " + name, FLAGS) for name in ("normalized=", "center=", "onesided=")],
        *[("60, 16, " + name, WORDS) for name in ("window=", "pad_mode=")],
    ],
    "GriffinLim": [
        ("", INTS),
        *[("16, " + name, INTS + " 17") for name in ("n_iter=", "win_length=", "hop_length=")],
        ("16, length=", INTS),
        *[("16, " + name, FLOATS) for name in ("power=", "momentum=")],
        ("16, rand_init=", FLAGS),
        ("16, window_type=", WORDS),
    ],
    "SpectralCentroid": [
        ("", INTS + " 44100"),
        ("44100, ", INTS),
        *[("44100, 16, " + name, INTS + " 17") for name in ("win_length=", "hop_length=", "pad=")],
        ("44100, 16, window=", WORDS),
    ],
    "MelScale": [
        *[(name, INTS) for name in ("n_mels=", "sample_rate=", "n_stft=")],
        *[(name, FLOATS + " 8000.0 8000 9000.0") for name in ("f_min=", "f_max=")],
        ("f_min=100.0, f_max=", "50.0 100.0 100"),
        *[(name, WORDS) for name in ("norm=", "mel_type=")],
    ],
    "InverseMelScale": [
        ("", INTS),
        *[("9, " + name, INTS) for name in ("n_mels=", "sample_rate=", "max_iter=")],
        *[("9, " + name, FLOATS + " 8000.0 8000 9000.0") for name in ("f_min=", "f_max=")],
        ("9, f_min=100.0, f_max=", "50.0 100.0 100"),
        *[("9, " + name, FLOATS) for name in ("tolerance_loss=", "tolerance_change=")],
        (
            "9, sgdargs=",
            "1 [] {} {'sgd_lr':0.1} {'sgd_lr':0.1,'sgd_momentum':0.9} "
            "{'sgd_lr':-0.1,'sgd_momentum':0.9} {'sgd_lr':0.1,'sgd_momentum':-0.9} "
            "{'sgd_lr':'a','sgd_momentum':0.9} {'sgd_lr':1,'sgd_momentum':0} "
            "{'sgd_lr':0.1,'sgd_momentum':0.9,'b':1} {'sgd_lr':0.0,'sgd_momentum':0.0}",
        ),
        *[("9, " + name, WORDS) for name in ("norm=", "mel_type=")],
    ],
    "MelSpectrogram": [
        *[(name, INTS) for name in ("sample_rate=", "n_fft=", "n_mels=", "pad=")],
        *[(name, INTS + " 401") for name in ("win_length=", "hop_length=")],
        *[(name, FLOATS + " 8000.0 8000 9000.0") for name in ("f_min=", "f_max=")],
        ("f_min=100.0, f_max=", "50.0 100.0 100"),
        ("power=", FLOATS),
        *[(name, FLAGS) for name in ("normalized=", "center=", "onesided=")],
        *[(name, WORDS) for name in ("window=", "pad_mode=", "norm=", "mel_scale=")],
    ],
    "MFCC": [
        *[(name, INTS + " 128 129") for name in ("sample_rate=", "n_mfcc=", "dct_type=")],
        ("norm=", WORDS),
        ("log_mels=", FLAGS),
        ("melkwargs=", "1 [] {} mel() mel(b=1)"),
        *[("n_mfcc=5, melkwargs=without(mel(), ", f"'{name}')") for name in mel_words()],
        *[
            ("n_mfcc=5, melkwargs=mel", f"({name}{value})")
            for name, values in (
                ("n_fft=", "0 8 2.0 None"),
                ("n_mels=", "0 5 4 2.0 None"),
                ("win_length=", "0 17 2.0 None"),
                ("hop_length=", "0 17 2.0 None"),
                ("pad=", "-1 2.0 None"),
                ("power=", "0.0 -1.0 1 0 None"),
                ("f_min=", "-1.0 1 9000.0 None"),
                ("f_max=", "0.0 -1.0 1 50.0 9000.0 None"),
                ("window=", "1 None"),
                ("pad_mode=", "1 None B.EDGE B.CONSTANT B.SYMMETRIC"),
                ("norm=", "1 None"),
                ("mel_scale=", "1 None"),
                ("normalized=", "1 None"),
                ("center=", "1 None"),
                ("onesided=", "1 None False"),
            )
            for value in values.split()
        ],
    ],
    "LFCC": [
        *[
            (name, INTS + " 128 129")
            for name in ("sample_rate=", "n_filter=", "n_lfcc=", "dct_type=")
        ],
        *[(name, FLOATS + " 8000.0 8000 9000.0") for name in ("f_min=", "f_max=")],
        ("f_min=100.0, f_max=", "50.0 100.0 100"),
        ("norm=", WORDS),
        ("log_lf=", FLAGS),
        ("n_lfcc=5, speckwargs=", "1 [] {} spec() spec(b=1)"),
        *[("n_lfcc=5, speckwargs=without(spec(), ", f"'{name}')") for name in EARLY.split()],
        *[
            ("n_lfcc=5, speckwargs=spec", f"({name}{value})")
            for name, values in (
                ("n_fft=", "4 8"),
                ("win_length=", "0 17 None"),
                ("hop_length=", "0 17 None"),
                ("pad=", "-1 2.0 None"),
                ("power=", "0.0 -1.0 1 0 None"),
                ("window=", "1 None"),
                ("pad_mode=", "1 None B.EDGE B.CONSTANT B.SYMMETRIC"),
                ("normalized=", "1 None"),
                ("center=", "1 None"),
                ("onesided=", "1 None False"),
            )
            for value in values.split()
        ],
    ],
    "Angle": [("", "1")],
    "ComputeDeltas": [("", INTS + " 3 2 3.0"), ("5, ", WORDS)],
    "SlidingWindowCmn": [
        *[(name, INTS) for name in ("cmn_window=", "min_cmn_window=")],
        *[(name, FLAGS) for name in ("center=", "norm_vars=")],
    ],
    "FrequencyMasking": [
        ("", FLAGS),
        *[("False, " + name, INTS) for name in ("freq_mask_param=", "mask_start=")],
        ("mask_value=", FLOATS),
    ],
    "TimeMasking": [
        ("", FLAGS),
        *[("False, " + name, INTS) for name in ("time_mask_param=", "mask_start=")],
        ("mask_value=", FLOATS),
    ],
    "MaskAlongAxis": [
        ("mask_width=3, mask_value=0.0, axis=1, mask_start=", INTS),
        ("mask_start=3, mask_value=0.0, axis=1, mask_width=", INTS),
        ("mask_start=3, mask_width=3, axis=1, mask_value=", FLOATS),
        ("mask_start=3, mask_width=3, mask_value=0.0, axis=", INTS + " 1 2 3"),
    ],
    "MaskAlongAxisIID": [
        ("mask_value=0.0, axis=1, mask_param=", INTS),
        ("mask_param=3, axis=1, mask_value=", FLOATS),
        ("mask_param=3, mask_value=0.0, axis=", INTS + " 1 2 3"),
    ],
    "PhaseVocoder": [
        ("phase_advance=PHASE, rate=", FLOATS),
        ("1.3, ", "1 'a' None [[1.0]] PHASE[:,0] np.zeros((1,9)) PHASE[:0] PHASE.astype(str)"),
    ],
    "TimeStretch": [
        ("hop_length=", INTS),
        ("n_freq=", INTS),
        ("fixed_rate=", FLOATS),
    ],
    "PitchShift": [
        ("n_steps=4, sample_rate=", INTS),
        ("16000, ", INTS),
        *[
            ("16000, 4, " + name, INTS + " 513")
            for name in ("bins_per_octave=", "n_fft=", "win_length=", "hop_length=")
        ],
        ("16000, 4, window=", WORDS),
    ],
    "Resample": [
        *[(name, FLOATS + " 0.5 1.5") for name in ("orig_freq=", "new_freq=")],
        ("resample_method=", WORDS),
        ("lowpass_filter_width=", INTS),
        *[(name, FLOATS + " 1.0 1.1 1") for name in ("rolloff=", "beta=")],
    ],
    "Vad": [
        ("", INTS),
        *[
            (f"16000, {name}=", FLOATS)
            for name in (
                "trigger_level trigger_time search_time allowed_gap pre_trigger_time boot_time "
                "noise_up_time noise_down_time noise_reduction_amount measure_freq "
                "measure_duration measure_smooth_time hp_filter_freq lp_filter_freq "
                "hp_lifter_freq lp_lifter_freq"
            ).split()
        ],
    ],
    "create_dct": [
        ("n_mels=4, n_mfcc=", INTS.replace(" True", "")),
        ("4, ", INTS),
        ("4, 4, ", WORDS),
    ],
    "linear_fbanks": [
        ("f_min=0.0, f_max=8e3, n_filter=4, sample_rate=16000, n_freqs=", INTS + " 1"),
        ("9, f_max=8e3, n_filter=4, sample_rate=16000, f_min=", FLOATS + " 9000.0 8e3"),
        ("9, 0.0, n_filter=4, sample_rate=16000, f_max=", FLOATS),
        ("9, 0.0, 8e3, sample_rate=16000, n_filter=", INTS),
        ("9, 0.0, 8e3, 4, ", INTS),
    ],
    "melscale_fbanks": [
        ("f_min=0.0, f_max=8e3, n_mels=4, sample_rate=16000, n_freqs=", INTS + " 1"),
        ("9, f_max=8e3, n_mels=4, sample_rate=16000, f_min=", FLOATS + " 9000.0 8e3"),
        ("9, 0.0, n_mels=4, sample_rate=16000, f_max=", FLOATS),
        ("9, 0.0, 8e3, sample_rate=16000, n_mels=", INTS),
        ("9, 0.0, 8e3, 4, ", INTS),
        ("9, 0.0, 8e3, 4, 16000, ", WORDS),
        ("9, 0.0, 8e3, 4, 16000, NT.NONE, ", WORDS),
    ],
}


def _outcome(line):
    try:
        eval(line, NAMES)
    except Exception as error:
        kind = type(error).__name__
        return f"{kind}: {first_clause(str(error))}" if kind == "ValueError" else kind
    return "made"


def _made(name):
    """Return a case: {call: whether the operation is made, or what is raised}."""

    def case():
        outcomes = {}
        for before, values in TRIED[name]:
            for value in values.split():
                opened = f"{name}({before}{value}"
                line = opened + ")" * (opened.count("(") - opened.count(")"))
                outcomes[line] = _outcome(line)
        return outcomes

    return case


CASES = {f"made_{name}": _made(name) for name in TRIED}
