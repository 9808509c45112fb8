"""Networks that run on parts of a batch: results, gradients and what they refuse."""

from mindspore import nn

from compat_tests.layer_calls import refused, table

BATCH, LABELS = (4, 3), (4, 2)


class Loss(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(3, 2)

    def construct(self, x, y):
        return ((self.fc(x) - y) ** 2).mean()


CASES = {
    **table(
        {
            "GradAccumulationCell": (lambda: nn.GradAccumulationCell(Loss(), 2), BATCH, LABELS),
            "GradAccumulationCell_one": (
                lambda: nn.GradAccumulationCell(nn.Dense(3, 2), 1),
                BATCH,
            ),
            "MicroBatchInterleaved": (lambda: nn.MicroBatchInterleaved(Loss()), BATCH, LABELS),
            "MicroBatchInterleaved_four": (
                lambda: nn.MicroBatchInterleaved(nn.Dense(3, 2), 4),
                BATCH,
            ),
        }
    ),
    **refused(
        {
            "GradAccumulationCell_network": (lambda: nn.GradAccumulationCell(abs, 2),),
            "GradAccumulationCell_size": (lambda: nn.GradAccumulationCell(nn.ReLU(), 0),),
            "GradAccumulationCell_size_type": (lambda: nn.GradAccumulationCell(nn.ReLU(), 2.0),),
            "GradAccumulationCell_batch": (lambda: nn.GradAccumulationCell(nn.ReLU(), 3), BATCH),
            "MicroBatchInterleaved_size": (lambda: nn.MicroBatchInterleaved(nn.ReLU(), -1),),
            "MicroBatchInterleaved_size_type": (lambda: nn.MicroBatchInterleaved(nn.ReLU(), "2"),),
            "MicroBatchInterleaved_batch": (lambda: nn.MicroBatchInterleaved(nn.ReLU(), 3), BATCH),
        }
    ),
}


def case_names():
    cells = nn.GradAccumulationCell(Loss(), 2), nn.MicroBatchInterleaved(Loss())
    return [[q.name for q in cell.get_parameters()] for cell in cells]
