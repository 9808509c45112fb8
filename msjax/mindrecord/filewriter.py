"""Writing data as MindRecord files.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.FileWriter.html
"""

from __future__ import annotations

import contextlib
import dataclasses
import os

from msjax import log
from msjax.mindrecord.common.exceptions import (
    MRMAddSchemaError,
    MRMDefineIndexError,
    MRMGetMetaError,
    MRMInvalidSchemaError,
    ParamTypeError,
    ParamValueError,
    pipeline_error,
)
from msjax.mindrecord.core.fields import check_filename, check_shapes, row_error, schema_error
from msjax.mindrecord.core.header import HEADER_SIZES, PAGE_SIZES, Header, check_size, read_header
from msjax.mindrecord.core.index import index_path, write_index
from msjax.mindrecord.core.packing import Packer, is_blob
from msjax.mindrecord.core.shard_reader import checked, shard_paths
from msjax.mindrecord.core.shard_writer import ShardWriter

__all__ = ["FileWriter"]

_SHARDS = (1, 1000)


class FileWriter:
    """Write rows to MindRecord files, which `MindDataset` and `FileReader` read, MindSpore's too.

    Args:
        file_name: the file; with several shards, the start of their names.
        shard_num: how many files share the rows, from 1 to 1000.
        overwrite: whether files that are there are replaced.

    Raises:
        ParamValueError: an argument is wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.FileWriter.html

    Differs: which shard gets one row more, where they do not divide evenly, goes by turns; in
    MindSpore it is random. A number for a field that has a shape does not match its schema. Rows
    whose only field of bytes is empty are kept.
    """

    def __init__(self, file_name, shard_num=1, overwrite=False):
        check_filename(file_name)
        if shard_num is None:
            raise ParamValueError("Parameter shard_num is None.")
        if not isinstance(shard_num, int):
            raise ParamValueError("Parameter shard_num's type is not int.")
        if not _SHARDS[0] <= shard_num <= _SHARDS[1]:
            raise ParamValueError(
                f"Parameter shard_num's value: {shard_num} should between 1 and 1000."
            )
        if not isinstance(overwrite, bool):
            raise ParamValueError("Parameter overwrite's type is not bool.")
        self._paths = [file_name]
        if shard_num > 1:
            digits = len(str(shard_num - 1))
            self._paths = [f"{file_name}{i:0{digits}}" for i in range(shard_num)]
        self._overwrite = overwrite
        self._header: Header | None = None
        self._indexed = False
        self._sizes = {"header_size": Header.header_size, "page_size": Header.page_size}
        self._packer = Packer({})
        self._shards: list[ShardWriter] = []
        self._parallel: bool | None = None
        self._turn = 0
        self._committed = False

    @classmethod
    def open_for_append(cls, file_name):
        """Open a finished file to write more rows.

        Args:
            file_name: the file; those that were written together with it grow too.

        Returns:
            A FileWriter.

        Raises:
            ParamValueError: the name is none.
            RuntimeError: there is no such file, or it is no MindRecord file.
        """
        check_filename(file_name)
        header = read_header(checked(file_name))
        paths = shard_paths(file_name)
        instance = cls(file_name)
        instance._paths = paths
        instance._header = header
        instance._indexed = True
        instance._packer = Packer(header.schema)
        instance._shards = [ShardWriter(path, read_header(path)) for path in paths]
        instance._parallel = False
        return instance

    def add_schema(self, content, desc=None):
        """Say which fields the rows have.

        Args:
            content: description of each field by its name: {"type": …} for numbers, strings and
                bytes, {"type": …, "shape": [...]} for arrays, where one length may be -1.
            desc: a text that is kept in the file.

        Raises:
            MRMInvalidSchemaError: a field is described wrongly.
            MRMBuildSchemaError: a shape has more than one -1.
            MRMAddSchemaError: there is a schema already.
        """
        if error := schema_error(content):
            raise MRMInvalidSchemaError(error)
        check_shapes(content)
        if not isinstance(desc, str | None):
            raise TypeError(f"build(): 'desc' must be a str, but got {desc!r}.")
        if self._header:
            raise MRMAddSchemaError("The files have a schema already, and there can be only one.")
        self._header = Header(content, desc or "")
        self._packer = Packer(content)

    def add_index(self, index_fields):
        """Say which fields can be asked for quickly; without a call, all numbers and strings.

        Args:
            index_fields: a list of names.

        Raises:
            ParamTypeError: it is no list of str.
            MRMDefineIndexError: a field is of bytes, or an array.
            MRMGetMetaError: there is no schema yet.
            RuntimeError: there is no such field, or it was added before.
        """
        if not index_fields or not isinstance(index_fields, list):
            raise ParamTypeError("index_fields", "list")
        if not self._header:
            raise MRMGetMetaError("There is no schema yet; call `add_schema` first.")
        for name in index_fields:
            if not isinstance(name, str):
                raise ParamTypeError("index field", "str")
            if name not in self._header.schema:
                raise pipeline_error(
                    f"Invalid input, 'index_fields': {name} can not found in schema: "
                    f"{sorted(self._header.schema)}."
                )
            if is_blob(self._header.schema[name]):
                raise MRMDefineIndexError(
                    f"Failed to set field {name} since it's not primitive type."
                )
            if name in self._header.index_fields:
                raise pipeline_error(
                    f"The 'index_fields': {name} is added repeatedly; name each field once."
                )
            self._header.index_fields.append(name)
            self._indexed = True

    def write_raw_data(self, raw_data, parallel_writer=False):
        """Write rows; those that do not match the schema are left out, with a warning in the log.

        Args:
            raw_data: a list of dicts.
            parallel_writer: whether the rows of a call stay together in one shard, and the next
                call goes to the next shard, as MindSpore's parallel writing has it.

        Raises:
            ParamTypeError: `raw_data` is no list of dicts.
            RuntimeError: no row is left, a row is larger than a page, there is no schema, the
                files are finished, or they are there already.
            TypeError: `parallel_writer` is no bool.
        """
        if not isinstance(parallel_writer, bool):
            raise TypeError("The parameter `parallel_writer` must be bool.")
        if self._parallel not in (None, parallel_writer):
            raise RuntimeError("The parameter `parallel_writer` must be consistent during use.")
        self._parallel = parallel_writer
        if self._committed:
            raise RuntimeError(
                "Not allowed to call `write_raw_data` on flushed MindRecord files. Call `commit` "
                "last, or open the files again with `open_for_append`."
            )
        self._open()
        if not isinstance(raw_data, list):
            raise ParamTypeError("raw_data", "list")
        if not all(isinstance(row, dict) for row in raw_data):
            raise ParamTypeError("raw_data item", "dict")
        rows = [row for i, row in enumerate(raw_data) if self._matches(i, row)]
        if not rows:
            raise RuntimeError(
                "There is no valid data which can be written by 'write_raw_data' to mindrecord "
                "file. The warnings above say what is wrong with the rows."
            )
        self._distribute([(self._packer.fields(row), self._packer.blob(row)) for row in rows])

    def _matches(self, i, row) -> bool:
        if error := row_error(row, self._packer.schema):
            log.warning(f"for schema, {i} th data is wrong, {error}")
        return not error

    def _distribute(self, rows):
        """Give each shard its share of the rows; what is left over goes round."""
        shards = self._shards[self._turn :] + self._shards[: self._turn]
        if self._parallel:
            shards = shards[:1]
        share, more = divmod(len(rows), len(shards))
        extra = {id(shard) for shard in shards[:more]}
        self._turn = (self._turn + (1 if self._parallel else more)) % len(self._shards)
        start = 0
        for shard in self._shards if not self._parallel else shards:
            stop = start + share + (id(shard) in extra)
            if stop > start:
                shard.append(rows[start:stop])
            start = stop

    def _open(self):
        """Make the files, when the first rows come."""
        if self._shards:
            return
        if not self._header:
            raise pipeline_error(
                "Invalid data, schema is not found in header, please use 'add_schema' to add a "
                "schema for new mindrecord files."
            )
        for path in self._paths:
            self._make_way(path)
        if not self._indexed:
            self._header.index_fields = list(self._packer.raw_fields)
        names = [os.path.basename(path) for path in self._paths]
        for i, path in enumerate(self._paths):
            shard = {"shard_addresses": names, "shard_id": i}
            if self._parallel:
                shard = {"shard_addresses": [names[i]], "shard_id": 0}
            header = dataclasses.replace(self._header, **self._sizes, **shard, pages=[])
            self._shards.append(ShardWriter(path, header))

    def _make_way(self, path):
        folder = os.path.dirname(path) or "."
        if not os.path.isdir(folder):
            raise pipeline_error(
                "Invalid dir, failed to get the realpath of mindrecord file dir. Please check "
                f"path: {folder}; make the folder first."
            )
        for name in (path, index_path(path)):
            if os.path.exists(name) and not self._overwrite:
                raise pipeline_error(
                    f"Invalid file, mindrecord files already exist. Please check file path: {name};"
                    " remove it, or give FileWriter `overwrite=True`."
                )
            with contextlib.suppress(FileNotFoundError):
                os.remove(name)

    def set_header_size(self, header_size):
        """Set the size of the header, which limits how many pages a file has.

        Args:
            header_size: bytes, from 16384 to 134217728, a multiple of 4.

        Raises:
            RuntimeError: the size is not allowed.
        """
        self._set_size("header", header_size, HEADER_SIZES)

    def set_page_size(self, page_size):
        """Set the size of a page, which limits how large a row is.

        Args:
            page_size: bytes, from 32768 to 268435456, a multiple of 4.

        Raises:
            RuntimeError: the size is not allowed.
        """
        self._set_size("page", page_size, PAGE_SIZES)

    def _set_size(self, name, size, limits):
        if self._shards:
            raise pipeline_error(
                f"The files are begun, so `set_{name}_size` comes too late; call it before the "
                "first `write_raw_data`. Files that are appended to keep their sizes."
            )
        self._sizes[f"{name}_size"] = check_size(name, size, limits)

    def commit(self):
        """Complete the files and write their indexes.

        Raises:
            RuntimeError: there is no schema, or the files are complete already.
            MRMGenerateIndexError: an index field has a value that is nan.
        """
        if self._committed:
            raise pipeline_error("The files are complete already; call `commit` once.")
        self._open()
        self._committed = True
        for shard in self._shards:
            shard.header.compression_size += self._packer.saved
            shard.commit()
            write_index(shard.path, shard.header)
