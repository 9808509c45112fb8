"""Metrics: values for options, over several batches, after `clear`, and what is refused."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, train
from mindspore.train import get_metric_fn, rearrange_inputs

MODES = ("pynative",)

RNG = np.random.RandomState(7)
SCORES = RNG.rand(6, 3)
LABELS = np.array([0, 2, 1, 1, 0, 2])
IMAGES = RNG.rand(2, 3, 4)  # scores of three classes at four places
PLACES = np.array([[0, 2, 1, 1], [2, 2, 0, 1]])
ONE_HOT = np.eye(3)[LABELS]
SETS = (RNG.rand(5, 4) > 0.5).astype(int)
TRUE_SETS = (RNG.rand(5, 4) > 0.5).astype(int)
FIELDS = (RNG.rand(2, 3, 5) > 0.4).astype(int)
TRUE_FIELDS = (RNG.rand(2, 3, 5) > 0.4).astype(int)
VALUES = np.array([[0.1, -0.5], [2.0, 0.25], [1.5, -1.0]])
TRUE_VALUES = np.array([[0.0, 0.5], [1.0, 0.25], [-1.5, 3.0]])
PROBABILITIES = np.array([[0.2, 0.5, 0.3], [0.7, 0.1, 0.2], [0.25, 0.25, 0.5]])
WORDS = [
    "the cat sat on the mat by the door".split(),
    "a dog was seen in the yard".split(),
]
REFERENCES = [
    ["the cat sat on the mat near the door".split(), "there is a cat on the mat".split()],
    ["a dog was seen in a yard today".split()],
]
SHORT = [["the", "cat"]]


def as_tensor(data):
    return Tensor(data.astype(np.float32 if data.dtype == np.float64 else np.int32))


def of(make, *batches, **eval_options):
    """Return a case: the metric of some batches."""

    def case():
        metric = make()
        for batch in batches:
            metric.update(*batch)
        return metric.eval(**eval_options)

    return case


def cleared(make, before, after):
    """Return a case: what is measured after `clear`."""

    def case():
        metric = make()
        metric.update(*before)
        metric.clear()
        metric.update(*after)
        return metric.eval()

    return case


BATCH = (SCORES, LABELS)
HALVES = ((SCORES[:4], LABELS[:4]), (SCORES[4:], LABELS[4:]))
SET_BATCH = (SETS, TRUE_SETS)
TENSORS = tuple(map(as_tensor, BATCH))

# Accuracy, Precision, Recall and, without options, F1
_CLASSIFIED = {
    "classes": (BATCH,),
    "batches": HALVES,
    "tensors": (TENSORS,),
    "lists": (tuple(data.tolist() for data in BATCH),),
    "one_hot": ((SCORES, ONE_HOT),),
    "places": ((IMAGES, PLACES),),
    "class_nobody_has": ((SCORES[:4], np.array([0, 1, 1, 0])),),
    "wrong_one_input": ((SCORES,),),
    "wrong_three_inputs": ((SCORES, LABELS, LABELS),),
    "wrong_tuple": ((tuple(SCORES), LABELS),),
    "wrong_number_of_classes": (BATCH, (SCORES[:, :2], LABELS % 2)),
    "wrong_number_of_labels": ((SCORES, LABELS[:3]),),
    "wrong_nothing": (),
}
_MULTILABELED = {
    "sets": (SET_BATCH,),
    "sets_in_batches": (SET_BATCH, (TRUE_SETS[:2], SETS[:2])),
    "sets_at_places": ((FIELDS, TRUE_FIELDS),),
    "wrong_sets_of_scores": ((SCORES, ONE_HOT),),
    "wrong_sets_of_classes": ((SETS, LABELS),),
    "wrong_shape_of_sets": ((SETS, TRUE_SETS[:, :2]),),
}


def _multilabel(name):
    return lambda: getattr(train, name)("multilabel")


_FIRST = {
    **{
        f"{name}_{key}": of(getattr(train, name), *batches)
        for name in ("Accuracy", "Precision", "Recall", "F1")
        for key, batches in _CLASSIFIED.items()
    },
    **{
        f"{name}_{key}": of(_multilabel(name), *batches)
        for name in ("Accuracy", "Precision", "Recall")
        for key, batches in _MULTILABELED.items()
    },
    **{
        f"{name}_average": of(getattr(train, name), *HALVES, average=True)
        for name in ("Precision", "Recall", "F1")
    },
    **{
        f"{name}_average_of_sets": of(_multilabel(name), SET_BATCH, average=True)
        for name in ("Precision", "Recall")
    },
    **{
        f"{name}_wrong_{key}": of(getattr(train, name), (SCORES, labels))
        for name in ("Precision", "Recall", "F1")
        for key, labels in {"label_too_large": LABELS + 1, "label_of_floats": LABELS / 1}.items()
    },
    **{
        f"{name}_cleared": cleared(getattr(train, name), (SCORES[:, :2], LABELS % 2), BATCH)
        for name in ("Accuracy", "Precision", "Recall", "F1")
    },
    "Accuracy_labels_of_floats": of(train.Accuracy, (SCORES, LABELS / 1)),
    "Accuracy_no_samples": of(train.Accuracy, (SCORES[:0], LABELS[:0])),
    "Accuracy_wrong_type": lambda: train.Accuracy("regression"),
    "Precision_wrong_type": lambda: train.Precision(None),
    "Precision_wrong_average": of(train.Precision, BATCH, average=1),
    "F1_wrong_average": of(train.F1, BATCH, average=None),
    "Precision_wrong_negative_label": of(train.Precision, (SCORES, LABELS - 1)),
    "F1_wrong_negative_label": of(train.F1, (SCORES, LABELS - 1)),
    "Fbeta_half": of(lambda: train.Fbeta(0.5), BATCH),
    "Fbeta_two": of(lambda: train.Fbeta(2), *HALVES),
    "Fbeta_wrong_zero": lambda: train.Fbeta(0),
    "Fbeta_wrong_str": lambda: train.Fbeta("1"),
    "Top1": of(train.Top1CategoricalAccuracy, BATCH),
    "Top2_in_batches": of(lambda: train.TopKCategoricalAccuracy(2), *HALVES),
    "Top2_one_hot": of(lambda: train.TopKCategoricalAccuracy(2), (SCORES, ONE_HOT)),
    "Top2_tensors": of(lambda: train.TopKCategoricalAccuracy(2), TENSORS),
    "Top5": of(train.Top5CategoricalAccuracy, (RNG.rand(9, 8), np.arange(9) % 8)),
    "TopK_attribute": lambda: train.TopKCategoricalAccuracy(3).k,
    "TopK_wrong_k": lambda: train.TopKCategoricalAccuracy(0),
    "TopK_wrong_float": lambda: train.TopKCategoricalAccuracy(2.0),
    "TopK_wrong_few_classes": of(train.Top5CategoricalAccuracy, BATCH),
    "TopK_wrong_labels": of(lambda: train.TopKCategoricalAccuracy(2), (SCORES, LABELS[:3])),
    "TopK_wrong_inputs": of(train.Top1CategoricalAccuracy, (SCORES,)),
    "TopK_wrong_nothing": of(train.Top1CategoricalAccuracy),
}

_PAIR = (VALUES, TRUE_VALUES)
_NUMBERS = {
    **{
        f"{name}_{key}": of(getattr(train, name), *batches)
        for name in ("MAE", "MSE")
        for key, batches in {
            "values": (_PAIR,),
            "batches": (_PAIR, (TRUE_VALUES[:1], VALUES[:1])),
            "tensors": (tuple(map(as_tensor, _PAIR)),),
            "float16": (tuple(Tensor(data, ms.float16) for data in _PAIR),),
            "integers": ((LABELS, LABELS[::-1]),),
            "lists": (([1.0, 2.0], [3, 5]),),
            "reshaped": ((VALUES[:, :1], TRUE_VALUES[:, 0]),),
            "wrong_sizes": ((VALUES, TRUE_VALUES[:2]),),
            "wrong_single_number": ((np.array(1.0), np.array(2.0)),),
            "wrong_inputs": ((VALUES,),),
            "wrong_number": ((1.0, 2.0),),
            "wrong_nothing": (),
        }.items()
    },
    "MAE_unsigned": of(train.MAE, (np.array([1, 2], np.uint8), np.array([3, 0], np.uint8))),
    "MSE_bools": of(train.MSE, ([True, False], [True, True])),
    "MAE_cleared": cleared(train.MAE, _PAIR, (TRUE_VALUES[:1], VALUES[:1])),
    "Loss_number": of(train.Loss, (Tensor(0.2, ms.float32),)),
    "Loss_batches": of(train.Loss, (Tensor([0.1, 0.4], ms.float32),), ([0.75],)),
    "Loss_float16": of(train.Loss, (Tensor([0.1, 0.4], ms.float16),)),
    "Loss_cleared": cleared(train.Loss, ([9.0],), ([1.0, 2.0],)),
    "Loss_wrong_float": of(train.Loss, (0.2,)),
    "Loss_wrong_axes": of(train.Loss, (np.ones((1, 1)),)),
    "Loss_wrong_inputs": of(train.Loss, ([1.0], [2.0])),
    "Loss_wrong_nothing": of(train.Loss),
    "Perplexity": of(train.Perplexity, (PROBABILITIES, np.array([1, 0, 2]))),
    "Perplexity_batches": of(
        train.Perplexity, (PROBABILITIES, np.array([1, 0, 2])), (PROBABILITIES[:2], [2, 1])
    ),
    "Perplexity_tensors": of(
        train.Perplexity, (as_tensor(PROBABILITIES), as_tensor(np.array([1, 0, 2])))
    ),
    "Perplexity_certain": of(train.Perplexity, (np.eye(3), [0, 1, 2])),
    "Perplexity_impossible": of(train.Perplexity, (np.eye(3), [1, 1, 2])),
    "Perplexity_ignored": of(lambda: train.Perplexity(2), (PROBABILITIES, np.array([1, 0, 2]))),
    "Perplexity_ignored_negative": of(
        lambda: train.Perplexity(-1), (PROBABILITIES, np.array([1, -1, 2]))
    ),
    "Perplexity_three_axes": of(
        train.Perplexity, (np.stack([PROBABILITIES] * 2), np.array([[1, 0, 2], [0, 1, 2]]))
    ),
    "Perplexity_wrong_all_ignored": of(lambda: train.Perplexity(1), (PROBABILITIES, [1, 1, 1])),
    "Perplexity_wrong_ignored": lambda: train.Perplexity(1.0),
    "Perplexity_wrong_label": of(train.Perplexity, (PROBABILITIES, [1, 3, 0])),
    "Perplexity_wrong_sizes": of(train.Perplexity, (PROBABILITIES, [1, 0])),
    "Perplexity_wrong_axes": of(train.Perplexity, (PROBABILITIES[0], [1])),
    "Perplexity_wrong_inputs": of(train.Perplexity, (PROBABILITIES,)),
    "Perplexity_wrong_nothing": of(train.Perplexity),
    "Dice": of(train.Dice, (SETS, TRUE_SETS)),
    "Dice_batches": of(train.Dice, (SETS, TRUE_SETS), (VALUES, TRUE_VALUES)),
    "Dice_smooth": of(lambda: train.Dice(0.5), (VALUES, TRUE_VALUES)),
    "Dice_tensors": of(train.Dice, (as_tensor(VALUES), as_tensor(TRUE_VALUES))),
    "Dice_bytes": of(train.Dice, (np.full((2, 300), 1, np.uint8), np.full((2, 300), 1, np.uint8))),
    "Dice_bools": of(train.Dice, (SETS > 0, TRUE_SETS > 0)),
    "Dice_wrong_smooth": lambda: train.Dice(0.0),
    "Dice_wrong_int": lambda: train.Dice(1),
    "Dice_wrong_shapes": of(train.Dice, (SETS, TRUE_SETS[:3])),
    "Dice_wrong_inputs": of(train.Dice, (SETS,)),
    "Dice_wrong_nothing": of(train.Dice),
}


def _cosine(*options, x=VALUES, **more):
    return of(lambda: train.CosineSimilarity(*options, **more), (x,))


def _evaluated_twice():
    metric = train.CosineSimilarity(reduction="sum")
    metric.update(VALUES)
    return metric.eval(), metric.eval()


_SIMILAR = {
    "Cosine": _cosine(),
    "Cosine_dot": _cosine("dot"),
    "Cosine_mean": _cosine(reduction="mean"),
    "Cosine_sum": _cosine("dot", "sum"),
    "Cosine_diagonal": _cosine(zero_diagonal=False),
    "Cosine_diagonal_mean": _cosine("cosine", "mean", False),
    "Cosine_tensor": _cosine(x=as_tensor(VALUES)),
    "Cosine_dot_of_integers": _cosine("dot", x=SETS),
    "Cosine_row_of_zeros": _cosine(x=[[0.0, 0.0], [1.0, 2.0]]),
    "Cosine_last_batch": of(train.CosineSimilarity, (VALUES,), (TRUE_VALUES,)),
    "Cosine_evaluated_twice": _evaluated_twice,
    "Cosine_wrong_similarity": lambda: train.CosineSimilarity("euclidean"),
    "Cosine_wrong_kind": lambda: train.CosineSimilarity(None),
    "Cosine_wrong_reduction": lambda: train.CosineSimilarity(reduction="max"),
    "Cosine_wrong_diagonal": lambda: train.CosineSimilarity(zero_diagonal=1),
    "Cosine_wrong_axes": _cosine(x=IMAGES),
    "Cosine_wrong_inputs": of(train.CosineSimilarity, (VALUES, VALUES)),
    "Cosine_wrong_nothing": of(train.CosineSimilarity),
    "Bleu": of(train.BleuScore, (WORDS, REFERENCES)),
    "Bleu_batches": of(train.BleuScore, (WORDS, REFERENCES), (WORDS[:1], REFERENCES[:1])),
    "Bleu_two": of(lambda: train.BleuScore(2), (WORDS, REFERENCES)),
    "Bleu_smooth": of(lambda: train.BleuScore(smooth=True), (WORDS, REFERENCES)),
    "Bleu_short": of(lambda: train.BleuScore(1), (SHORT, REFERENCES[:1])),
    "Bleu_no_match": of(train.BleuScore, (SHORT, REFERENCES[:1])),
    "Bleu_empty": of(train.BleuScore, ([[]], REFERENCES[:1])),
    "Bleu_nothing_translated": of(train.BleuScore, ([], [])),
    "Bleu_wrong_n": lambda: train.BleuScore(5),
    "Bleu_wrong_float": lambda: train.BleuScore(2.0),
    "Bleu_wrong_smooth": lambda: train.BleuScore(4, 1),
    "Bleu_wrong_lengths": of(train.BleuScore, (WORDS, REFERENCES[:1])),
    "Bleu_wrong_no_reference": of(train.BleuScore, (SHORT, [[]])),
    "Bleu_wrong_inputs": of(train.BleuScore, (WORDS,)),
    "Bleu_wrong_nothing": of(train.BleuScore),
}


class _Largest(train.Metric):
    """A metric of the user's, which does not call its base's `__init__`."""

    def __init__(self):
        self.clear()

    def clear(self):
        self._largest = -np.inf

    @rearrange_inputs
    def update(self, *inputs):
        self._largest = max([self._largest, *(self._convert_data(x).max() for x in inputs)])

    def eval(self):
        return float(self._largest)


def _chosen(indexes, *inputs):
    return lambda: train.MAE().set_indexes(indexes)(*inputs)


def _indexes_are_kept():
    metric = _Largest().set_indexes([2])
    metric.clear()
    metric.update([1.0], [9.0], [4.0])
    metric.update([1.0], [9.0], [5.0])
    return metric.eval(), metric.indexes


_OF_ALL = {
    "call": lambda: train.MAE()(VALUES, TRUE_VALUES),
    "call_begins_anew": lambda: (lambda m: (m([5.0], [0.0]), m([2.0], [1.0])))(train.MAE()),
    "indexes": lambda: (train.MAE().indexes, train.MAE().set_indexes([0, 2]).indexes),
    "indexes_chosen": _chosen([0, 2], VALUES, LABELS, TRUE_VALUES),
    "indexes_from_the_end": _chosen([-1, 0], VALUES, LABELS, TRUE_VALUES),
    "indexes_none_chosen": _chosen([], VALUES, TRUE_VALUES),
    "indexes_are_kept": _indexes_are_kept,
    "indexes_wrong_too_large": _chosen([0, 3], VALUES, LABELS, TRUE_VALUES),
    "indexes_wrong_tuple": lambda: train.MAE().set_indexes((0, 2)),
    "indexes_wrong_float": lambda: train.MAE().set_indexes([0.0, 1]),
    "own_metric": of(_Largest, (VALUES,), (Tensor([1.0, 3.0]), [2.0])),
    "own_metric_indexes": lambda: _Largest().indexes,
    "own_metric_wrong_input": of(_Largest, (3.0,)),
    "own_metric_without_methods": lambda: train.Metric(),
    "names": train.names,
    **{
        f"get_{name}": lambda name=name: type(get_metric_fn(name)).__name__
        for name in train.names()
        if name not in ("auc", "topk", "confusion_matrix")
    },
    "get_with_arguments": lambda: get_metric_fn("precision", eval_type="multilabel")(*SET_BATCH),
    "get_wrong_name": lambda: get_metric_fn("beauty"),
    "get_wrong_arguments": lambda: get_metric_fn("topk"),
    "get_metrics_none": lambda: nn.get_metrics(None),
    "get_metrics_set": lambda: {k: type(v).__name__ for k, v in nn.get_metrics({"acc"}).items()},
    "get_metrics_dict": lambda: list(nn.get_metrics({"a": train.F1()})),
    "get_metrics_wrong_list": lambda: nn.get_metrics(["acc"]),
    "get_metrics_wrong_value": lambda: nn.get_metrics({"a": "acc"}),
    "get_metrics_wrong_key": lambda: nn.get_metrics({1: train.F1()}),
    "same_in_nn": lambda: [
        nn.Accuracy is train.Accuracy is ms.Accuracy,
        nn.CosineSimilarity is train.CosineSimilarity,
        nn.metrics.get_metrics is nn.get_metrics,
        ms.train.metrics.auc is ms.auc is nn.auc,
    ],
}

CASES = {**_FIRST, **_NUMBERS, **_SIMILAR, **_OF_ALL}

_WIDE = "MindSpore computes small and unsigned integers in their own dtype, which overflows"
_LAST = "MindSpore counts a negative label as one of the last classes"


def _dice(*arrays):
    return lambda: train.Dice()(*(data.astype(int) for data in arrays))


INTENDED = {
    "Precision_wrong_negative_label": (of(train.Precision, (SCORES, LABELS + 1)), _LAST),
    "F1_wrong_negative_label": (of(train.F1, (SCORES, LABELS + 1)), _LAST),
    "MAE_unsigned": (lambda: np.float64(2.0), _WIDE),
    "Dice_bytes": (lambda: 600 / (1200 + 1e-5), _WIDE),
    "Dice_bools": (_dice(SETS, TRUE_SETS), _WIDE),
    "Cosine_evaluated_twice": (
        lambda: (_cosine(reduction="sum")(),) * 2,
        "MindSpore's eval changes what it has measured",
    ),
}
