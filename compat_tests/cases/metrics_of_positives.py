"""Metrics of true and false positives: confusion matrices, their rates, ROC and auc."""

import numpy as np
from mindspore import train

from compat_tests.cases.metrics import (
    BATCH,
    FIELDS,
    HALVES,
    IMAGES,
    LABELS,
    ONE_HOT,
    PLACES,
    SCORES,
    SET_BATCH,
    TENSORS,
    TRUE_FIELDS,
    as_tensor,
    of,
)

MODES = ("pynative",)

FALSE = np.zeros((1, 1, 3), int)


def _matrix(*batches, **options):
    return of(lambda: train.ConfusionMatrix(3, **options), *batches)


def _rate(*batches, **options):
    return of(lambda: train.ConfusionMatrixMetric(**options), *(batches or [_SAMPLES]))


_SAMPLES = (FIELDS, TRUE_FIELDS)
_RATES = """
    sensitivity specificity precision negative_predictive_value miss_rate fall_out
    false_discovery_rate false_omission_rate prevalence_threshold threat_score accuracy
    balanced_accuracy f1_score matthews_correlation_coefficient fowlkes_mallows_index informedness
    markedness
    """.split()
_CONFUSED = {
    "Matrix": _matrix(BATCH),
    "Matrix_of_classes": _matrix((LABELS[::-1], LABELS)),
    "Matrix_batches": _matrix(*HALVES),
    "Matrix_tensors": _matrix(TENSORS),
    "Matrix_places": _matrix((IMAGES, PLACES)),
    "Matrix_threshold": _matrix((SCORES[:, 0], LABELS % 2), threshold=0.6),
    "Matrix_attributes": lambda: (
        train.ConfusionMatrix(2).confusion_matrix,
        train.ConfusionMatrix(2).num_classes,
    ),
    **{
        f"Matrix_{name}": _matrix((LABELS % 2, LABELS[::-1] % 2), normalize=name)
        for name in ("target", "prediction", "all", "no_norm")
    },
    "Matrix_wrong_label": _matrix((LABELS, LABELS + 1)),
    "Matrix_wrong_prediction": _matrix((np.array([3, 0]), np.array([0, 0]))),
    "Matrix_wrong_negative_label": _matrix((LABELS, LABELS - 1)),
    "Matrix_wrong_shapes": _matrix((IMAGES, LABELS)),
    "Matrix_wrong_normalize": lambda: train.ConfusionMatrix(3, "rows"),
    "Matrix_wrong_threshold": lambda: train.ConfusionMatrix(3, threshold=1),
    "Matrix_wrong_number": lambda: train.ConfusionMatrix(3.0),
    "Matrix_wrong_inputs": _matrix((LABELS,)),
    "Matrix_wrong_nothing": _matrix(),
    **{f"Rate_{name}": _rate(metric_name=name) for name in _RATES},
    **{f"Rate_of_each_{name}": _rate(metric_name=name, calculation_method=True) for name in _RATES},
    **{
        f"Rate_of_nothing_{name}": _rate((FALSE, FALSE), metric_name=name)
        for name in ("tpr", "tnr", "pt", "mcc", "ba", "mk")
    },
    "Rate_words": _rate(metric_name="F1 Score"),
    "Rate_sum": _rate(calculation_method=True, decrease="sum"),
    **{
        f"Rate_{name}_of_one": _rate(
            tuple(data[:1, :1] for data in _SAMPLES), calculation_method=True, decrease=name
        )
        for name in ("none", "mean_batch", "sum_batch", "mean_channel", "sum_channel")
    },
    "Rate_wrong_sum_batch": _rate(calculation_method=True, decrease="sum_batch"),
    "Rate_wrong_none": _rate(calculation_method=True, decrease="none"),
    "Rate_batches": _rate(_SAMPLES, _SAMPLES[::-1]),
    "Rate_batches_of_each": _rate(_SAMPLES, _SAMPLES[::-1], calculation_method=True),
    "Rate_first_channel_left_out": _rate(skip_channel=False),
    "Rate_only_channel_kept": _rate(tuple(d[:, :1] for d in _SAMPLES), skip_channel=False),
    "Rate_two_axes": _rate(SET_BATCH),
    "Rate_tensors": _rate(tuple(map(as_tensor, _SAMPLES))),
    "Rate_before_update": of(train.ConfusionMatrixMetric),
    "Rate_wrong_two_axes_of_each": _rate(SET_BATCH, calculation_method=True),
    "Rate_wrong_nothing_of_each": of(lambda: train.ConfusionMatrixMetric(calculation_method=True)),
    "Rate_wrong_undefined_of_each": _rate((FALSE, FALSE), calculation_method=True),
    "Rate_wrong_name": _rate(metric_name="beauty"),
    "Rate_wrong_true_values": _rate((FIELDS, TRUE_FIELDS / 2)),
    "Rate_wrong_predictions": _rate((FIELDS * 0.75, TRUE_FIELDS)),
    "Rate_wrong_shapes": _rate((FIELDS, TRUE_FIELDS[:1])),
    "Rate_wrong_axes": _rate((LABELS % 2, LABELS % 2)),
    "Rate_wrong_inputs": _rate((FIELDS,)),
    "Rate_wrong_decrease": lambda: train.ConfusionMatrixMetric(decrease="max"),
    "Rate_wrong_skip": lambda: train.ConfusionMatrixMetric(skip_channel=1),
    "Rate_wrong_names": lambda: train.ConfusionMatrixMetric(metric_name=["tpr"]),
}


def _roc(*batches, **options):
    return of(lambda: train.ROC(**options), *batches)


def _curves():
    rows = SCORES.tolist()  # one class at a time, as scores of two kinds
    found = [_roc(([r[c] for r in rows], (LABELS == c).astype(int).tolist()))() for c in range(3)]
    return tuple(map(list, zip(*found, strict=True)))


_BINARY = (SCORES[:, 0], LABELS % 2)
_X, _Y = np.array([0.0, 0.5, 0.75]), np.array([0.2, 0.7, 1.0])
_RANKED = {
    "ROC": _roc(_BINARY),
    "ROC_tensors": _roc(tuple(map(as_tensor, _BINARY))),
    "ROC_ties": _roc(([0.5, 0.5, 0.2, 0.9, 0.2], [1, 0, 1, 1, 0])),
    "ROC_label": _roc((SCORES[:, 0], LABELS), pos_label=2),
    "ROC_integers": _roc(([3, 1, 4, 2], [0, 1, 0, 1])),
    "ROC_two_axes": _roc((SCORES, ONE_HOT.astype(int))),
    "ROC_classes": _roc((SCORES[[0, 1, 2]], np.array([0, 2, 1])), class_num=3),
    "ROC_more_samples_than_classes": _roc(BATCH, class_num=3),
    "ROC_last_batch": _roc(_BINARY, (SCORES[:, 1], LABELS % 2)),
    "ROC_wrong_no_positive": _roc(_BINARY, pos_label=7),
    "ROC_wrong_no_negative": _roc((SCORES[:, 0], np.ones(6))),
    "ROC_wrong_class_num": _roc(BATCH),
    "ROC_wrong_class_num_of_one": _roc(_BINARY, class_num=2),
    "ROC_wrong_label_of_classes": _roc(BATCH, class_num=3, pos_label=1),
    "ROC_wrong_axes": _roc((IMAGES, np.array([0, 1])), class_num=3),
    "ROC_wrong_float": lambda: train.ROC(class_num=2.0),
    "ROC_wrong_inputs": _roc((SCORES[:, 0],)),
    "ROC_wrong_nothing": _roc(),
    "auc": lambda: train.auc(_X, _Y),
    "auc_falling": lambda: train.auc(_X[::-1], _Y),
    "auc_reorder": lambda: train.auc(_X[[2, 0, 1]], _Y, reorder=True),
    "auc_columns": lambda: train.auc(_X[:, None], _Y[:, None]),
    "auc_float32": lambda: train.auc(_X.astype(np.float32), _Y.astype(np.float32)),
    "auc_integers": lambda: train.auc(np.array([0, 1, 3]), np.array([1, 2, 2])),
    "auc_of_a_curve": lambda: train.auc(*_roc(_BINARY)()[:2]),
    "auc_wrong_order": lambda: train.auc(_X[[2, 0, 1]], _Y),
    "auc_wrong_lists": lambda: train.auc([0, 1], [0, 1]),
    "auc_wrong_lengths": lambda: train.auc(_X, _Y[:2]),
    "auc_wrong_points": lambda: train.auc(_X[:1], _Y[:1]),
    "auc_wrong_axes": lambda: train.auc(SCORES, SCORES),
    "auc_wrong_number": lambda: train.auc(np.array(1.0), np.array(1.0)),
}

CASES = {**_CONFUSED, **_RANKED}

_COUNTED = "MindSpore counts a class that is none for another one"
_FALSE = "MindSpore counts values other than 0 and 1 as false"
INTENDED = {
    "Matrix_wrong_prediction": (_matrix((LABELS, LABELS + 1)), _COUNTED),
    "Matrix_wrong_negative_label": (_matrix((LABELS, LABELS + 1)), _COUNTED),
    "Rate_wrong_predictions": (_rate((FIELDS, TRUE_FIELDS / 2)), _FALSE),
    "ROC_more_samples_than_classes": (
        _curves,
        "MindSpore mixes the scores of samples unless there are as many as classes",
    ),
}
