"""Vocab: words and their numbers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np

from msjax.dataset.transforms.checks import (
    INT32_MAX,
    elements,
    integer,
    of_type,
    optional,
    positive,
)


def _unique_words(words, name: str) -> None:
    of_type(list)(words, name)
    seen = set()
    for word in words:
        of_type(str)(word, name)
        if word in seen:
            raise ValueError(f"{name} contains duplicate word: {word}.")
        seen.add(word)


def _range_of_counts(value, name: str) -> None:
    of_type(tuple)(value, name)
    if len(value) != 2:
        raise ValueError(f"freq_range needs to be a tuple of 2 element. Got {value}.")
    if any(count is not None and not isinstance(count, int) for count in value):
        raise ValueError(
            "freq_range needs to be either None or a tuple of 2 integers or an int and a None. "
            f"Got {value}."
        )
    low, high = value
    if low is not None and high is not None and not 0 <= low <= high:
        raise ValueError(
            f"frequency range [a,b] should be 0 <= a <= b (a,b are inclusive). Got {value}."
        )


def _no_word_twice(arguments) -> None:
    both = set(arguments["word_list"]) & set(arguments["special_tokens"] or ())
    if both:
        raise ValueError(f"special_tokens and word_list contain duplicate word :{both}.")


class Vocab:
    """Words and their numbers; one of the methods `from_...` makes it.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.Vocab.html

    Differs: `vocab()` gives the words in the order of their making.
    """

    def __init__(self):
        self.c_vocab: dict[str, int] | None = None

    @classmethod
    def from_dataset(
        cls,
        dataset,
        columns=None,
        freq_range=None,
        top_k=None,
        special_tokens=None,
        special_first=True,
    ):
        """Number the words of a pipeline: the most frequent first, equally frequent by alphabet.

        Args:
            dataset: a pipeline whose columns hold words.
            columns: the names of the columns, a string or a list. Default: None, all.
            freq_range: (least, largest) count of a word, both included; None: no limit.
                Default: None.
            top_k: how many words are numbered at most. Default: None, all.
            special_tokens: list of words that are numbered too. Default: None.
            special_first: whether these come before the others. Default: True.

        Returns:
            A Vocab.

        Raises:
            TypeError: An argument is of another type.
            ValueError: A number is out of range, or a special token is named twice.
            RuntimeError: There is no such column, or a special token is among the words.
        """
        if columns is not None:
            columns = columns if isinstance(columns, list) else [columns]
            elements(of_type(str))(columns, "col")
        optional(_range_of_counts)(freq_range, "freq_range")
        of_type(int, type(None))(top_k, "top_k")
        optional(positive)(top_k, "top_k")
        of_type(bool)(special_first, "special_first")
        optional(_unique_words)(special_tokens, "special_tokens")
        counts = _counted(dataset, columns)
        low, high = freq_range or (None, None)
        words = sorted(
            (word for word, n in counts.items() if n >= (low or 0) and n <= (high or n)),
            key=lambda word: (-counts[word], word),
        )
        both = [word for word in special_tokens or () if word in counts]
        if both:
            raise RuntimeError(
                "Invalid special words, these special words are already in the vocab: "
                f"{' '.join(both)}. Leave them out of `special_tokens`."
            )
        return cls._numbered(words[:top_k], special_tokens, special_first)

    @classmethod
    def from_list(cls, word_list, special_tokens=None, special_first=True):
        """Number the words of a list.

        Args:
            word_list: list of strings.
            special_tokens: list of words that are numbered too. Default: None.
            special_first: whether these come before the others. Default: True.

        Returns:
            A Vocab.

        Raises:
            TypeError: An argument is of another type.
            ValueError: A word is there twice.
        """
        _unique_words(word_list, "word_list")
        optional(_unique_words)(special_tokens, "special_tokens")
        _no_word_twice({"word_list": word_list, "special_tokens": special_tokens})
        of_type(bool)(special_first, "special_first")
        return cls._numbered(word_list, special_tokens, special_first)

    @classmethod
    def from_file(
        cls, file_path, delimiter="", vocab_size=None, special_tokens=None, special_first=True
    ):
        """Number the words of a file, which has one in each line.

        Args:
            file_path: the path of the file.
            delimiter: what ends the word of a line; only its first character counts.
                Default: "", the end of the line.
            vocab_size: how many words are read at most. Default: None, all.
            special_tokens: list of words that are numbered too. Default: None.
            special_first: whether these come before the others. Default: True.

        Returns:
            A Vocab.

        Raises:
            TypeError: An argument is of another type.
            ValueError: `vocab_size` is not positive, or a special token is named twice.
            RuntimeError: There is no such file, or it has a word twice.
        """
        optional(_unique_words)(special_tokens, "special_tokens")
        of_type(str)(file_path, "file_path")
        of_type(str)(delimiter, "delimiter")
        optional(positive)(vocab_size, "vocab_size")
        of_type(bool)(special_first, "special_first")
        words = _words_of_file(file_path, delimiter)[:vocab_size]
        _check_file(words, special_tokens or [])
        return cls._numbered(words, special_tokens, special_first)

    @classmethod
    def from_dict(cls, word_dict):
        """Take the numbers of words from a dict.

        Args:
            word_dict: dict of strings and ints.

        Returns:
            A Vocab.

        Raises:
            TypeError: An argument is of another type.
            ValueError: A number is below 0.
        """
        of_type(dict)(word_dict, "word_dict")
        for word, number in word_dict.items():
            of_type(str)(word, "word")
            integer(0, INT32_MAX)(number, "word_id")
        vocab = cls()
        vocab.c_vocab = dict(word_dict)
        return vocab

    @classmethod
    def _numbered(cls, words, special_tokens, special_first):
        special = special_tokens or []
        words = [*special, *words] if special_first else [*words, *special]
        vocab = cls()
        vocab.c_vocab = {word: number for number, word in enumerate(words)}
        return vocab

    def vocab(self):
        """Return the words and their numbers.

        Returns:
            A dict of strings and ints.

        Raises:
            RuntimeError: The Vocab was not made by one of the methods `from_...`.
        """
        return dict(self._built())

    def tokens_to_ids(self, tokens):
        """Return the numbers of words.

        Args:
            tokens: a string, or a list or an array of them.

        Returns:
            An int for one word, else a list of them; -1 for a word without number.

        Raises:
            TypeError: `tokens` is something else.
            RuntimeError: The Vocab was not made by one of the methods `from_...`.
        """
        of_type(str, list, np.ndarray)(tokens, "tokens")
        if isinstance(tokens, list):
            elements(of_type(str, np.str_))(tokens, "tokens")
        words = self._built()
        tokens = [tokens] if isinstance(tokens, str) else list(tokens)
        numbers = [words.get(str(token), -1) for token in tokens]
        return numbers[0] if len(numbers) == 1 else numbers

    def ids_to_tokens(self, ids):
        """Return the words of numbers.

        Args:
            ids: an int, or a list or an array of them.

        Returns:
            A string for one number, else a list of them; "" for a number without word.

        Raises:
            TypeError: `ids` is something else.
            ValueError: A number is below 0.
            RuntimeError: The Vocab was not made by one of the methods `from_...`.
        """
        of_type(int, list, np.ndarray)(ids, "ids")
        numbers = ids if isinstance(ids, list | np.ndarray) else [ids]
        for index, number in enumerate(numbers):
            name = "ids" if numbers is not ids else f"ids[{index}]"
            of_type(int, np.integer)(number, name)
            integer(0, INT32_MAX)(int(number), name)
        words = {number: word for word, number in self._built().items()}
        tokens = [words.get(int(number), "") for number in numbers]
        return tokens[0] if len(tokens) == 1 else tokens

    def _built(self) -> dict[str, int]:
        if self.c_vocab is None:
            raise RuntimeError(
                f"The Vocab has not built yet, got type {type(None)}. Use Vocab.from_dataset(), "
                "Vocab.from_list(), Vocab.from_file() or Vocab.from_dict() to build a Vocab."
            )
        return self.c_vocab


def _counted(dataset, columns) -> Counter:
    """Return how often each word is in the columns of a pipeline."""
    known = dataset.get_col_names()
    for column in columns or ():
        if column not in known:
            raise RuntimeError(
                f"Invalid column name, column name: {column} does not exist, check existed column "
                f"with dataset API 'get_col_names': {known}"
            )
    counts = Counter()
    for row in dataset.create_dict_iterator(num_epochs=1, output_numpy=True):
        for column in columns or known:
            counts.update(row[column].reshape(-1).tolist())
    return counts


def _check_file(words, special_tokens) -> None:
    twice = next((word for word, count in Counter(words).items() if count > 1), None)
    if twice is not None:
        raise RuntimeError(f"from_file: word_list contains duplicate word: {twice}")
    known = set(words)
    both = [word for word in special_tokens if word in known]
    if both:
        raise RuntimeError(
            f"from_file: special_tokens and word_list contain duplicate word: {both[0]}"
        )


def _words_of_file(path: str, delimiter: str) -> list[str]:
    if not Path(path).is_file():
        raise RuntimeError(f"Get real path failed, path={path}; there is no such file.")
    text = Path(path).read_bytes().decode()
    lines = text.removesuffix("\n").split("\n") if text else []
    return [line.split(delimiter[0])[0] if delimiter else line for line in lines]
