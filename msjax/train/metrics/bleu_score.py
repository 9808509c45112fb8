"""How much translations resemble references.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.BleuScore.html
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from msjax.nn.number_checks import check_bool, check_type
from msjax.train.metrics.inputs import check_inputs, not_updated
from msjax.train.metrics.metric import Metric, rearrange_inputs


def _n_grams(words, longest):
    """Count the runs of 1 to `longest` words."""
    return Counter(
        tuple(words[start : start + length])
        for length in range(1, longest + 1)
        for start in range(len(words) - length + 1)
    )


class BleuScore(Metric):
    """BLEU: the geometric mean of the precisions of n-grams, less where translations are short.

    Args:
        n_gram: the longest runs of words that count, an int from 1 to 4. Default: 4.
        smooth: whether 1 is added to the counts. Default: False.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `n_gram` is out of range.
    """

    def __init__(self, n_gram=4, smooth=False):
        super().__init__()
        check_type(n_gram, "n_gram", "", int)
        if not 1 <= n_gram <= 4:
            raise ValueError(
                f"For 'BleuScore', the argument 'n_gram' should range from 1 to 4, but got {n_gram}"
                "."
            )
        check_bool(smooth, "smooth", "")
        self.n_gram = n_gram
        self.smooth = smooth
        self.clear()

    def clear(self):
        """Forget all inputs so far."""
        self._numerator = np.zeros(self.n_gram)
        self._denominator = np.zeros(self.n_gram)
        self._translated_length = 0
        self._reference_length = 0
        self._is_update = False

    @rearrange_inputs
    def update(self, *inputs):
        """Add translations.

        Args:
            *inputs: the translations, a list of lists of words, and for each of them a list of
                references, which are lists of words.

        Raises:
            ValueError: there are not two inputs, they have different lengths, or a translation has
                no reference.
        """
        check_inputs("BleuScore.update", inputs, "candidate_corpus", "reference_corpus")
        candidates, references = inputs
        if len(candidates) != len(references):
            raise ValueError(
                "For 'BleuScore.update', 'translate_corpus' (inputs[0]) and 'reference_corpus' "
                f"(inputs[1]) should be equal in length, but got {len(candidates)}, "
                f"{len(references)}"
            )
        if not all(len(several) for several in references):
            raise ValueError(
                "For 'BleuScore.update', a translation has no reference: 'reference_corpus' "
                "(inputs[1]) needs a list of one or more for each."
            )
        for candidate, several in zip(candidates, references, strict=True):
            self._add(candidate, several)
        self._is_update = True

    def _add(self, candidate, references):
        self._translated_length += len(candidate)
        lengths = (len(reference) for reference in references)
        self._reference_length += min(lengths, key=lambda length: abs(length - len(candidate)))
        known = Counter()
        for reference in references:
            known |= _n_grams(reference, self.n_gram)
        counts = _n_grams(candidate, self.n_gram)
        for run, count in (counts & known).items():
            self._numerator[len(run) - 1] += count
        for run, count in counts.items():
            self._denominator[len(run) - 1] += count

    def eval(self):
        """Return the score, a float64; an array of 0 where n-grams of a length never match.

        Raises:
            RuntimeError: there were no inputs.
        """
        if not self._is_update:
            raise not_updated("BleuScore")
        if self._numerator.min() == 0:
            return np.array(0.0)
        added = 1 if self.smooth else 0
        precisions = (self._numerator + added) / (self._denominator + added)
        mean = np.exp(np.sum(np.log(precisions) / self.n_gram))
        if self._translated_length > self._reference_length:
            return mean
        return np.exp(1 - self._reference_length / self._translated_length) * mean
