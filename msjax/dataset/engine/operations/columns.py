"""Steps that rename columns or leave some out."""

from __future__ import annotations

from operator import itemgetter

from msjax.dataset.engine.dataset import UnionBaseDataset
from msjax.mindrecord.common.exceptions import pipeline_error


class RenameDataset(UnionBaseDataset):
    """Gives columns other names."""

    def __init__(self, input_dataset, input_columns, output_columns):
        super().__init__(children=input_dataset)
        self.input_column_names = input_columns
        self.output_column_names = output_columns

    def _names(self):
        names = self.children[0]._names()
        renamed = dict(zip(self.input_column_names, self.output_column_names, strict=True))
        missing = [name for name in renamed if name not in names]
        if missing:
            raise pipeline_error(
                f"Invalid column, column to be renamed does not exist: {', '.join(missing)}. There "
                f"are: {', '.join(names)}."
            )
        result = [renamed.get(name, name) for name in names]
        twice = [name for name in result if result.count(name) > 1]
        if twice:
            raise pipeline_error(
                "Invalid column, rename operation does not support rename one column name into "
                f"another already exist column name, existing column name is: {twice[0]}."
            )
        return result

    def _start(self, run):
        self._names()
        return self.children[0]._start(run)

    def _owns_rows(self):
        return self.children[0]._owns_rows()


class ProjectDataset(UnionBaseDataset):
    """Gives some of the columns, in a chosen order."""

    def __init__(self, input_dataset, columns):
        super().__init__(children=input_dataset)
        self.columns = columns

    def _names(self):
        names = self.children[0]._names()
        missing = [name for name in self.columns if name not in names]
        if missing:
            raise pipeline_error(
                f"Invalid column, column name: {missing[0]} does not exist. There are: "
                f"{', '.join(names)}."
            )
        return list(self.columns)

    def _start(self, run):
        self._names()
        names = self.children[0]._names()
        epoch = self.children[0]._start(run)
        places = [names.index(name) for name in self.columns]
        if places == list(range(len(names))):
            return epoch
        if len(places) == 1:
            place = places[0]
            return lambda: ((row[place],) for row in epoch())
        return lambda: map(itemgetter(*places), epoch())

    def _owns_rows(self):
        return self.children[0]._owns_rows()
