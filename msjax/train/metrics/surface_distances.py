"""The surfaces of masks, and how far they are from each other."""

from __future__ import annotations

import numpy as np

from msjax.train.metrics.inputs import check_choice, check_inputs

_METRICS = ("euclidean", "chessboard", "taxicab")


def check_distance_metric(name) -> str:
    """Return the name of a metric; raise a TypeError or a ValueError for anything else."""
    check_choice("distance_metric", name, _METRICS)
    return name


def label_masks(metric, inputs, wrong_type: type[Exception] = ValueError, keep_bools=True):
    """Return where the two inputs of an `update` have the label that is the third.

    Args:
        metric: the Metric, which converts the inputs.
        inputs: predictions, true values and a label.
        wrong_type: the class of the error for a label that is no number.
        keep_bools: whether arrays of bools are masks already, whatever the label.

    Returns:
        Two arrays of bools.
    """
    owner = f"{type(metric).__name__}.update"
    check_inputs(owner, inputs, "predicted value", "true value", "label index")
    y_pred, y = (metric._convert_data(data) for data in inputs[:2])
    label = inputs[2]
    if not isinstance(label, (int, float)):
        raise wrong_type(
            f"For '{owner}', the label index (input[2]) must be int or float, but got "
            f"{type(label)}; write int(label)."
        )
    if label not in y_pred and label not in y:
        raise ValueError(
            f"For '{owner}', the label index (input[2]) must be in predicted value (input[0]) or "
            f"true value (input[1]), but {label} is not."
        )
    if y_pred.size == 0 or y_pred.shape != y.shape:
        raise ValueError(
            f"For '{owner}', the size of predicted value (input[0]) and true value (input[1]) must "
            "be greater than 0, in addition to that, predicted value and true value should have "
            f"the same shape, but got predicted value shape: {y_pred.shape}, true value shape: "
            f"{y.shape}."
        )
    return tuple(
        data if keep_bools and data.dtype == bool else data == label for data in (y_pred, y)
    )


def surface(mask):
    """Return the elements of a mask with a neighbor that is not in it, or beyond the array."""
    from scipy import ndimage

    return mask & np.logical_not(ndimage.binary_erosion(mask))


def surface_distances(points, others, metric):
    """Return the distance of each point to the nearest of others.

    Args:
        points: an array of bools.
        others: an array of bools of the same shape.
        metric: "euclidean", "chessboard" or "taxicab".

    Returns:
        An array with one number for each of the points, infinite if there are no others.
    """
    from scipy import ndimage

    if not points.any():
        return np.array([])
    if not others.any():
        return np.full(np.count_nonzero(points), np.inf)
    if metric == "euclidean":
        distances = ndimage.distance_transform_edt(~others)
    else:
        distances = ndimage.distance_transform_cdt(~others, metric=metric)
    return np.asarray(distances)[points]
