"""Metrics of masks and images: distances of surfaces, and occlusion sensitivity."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops, train

from compat_tests.cases.metrics import of

MODES = ("pynative",)

IMAGE = np.arange(24).reshape(1, 2, 3, 4) / 10


def _mask(*boxes):
    mask = np.zeros((8, 9), int)
    for number, box in enumerate(boxes, 1):
        mask[box] = number
    return mask


MASK = _mask(np.s_[1:5, 2:7], np.s_[6:8, 0:3])
TRUE_MASK = _mask(np.s_[2:7, 3:6], np.s_[5:8, 7:9])
LINE, ENDS = np.zeros((2, 5, 7), int)
LINE[2, 1:6] = ENDS[2, [1, 5]] = 1
DOT = np.array([[0, 1], [0, 0]])

_MASKS = (MASK, TRUE_MASK, 1)
_SURFACES = {
    **{
        f"{name}_{key}": of(lambda name=name, o=options: getattr(train, name)(**o), batch)
        for name in ("HausdorffDistance", "MeanSurfaceDistance", "RootMeanSquareDistance")
        for key, (options, batch) in {
            "euclidean": ({}, _MASKS),
            "chessboard": ({"distance_metric": "chessboard"}, _MASKS),
            "taxicab": ({"distance_metric": "taxicab"}, _MASKS),
            "other_label": ({}, (MASK, TRUE_MASK, 2)),
            "tensors": ({}, (Tensor(MASK), Tensor(TRUE_MASK, ms.int32), 2.0)),
            "lists": ({}, (MASK.tolist(), TRUE_MASK.tolist(), 1)),
            "volumes": ({}, (np.stack([MASK] * 3), np.stack([TRUE_MASK, MASK, TRUE_MASK]), 1)),
            "bools": ({}, (MASK > 0, TRUE_MASK > 0, 1)),
            "same": ({}, (MASK, MASK, 1)),
            "not_predicted": ({}, (0 * MASK, MASK, 1)),
            "not_true": ({}, (MASK, 0 * MASK, 1)),
            "wrong_label": ({}, (MASK, TRUE_MASK, 3)),
            "wrong_kind_of_label": ({}, (MASK, TRUE_MASK, "1")),
            "wrong_shapes": ({}, (MASK, TRUE_MASK[:4], 1)),
            "wrong_inputs": ({}, (MASK, TRUE_MASK)),
            "wrong_metric": ({"distance_metric": "manhattan"}, _MASKS),
            "wrong_kind_of_metric": ({"distance_metric": 2}, _MASKS),
        }.items()
    },
    **{
        f"{name}_{key}": of(
            lambda name=name, m=metric: getattr(train, name)(True, distance_metric=m), _MASKS
        )
        for name in ("MeanSurfaceDistance", "RootMeanSquareDistance")
        for key, metric in {"symmetric": "euclidean", "symmetric_taxicab": "taxicab"}.items()
    },
    "MeanSurfaceDistance_bools_of_label_0": of(
        train.MeanSurfaceDistance, (MASK > 0, TRUE_MASK > 0, 0)
    ),
    "HausdorffDistance_bools_of_label_0": of(
        lambda: train.HausdorffDistance(crop=False), (MASK > 0, TRUE_MASK > 0, 0)
    ),
    **{
        f"HausdorffDistance_{key}": of(lambda o=options: train.HausdorffDistance(**o), _MASKS)
        for key, options in {
            "directed": {"directed": True},
            "directed_is_none": {"directed": None},
            "not_cropped": {"crop": False},
            "percentile": {"percentile": 80.0},
            "percentile_zero": {"percentile": 0.0},
            "wrong_percentile": {"percentile": 101.0},
            "wrong_kind_of_percentile": {"percentile": 90},
            "wrong_directed": {"directed": 1},
            "wrong_crop": {"crop": "yes"},
        }.items()
    },
    "HausdorffDistance_line": of(train.HausdorffDistance, (LINE, ENDS, 1)),
    "HausdorffDistance_dot": of(train.HausdorffDistance, (DOT, DOT, 1)),
    "HausdorffDistance_last_batch": of(train.HausdorffDistance, _MASKS, (MASK, TRUE_MASK, 2)),
    "HausdorffDistance_wrong_nothing": of(train.HausdorffDistance),
    "MeanSurfaceDistance_wrong_symmetric": lambda: train.MeanSurfaceDistance(None),
    "MeanSurfaceDistance_wrong_nothing": of(train.MeanSurfaceDistance),
    "RootMeanSquareDistance_wrong_nothing": of(train.RootMeanSquareDistance),
}


class _Weighted(nn.Cell):
    def construct(self, x):
        rows = x.reshape(x.shape[0], -1)
        weights = Tensor(np.linspace(-1, 1, 3 * rows.shape[1]).reshape(-1, 3), ms.float32)
        return ops.matmul(rows, weights)


def _occlusion(label=1, image=IMAGE, **options):
    def case():
        metric = train.OcclusionSensitivity(**options)
        return metric(_Weighted(), image.astype(np.float32), np.array(label))

    return case


_OCCLUDED = {
    "Occlusion": _occlusion(),
    "Occlusion_class": _occlusion(2, margin=1),
    "Occlusion_batches": _occlusion(n_batch=7),
    "Occlusion_all_at_once": _occlusion(n_batch=0),
    "Occlusion_value": _occlusion(pad_val=0.5),
    "Occlusion_nothing": _occlusion(margin=0),
    "Occlusion_box": _occlusion(b_box=[0, 1, 1, 2, -1, -1]),
    "Occlusion_box_of_one_channel": _occlusion(b_box=[1, 1, 0, 1, 1, 2], margin=1),
    "Occlusion_margins": _occlusion(margin=[1, 1, 1]),
    "Occlusion_label_with_an_axis": _occlusion([1]),
    "Occlusion_wrong_box": _occlusion(b_box=[0, 1]),
    "Occlusion_wrong_box_too_large": _occlusion(b_box=[0, 1, 0, 3, 0, 1]),
    "Occlusion_wrong_box_turned": _occlusion(b_box=[0, 1, 2, 1, 0, 1]),
    "Occlusion_wrong_labels": _occlusion([1, 2]),
    "Occlusion_wrong_images": _occlusion(image=np.concatenate([IMAGE, IMAGE])),
    "Occlusion_wrong_value": lambda: train.OcclusionSensitivity(pad_val=0),
    "Occlusion_wrong_margin": lambda: train.OcclusionSensitivity(margin=1.0),
    "Occlusion_wrong_batch": lambda: train.OcclusionSensitivity(n_batch=True),
    "Occlusion_wrong_kind_of_box": lambda: train.OcclusionSensitivity(b_box=(0, 1)),
    "Occlusion_wrong_label": of(train.OcclusionSensitivity, (_Weighted(), IMAGE, 1)),
    "Occlusion_wrong_network": of(train.OcclusionSensitivity, (np.sum, IMAGE, np.array(1))),
    "Occlusion_wrong_inputs": of(train.OcclusionSensitivity, (_Weighted(), IMAGE)),
    "Occlusion_wrong_nothing": of(train.OcclusionSensitivity),
}

CASES = {**_SURFACES, **_OCCLUDED}

_CROPPED = "MindSpore drops axes of length 1 when it crops"
_NEW = "MindSpore's result of a new metric is inf; of a cleared one it raises"


def _not_cropped(*masks):
    return of(lambda: train.HausdorffDistance(crop=False), (*masks, 1))


def _of_cleared(name):
    def case():
        metric = getattr(train, name)()
        metric.clear()
        return metric.eval()

    return case


INTENDED = {
    "HausdorffDistance_line": (_not_cropped(LINE, ENDS), _CROPPED),
    "HausdorffDistance_dot": (_not_cropped(DOT, DOT), _CROPPED),
    **{
        f"{name}_wrong_nothing": (_of_cleared(name), _NEW)
        for name in ("MeanSurfaceDistance", "RootMeanSquareDistance")
    },
}
