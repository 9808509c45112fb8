"""Reading MindRecord files in pages, by the values of an index field.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.MindPage.html
"""

from __future__ import annotations

import json
from collections import Counter

from msjax.mindrecord.common.exceptions import (
    MRMDefineCategoryError,
    ParamTypeError,
    ParamValueError,
    pipeline_error,
)
from msjax.mindrecord.core.shard_reader import ShardReader
from msjax.mindrecord.filereader import check_arguments

__all__ = ["MindPage"]


class MindPage:
    """Read rows of one category, page by page.

    Args:
        file_name: one file, which stands for all that were written together with it, or a list of
            files.
        num_consumer: MindSpore's number of threads, from 1 to the number of processors.

    Raises:
        ParamValueError: an argument is wrong.
        RuntimeError: a file is missing, or no MindRecord file.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.MindPage.html
    """

    def __init__(self, file_name, num_consumer=4):
        check_arguments(file_name, num_consumer)
        self._reader = ShardReader(file_name)
        self._category_field = None

    @property
    def candidate_fields(self):
        """The names of the index fields, which can tell categories."""
        return list(self._reader.header.index_fields)

    @property
    def category_field(self):
        """The field that tells categories; set it to one of `candidate_fields`."""
        return self._category_field

    @category_field.setter
    def category_field(self, category_field):
        if not category_field or not isinstance(category_field, str):
            raise ParamTypeError("category_fields", "str")
        if category_field not in self.candidate_fields:
            raise MRMDefineCategoryError(
                f"Field '{category_field}' is not a candidate category field."
            )
        self._category_field = category_field

    def _labels(self) -> list[str]:
        """Return the category of each row, as MindSpore names it."""
        if self._category_field is None:
            raise pipeline_error(
                "Invalid data, field: is invalid. Set `category_field` to one of "
                f"{self.candidate_fields} first."
            )
        shards = self._reader.shards
        return [str(value) for s in shards for value in s.index.values[self._category_field]]

    def read_category_info(self):
        """Return the categories, their numbers and how many rows they have, as a text of JSON."""
        counts = sorted(Counter(self._labels()).items())
        categories = [{"count": n, "id": i, "name": name} for i, (name, n) in enumerate(counts)]
        content = {"categories": categories, "key": f"{self._category_field}_0"}
        return json.dumps(content, separators=(",", ":"), ensure_ascii=False)

    def read_at_page_by_id(self, category_id, page, num_row):
        """Return rows of a category.

        Args:
            category_id: the category's number.
            page: the number of the page, from 0.
            num_row: the rows of a page.

        Returns:
            A list of dicts.

        Raises:
            ParamValueError: an argument is wrong.
            RuntimeError: there is no such category or page.
        """
        _check_number("Category id", category_id)
        _check_page(page, num_row)
        labels = self._labels()
        names = sorted(set(labels))
        if category_id >= len(names):
            raise pipeline_error(
                f"Invalid data, category_id: {category_id} must be in the range [0, {len(names)}]."
            )
        return self._page(labels, names[category_id], page, num_row)

    def read_at_page_by_name(self, category_name, page, num_row):
        """Return rows of a category.

        Args:
            category_name: the category's value, as a str.
            page: the number of the page, from 0.
            num_row: the rows of a page.

        Returns:
            A list of dicts.

        Raises:
            ParamValueError: an argument is wrong.
            RuntimeError: there is no such category or page.
        """
        if not isinstance(category_name, str):
            raise ParamValueError("Category name should be str.")
        _check_page(page, num_row)
        labels = self._labels()
        if category_name not in labels:
            raise pipeline_error(f"category_name: {category_name} could not found.")
        return self._page(labels, category_name, page, num_row)

    def _page(self, labels, name, page, num_row):
        rows = [i for i, label in enumerate(labels) if label == name]
        if page * num_row >= len(rows):
            raise pipeline_error(
                f"Invalid data, page no: {page} or page size: {num_row} is invalid: the category "
                f"has {len(rows)} rows."
            )
        return [self._reader.row(i) for i in rows[page * num_row : (page + 1) * num_row]]


def _check_page(page, num_row):
    _check_number("Page", page)
    if not isinstance(num_row, int) or num_row <= 0:
        raise ParamValueError("num_row should be int and greater than 0.")


def _check_number(name, value):
    if not isinstance(value, int) or value < 0:
        raise ParamValueError(f"{name} should be int and greater than or equal to 0.")
