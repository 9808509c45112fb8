"""The numbers that counts of true and false, positive and negative predictions give."""

from __future__ import annotations

import numpy as np

# abbreviation: other words for it
_WORDS = {
    "tpr": "sensitivity recall hit_rate true_positive_rate",
    "tnr": "specificity selectivity true_negative_rate",
    "ppv": "precision positive_predictive_value",
    "npv": "negative_predictive_value",
    "fnr": "miss_rate false_negative_rate",
    "fpr": "fall_out false_positive_rate",
    "fdr": "false_discovery_rate",
    "for": "false_omission_rate",
    "pt": "prevalence_threshold",
    "ts": "threat_score critical_success_index csi",
    "acc": "accuracy",
    "ba": "balanced_accuracy",
    "f1": "f1_score",
    "mcc": "matthews_correlation_coefficient",
    "fm": "fowlkes_mallows_index",
    "bm": "informedness bookmaker_informedness",
    "mk": "markedness deltap",
}
_NAMES = {word: name for name, words in _WORDS.items() for word in (name, *words.split())}


def _ratio(numerator, denominator):
    """Divide; NaN where the denominator is 0."""
    whole = np.where(denominator == 0, np.nan, denominator)
    return numerator / whole


def _threshold(tpr, tnr):
    return _ratio(np.sqrt(tpr * (1 - tnr)) + tnr - 1, tpr + tnr - 1)


def _correlation(tp, fp, tn, fn):
    return _ratio(tp * tn - fp * fn, np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)))


_RATES = {
    "tpr": lambda tp, fp, tn, fn: _ratio(tp, tp + fn),
    "tnr": lambda tp, fp, tn, fn: _ratio(tn, tn + fp),
    "ppv": lambda tp, fp, tn, fn: _ratio(tp, tp + fp),
    "npv": lambda tp, fp, tn, fn: _ratio(tn, tn + fn),
    "fnr": lambda tp, fp, tn, fn: _ratio(fn, fn + tp),
    "fpr": lambda tp, fp, tn, fn: _ratio(fp, fp + tn),
    "fdr": lambda tp, fp, tn, fn: _ratio(fp, fp + tp),
    "for": lambda tp, fp, tn, fn: _ratio(fn, fn + tn),
    "pt": lambda tp, fp, tn, fn: _threshold(_ratio(tp, tp + fn), _ratio(tn, tn + fp)),
    "ts": lambda tp, fp, tn, fn: _ratio(tp, tp + fn + fp),
    "acc": lambda tp, fp, tn, fn: _ratio(tp + tn, tp + fp + tn + fn),
    "ba": lambda tp, fp, tn, fn: (_ratio(tp, tp + fn) + _ratio(tn, tn + fp)) / 2,
    "f1": lambda tp, fp, tn, fn: _ratio(2 * tp, 2 * tp + fn + fp),
    "mcc": _correlation,
    "fm": lambda tp, fp, tn, fn: np.sqrt(_ratio(tp, tp + fp) * _ratio(tp, tp + fn)),
    "bm": lambda tp, fp, tn, fn: _ratio(tp, tp + fn) + _ratio(tn, tn + fp) - 1,
    "mk": lambda tp, fp, tn, fn: _ratio(tp, tp + fp) + _ratio(tn, tn + fn) - 1,
}


def confusion_rate(name: str, counts):
    """Compute a metric of counts (..., 4): true and false positives, true and false negatives."""
    known = _NAMES.get(name.replace(" ", "_").lower())
    if known is None:
        raise NotImplementedError(
            f"The metric is not implemented: metric_name={name!r}; there are {', '.join(_NAMES)}."
        )
    return _RATES[known](*np.moveaxis(counts, -1, 0))


def confusion_counts(y_pred, y, skip_channel):
    """Count true and false positives, true and false negatives of each sample and channel.

    Args:
        y_pred: zeros and ones, (N, C, ...).
        y: zeros and ones, (N, C, ...).
        skip_channel: False leaves channel 0 out, if there are more.

    Returns:
        Counts of float64, (N, C, 4).
    """
    for name, data in (("true value (input[1])", y), ("predicted value (input[0])", y_pred)):
        if not np.all((data == 0) | (data == 1)):
            raise ValueError(
                f"For 'ConfusionMatrix.update', the {name} must be a binarized ndarray, of zeros "
                "and ones: compare it with a threshold first."
            )
    if y_pred.ndim < 2:
        raise ValueError(
            "For 'ConfusionMatrix.update', the predicted value (input[0]) must have at least 2 "
            f"dimensions, but got {y_pred.ndim}."
        )
    if y.shape != y_pred.shape:
        raise ValueError(
            f"The 'y_shape' should be = y_pred_shape: {y_pred.shape}, but got {y.shape}."
        )
    if not skip_channel and y.shape[1] > 1:
        y_pred, y = y_pred[:, 1:], y[:, 1:]
    y_pred, y = (data.astype(float).reshape(*data.shape[:2], -1) for data in (y_pred, y))
    tp, tn = (y_pred + y == 2).sum(axis=2), (y_pred + y == 0).sum(axis=2)
    positive = y.sum(axis=2)
    return np.stack([tp, y.shape[2] - positive - tn, tn, positive - tp], axis=-1).astype(float)


def _mean(values, defined, axis):
    number = defined.sum(axis=axis)
    return np.divide(values.sum(axis=axis), number, out=np.zeros(number.shape), where=number > 0)


def _mean_of_means(values, defined):
    channels, some = _mean(values, defined, 1), (defined.sum(axis=1) > 0).astype(float)
    return _mean(channels, some, 0), some.sum()


# Each returns the values, of which undefined ones are 0, and the number of defined ones.
DECREASES = {
    "none": lambda values, defined: (values, defined),
    "mean": _mean_of_means,
    "sum": lambda values, defined: (values.sum(), defined.sum()),
    "mean_batch": lambda values, defined: (_mean(values, defined, 0), defined.sum(axis=0)),
    "sum_batch": lambda values, defined: (values.sum(axis=0), defined.sum(axis=0)),
    "mean_channel": lambda values, defined: (_mean(values, defined, 1), defined.sum(axis=1)),
    "sum_channel": lambda values, defined: (values.sum(axis=1), defined.sum(axis=1)),
}


def decreased(rates, decrease):
    """Combine rates (N, C), leaving NaN out; return arrays of the result and of the number."""
    defined = ~np.isnan(rates)
    values, number = DECREASES[decrease](np.where(defined, rates, 0), defined.astype(float))
    return np.asarray(values), np.asarray(number)
