"""Which arrays an operation takes: dtypes, numbers of axes and of channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from msjax.dataset.transforms.base import TensorOperation

BYTES = ("bool", "uint8")
FILTERED = (*BYTES, "uint16", "int16", "float32", "float64")  # that OpenCV filters and interpolates
NUMBERS = ("bool", "int8", "uint8", "int16", "uint16", "int32", "float32", "float64")
_AXES = {2: "<H, W>", 3: "<H, W, C>"}


@dataclass(frozen=True)
class Takes:
    """What arrays an operation takes."""

    dtypes: tuple[str, ...]
    ranks: tuple[int, ...] = (2, 3)
    channels: tuple[int, ...] | None = None

    def check(self, operation: TensorOperation, image: np.ndarray) -> None:
        """Raise a RuntimeError that names `operation` unless it takes `image`."""
        for what, got, expected, mend in (
            ("data type", image.dtype.name, self.dtypes, "Convert it with TypeCast."),
            ("dimension", image.ndim, self.ranks, self._axes_of(image)),
            ("channel", self._channels_of(image), self.channels, "Convert it with ConvertColor."),
        ):
            if expected is not None and got not in expected:
                raise operation._failure(
                    f"the {what} of image tensor does not match the requirement of operator. "
                    f"Expecting tensor in {what} of ({', '.join(map(str, expected))}). "
                    f"But got {what} {got}. {mend}"
                )

    def _axes_of(self, image) -> str:
        shapes = " or ".join(axes for rank, axes in _AXES.items() if rank in self.ranks)
        mend = "You may need to perform Decode first." if image.ndim < 2 else "Batch afterwards."
        return f"The shape has to be {shapes}. {mend}"

    @staticmethod
    def _channels_of(image) -> int:
        return image.shape[-1] if image.ndim > 2 else 1


SMOOTHED = Takes(FILTERED)
STEPPED = Takes((*FILTERED, "int8", "int32"))  # what nearest pixels are taken from
