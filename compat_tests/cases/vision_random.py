"""Random operations of `mindspore.dataset.vision`, with seeds: each draw is MindSpore's."""

import numpy as np
from mindspore.dataset import transforms as t
from mindspore.dataset import vision as v
from PIL import Image

from compat_tests.images import JPEG, JPEG_444, by_call, in_pipeline, photo, png, seeded

MODES = ("pynative",)

B, I = v.Border, v.Inter
COLOR = photo()
NAMES = {
    "B": B,
    "I": I,
    "np": np,
    "t": t,
    "v": v,
    "JPEG": JPEG,
    "JPEG_444": JPEG_444,
    "seeded": seeded,
    "rows": in_pipeline,
    "png": png,
    "big": photo(97, 131),
    "color": COLOR,
    "chw": COLOR.transpose(2, 0, 1).copy(),
    "floats": photo(dtype=np.float32),
    "batch": np.stack([COLOR, COLOR, COLOR]),
    "pil": Image.fromarray(COLOR),
    "boxes": np.float32([[2, 3, 8, 9, 7], [10, 5, 12, 14, 1], [0, 0, 30, 24, 2]]),
}

CALLS = """
    seeded(1, lambda: v.RandomCrop(5)(color))
    seeded(1, lambda: [v.RandomCrop(5)(color) for _ in range(2)])
    seeded(2, lambda: v.RandomCrop((7, 9), (1, 2, 3, 4))(color))
    seeded(2, lambda: v.RandomCrop(40, None, True)(color))
    seeded(2, lambda: v.RandomCrop((7, 9), 2, False, (1, 2, 3))(color))
    seeded(2, lambda: v.RandomCrop((7, 9), 2, padding_mode=B.REFLECT)(color))
    seeded(2, lambda: v.RandomCrop((7, 9))(batch))
    seeded(2, lambda: v.RandomResizedCrop((7, 9))(batch))
    seeded(2, lambda: v.RandomHorizontalFlip()(batch))
    seeded(2, lambda: v.RandomCrop((7, 9))(pil))
    seeded(2, lambda: v.RandomCrop((40, 50), None, True)(pil))
    seeded(2, lambda: v.RandomCrop((40, 9), 2, True, 7)(pil))
    rows(3, v.RandomCrop((7, 9), 2), color, 4)
    rows(3, v.RandomHorizontalFlip(), color, 6)
    rows(3, v.RandomVerticalFlip(0.3), color, 6)
    rows(3, v.RandomResizedCrop((10, 12)), color, 5)
    rows(4, v.RandomResizedCrop((10, 12), (0.5, 0.6), (1.9, 2.5)), color, 5)
    rows(4, v.RandomResizedCrop((10, 12), (0.9, 1.0), (5, 6), max_attempts=2), color, 2)
    rows(4, v.RandomResizedCrop((10, 12), (0.9, 1.0), (0.1, 0.2), max_attempts=2), color, 2)
    rows(4, v.RandomResizedCrop((10, 12), interpolation=I.BICUBIC), big, 4)
    rows(5, v.RandomCropDecodeResize((10, 12)), JPEG_444, 4)
    rows(5, v.RandomCropDecodeResize((30, 32), interpolation=I.AREA), JPEG_444, 2)
    rows(5, v.RandomCropDecodeResize((30, 32), (0.5, 1.0), (0.9, 1.1)), png(color), 3)
    rows(5, v.RandomCropDecodeResize(12, (1.0, 1.0), (1.25, 1.25)), JPEG, 1)
    rows(5, v.RandomResize(12), color, 8)
    rows(5, v.RandomResize((40, 30)), color, 4)
    rows(6, v.RandomRotation(40), color, 4)
    rows(6, v.RandomRotation((10, 80), I.BILINEAR), color, 3)
    rows(6, v.RandomColorAdjust(0.4, 0.4, 0.4, 0.1), color, 5)
    rows(6, v.RandomColorAdjust((0.5, 1.5)), color, 3)
    rows(6, v.RandomColorAdjust((0.5, 1.5), (0.2, 0.3)), floats / 255, 2)
    rows(6, v.RandomColor(), color, 4)
    rows(6, v.RandomSharpness(), color, 4)
    rows(6, v.RandomLighting(0.5), color, 5)
    rows(7, v.CutOut(6), color, 4)
    rows(7, v.CutOut(6, 3), color, 2)
    rows(7, v.CutOut(6, 3, False), chw, 2)
    rows(7, v.CutOut(6), floats, 1)
    rows(8, t.RandomApply([v.RandomCrop(5), v.RandomHorizontalFlip()], 0.6), color, 5)
    rows(8, t.RandomChoice([v.HorizontalFlip(), v.CenterCrop(5)]), color, 5)
    rows(9, t.Compose([v.RandomCrop(10), v.RandomHorizontalFlip(), v.RandomCrop(5)]), color, 5)
    rows(9, [v.RandomCrop(10), v.RandomHorizontalFlip(), v.RandomCrop(5)], color, 5)
    rows(9, [v.Decode(True), v.RandomResizedCrop(8), v.RandomVerticalFlip(), v.ToTensor()], JPEG, 4)
    rows(9, [v.Decode(), v.ToPIL(), v.RandomCrop(8), v.RandomVerticalFlip(), v.HWC2CHW()], JPEG, 4)
    rows(9, t.Compose([v.Decode(True), v.RandomCrop(9), v.ToNumpy(), v.RandomCrop(5)]), JPEG, 4)
    rows(9, [v.Decode(), lambda x: x[1:], v.RandomCrop(5), v.ToPIL(), v.FiveCrop(3)], JPEG, 2)
    seeded(9, lambda: [t.RandomApply([v.RandomHorizontalFlip()], 0.6)(pil) for _ in range(5)])
    seeded(9, lambda: [t.RandomChoice([v.ToPIL(), v.CenterCrop(4)])(pil) for _ in range(5)])
    seeded(9, lambda: t.RandomOrder([v.RandomCrop(10), v.ToPIL(), v.RandomHorizontalFlip()])(pil))
    seeded(9, lambda: [v.RandomHorizontalFlip()(pil) for _ in range(5)])
    seeded(9, lambda: [v.RandomResizedCrop(8)(pil) for _ in range(3)])
    seeded(9, lambda: v.RandomResizedCrop(8, interpolation=I.ANTIALIAS)(pil))
    seeded(9, lambda: v.RandomResizedCrop(8, (0.9, 1.0), (5, 6), max_attempts=2)(pil))
    seeded(9, lambda: v.RandomResizedCrop(8, (0.9, 1.0), (0.1, 0.2), max_attempts=2)(pil))
    seeded(9, lambda: [v.RandomColorAdjust(0.4, 0.4, 0.4, 0.1)(pil) for _ in range(3)])
    seeded(9, lambda: [v.RandomColor()(pil) for _ in range(2)])
    seeded(9, lambda: [v.RandomSharpness()(pil) for _ in range(2)])
    seeded(9, lambda: [v.RandomLighting(0.5)(pil) for _ in range(2)])
    seeded(9, lambda: [v.RandomRotation(40)(pil) for _ in range(2)])
    seeded(9, lambda: [v.RandomGrayscale(0.5)(pil) for _ in range(4)])
    seeded(9, lambda: [v.RandomErasing(1.0)(chw) for _ in range(3)])
    seeded(9, lambda: [v.RandomErasing(1.0, value=(1, 2, 3))(chw) for _ in range(2)])
    seeded(9, lambda: v.RandomErasing(1.0, value="random")(floats.transpose(2, 0, 1)))
    seeded(9, lambda: v.RandomErasing(1.0, scale=(0.99, 1.0), value=9)(chw))
    rows(3, v.RandomHorizontalFlipWithBBox(), color, 4, boxes)
    rows(3, v.RandomVerticalFlipWithBBox(), color, 4, boxes)
    rows(3, v.RandomCropWithBBox((12, 14)), color, 4, boxes)
    rows(3, v.RandomCropWithBBox((12, 14), 2), color, 4, boxes)
    rows(3, v.RandomResizedCropWithBBox((12, 14)), color, 4, boxes)
    rows(3, v.RandomResizeWithBBox((12, 14)), color, 3, boxes)
    rows(3, v.RandomResizeWithBBox(12), color, 3, boxes)
    rows(3, v.ResizeWithBBox((12, 14)), color, 1, boxes)
    rows(3, v.ResizeWithBBox(36, I.NEAREST), color, 1, boxes)
    rows(3, v.BoundingBoxAugment(v.RandomHorizontalFlip(1.0), 0.5), color, 4, boxes)
    rows(3, v.BoundingBoxAugment(v.RandomRotation(40), 0.6), color, 3, boxes)
    rows(3, v.BoundingBoxAugment(v.CenterCrop(5), 0.6), color, 2, boxes)
"""

CASES = by_call(CALLS, NAMES)
