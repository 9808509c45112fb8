"""The exceptions of mindrecord, and the codes that they carry.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.mindrecord.html
"""

from __future__ import annotations

__all__ = [
    "EXCEPTIONS",
    "SYS_ID",
    "DbConnectionError",
    "ErrorCodeType",
    "ErrorLevel",
    "LogRuntime",
    "MRMAddIndexError",
    "MRMAddSchemaError",
    "MRMBuildSchemaError",
    "MRMCloseError",
    "MRMCommitError",
    "MRMDefineBlobError",
    "MRMDefineCategoryError",
    "MRMDefineIndexError",
    "MRMFetchCandidateFieldsError",
    "MRMFetchDataError",
    "MRMFinishError",
    "MRMGenerateIndexError",
    "MRMGetMetaError",
    "MRMIndexGeneratorError",
    "MRMInitSegmentError",
    "MRMInvalidHeaderSizeError",
    "MRMInvalidPageSizeError",
    "MRMInvalidSchemaError",
    "MRMLaunchError",
    "MRMOpenError",
    "MRMOpenForAppendError",
    "MRMReadCategoryInfoError",
    "MRMSetHeaderError",
    "MRMUnsupportedSchemaError",
    "MRMValidateDataError",
    "MRMWriteDatasetError",
    "MindRecordException",
    "ParamMissError",
    "ParamTypeError",
    "ParamValueError",
    "PathNotExistsError",
    "UnknownError",
]

SYS_ID = 42

# Exception -> (number within its code, what MindSpore says of it).
EXCEPTIONS = {
    "UnknownError": [0, "Unknown Error."],
    "ParamTypeError": [1, "Param type is error."],
    "ParamValueError": [2, "Param value is error."],
    "ParamMissError": [3, "Param missing."],
    "PathNotExistsError": [4, "Path does not exist."],
    "DbConnectionError": [5, "Db connection is error."],
    "MRMOpenError": [100, "MindRecord could not open."],
    "MRMOpenForAppendError": [101, "MindRecord could not open for append."],
    "MRMInvalidPageSizeError": [102, "Failed to set page size."],
    "MRMInvalidHeaderSizeError": [103, "Failed to set header size."],
    "MRMSetHeaderError": [104, "Failed to set header."],
    "MRMWriteDatasetError": [105, "Failed to write dataset."],
    "MRMCommitError": [107, "Failed to commit."],
    "MRMLaunchError": [108, "Failed to launch."],
    "MRMFinishError": [109, "Failed to finish."],
    "MRMCloseError": [110, "Failed to close."],
    "MRMAddSchemaError": [111, "Failed to add schema."],
    "MRMAddIndexError": [112, "Failed to add index field."],
    "MRMBuildSchemaError": [113, "Failed to build schema."],
    "MRMGetMetaError": [114, "Failed to get meta info."],
    "MRMIndexGeneratorError": [115, "Failed to create index generator."],
    "MRMGenerateIndexError": [116, "Failed to generate index."],
    "MRMInitSegmentError": [117, "Failed to initialize segment."],
    "MRMFetchCandidateFieldsError": [118, "Failed to fetch candidate category fields."],
    "MRMReadCategoryInfoError": [119, "Failed to read category information."],
    "MRMFetchDataError": [120, "Failed to fetch data by category."],
    "MRMInvalidSchemaError": [200, "Schema is error."],
    "MRMValidateDataError": [201, "Raw data is valid."],
    "MRMDefineIndexError": [202, "Index field is error."],
    "MRMDefineBlobError": [203, "Blob field is error."],
    "MRMUnsupportedSchemaError": [204, "Schema is not supported."],
    "MRMDefineCategoryError": [205, "Category field is error."],
}


class LogRuntime:
    """Where an error arose."""

    RT_HOST = 1
    RT_DEVICE = 2


class ErrorCodeType:
    """What a code stands for."""

    ERROR_CODE = 1
    EXCEPTION_CODE = 2


class ErrorLevel:
    """How bad an error is."""

    COMMON_LEVEL = 0
    SUGGESTION_LEVEL = 1
    MINOR_LEVEL = 2
    MAJOR_LEVEL = 3
    CRITICAL_LEVEL = 4


class MindRecordException(Exception):
    """The base class: `error_msg` and `error_code` describe the error.

    Args:
        *details: what fills the class's message, or follows it.
    """

    _message = ""

    def __init__(self, *details):
        super().__init__(*details)
        number, text = EXCEPTIONS.get(type(self).__name__, EXCEPTIONS["UnknownError"])
        if "{}" in self._message:
            self.error_msg = self._message.format(*details)
        else:
            self.error_msg = " ".join([self._message or text, *details])
        self._error_code = self.transform_error_code(number)

    def __str__(self):
        return f"[{type(self).__name__}]: {self.error_msg}"

    @property
    def error_code(self) -> int:
        """The code of the error: where it arose, its module and its number."""
        return self._error_code

    @staticmethod
    def transform_error_code(exception_no: int) -> int:
        """Return the code of an error by its number."""
        module = exception_no // 100 + 1
        where = LogRuntime.RT_HOST << 30 | ErrorCodeType.ERROR_CODE << 28
        return where | ErrorLevel.COMMON_LEVEL << 25 | SYS_ID << 17 | module << 12 | exception_no


class UnknownError(MindRecordException):
    """An error that has no class of its own."""


class ParamValueError(MindRecordException):
    """A parameter has a value that is not allowed."""

    _message = "Invalid parameter value. {}"

    def __init__(self, detail):
        super().__init__(detail)


class ParamTypeError(MindRecordException):
    """A parameter is of a wrong class."""

    _message = "Invalid parameter type. '{}' expect {} type."

    def __init__(self, name, expected):
        super().__init__(name, expected)


class ParamMissError(MindRecordException):
    """A parameter is missing."""

    _message = "Param missing. '{}' is required."

    def __init__(self, name):
        super().__init__(name)


class PathNotExistsError(MindRecordException):
    """There is no such path."""

    _message = "Invalid path. {}"

    def __init__(self, path):
        super().__init__(path)


class DbConnectionError(MindRecordException):
    """An index file cannot be read."""

    _message = "Db connection is error. Detail: {}"

    def __init__(self, detail):
        super().__init__(detail)


class MRMOpenError(MindRecordException):
    """A file cannot be opened."""

    _message = "MindRecord File could not open successfully."


class MRMOpenForAppendError(MindRecordException):
    """A file cannot be opened to append to it."""

    _message = "MindRecord File could not open successfully for append."


class MRMInvalidPageSizeError(MindRecordException):
    """A size of pages is not allowed."""


class MRMInvalidHeaderSizeError(MindRecordException):
    """A size of the header is not allowed."""


class MRMSetHeaderError(MindRecordException):
    """A header cannot be used."""


class MRMWriteDatasetError(MindRecordException):
    """Rows cannot be written."""


class MRMCommitError(MindRecordException):
    """Files cannot be completed."""


class MRMLaunchError(MindRecordException):
    """Reading cannot be started."""


class MRMFinishError(MindRecordException):
    """Reading cannot be ended."""


class MRMCloseError(MindRecordException):
    """Files cannot be closed."""


class MRMAddSchemaError(MindRecordException):
    """A schema cannot be added."""


class MRMAddIndexError(MindRecordException):
    """An index field cannot be added."""


class MRMBuildSchemaError(MindRecordException):
    """A schema cannot be made of a description."""


class MRMGetMetaError(MindRecordException):
    """There is no schema yet."""


class MRMIndexGeneratorError(MindRecordException):
    """The index cannot be begun."""


class MRMGenerateIndexError(MindRecordException):
    """The index cannot be written."""


class MRMInitSegmentError(MindRecordException):
    """Pages cannot be begun."""


class MRMFetchCandidateFieldsError(MindRecordException):
    """The index fields cannot be read."""


class MRMReadCategoryInfoError(MindRecordException):
    """Categories cannot be read."""


class MRMFetchDataError(MindRecordException):
    """Rows of a category cannot be read."""


class MRMInvalidSchemaError(MindRecordException):
    """A schema is wrong."""

    _message = "Schema format is error. Detail: {}"

    def __init__(self, detail):
        super().__init__(detail)


class MRMValidateDataError(MindRecordException):
    """Rows do not fit the schema."""

    _message = "Raw data do not match the schema. Detail: {}"

    def __init__(self, detail):
        super().__init__(detail)


class MRMDefineIndexError(MindRecordException):
    """A field cannot be an index."""

    _message = "Failed to define index field. Detail: {}"

    def __init__(self, detail):
        super().__init__(detail)


class MRMDefineBlobError(MindRecordException):
    """A field cannot be a blob."""

    _message = "Failed to define blob field. Detail: {}"

    def __init__(self, detail):
        super().__init__(detail)


class MRMUnsupportedSchemaError(MindRecordException):
    """A schema does not fit the values in a file."""

    _message = "Schema is not supported. Detail: {}"

    def __init__(self, detail):
        super().__init__(detail)


class MRMDefineCategoryError(MindRecordException):
    """A field cannot tell categories."""

    _message = "Failed to define category field. Detail: {}"

    def __init__(self, detail):
        super().__init__(detail)


# How MindSpore's C++ parts begin what they say.
PIPELINE = "Exception thrown from dataset pipeline. "


def pipeline_error(reason: str) -> RuntimeError:
    """Return the error that MindSpore's C++ parts fail with; the caller raises it."""
    return RuntimeError(PIPELINE + reason)
