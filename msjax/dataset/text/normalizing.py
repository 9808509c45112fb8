"""Bring texts to a form: fold case, normalize, replace patterns, strip the marks of wikis."""

from __future__ import annotations

import re
import unicodedata

from msjax.dataset.text.base import TextTensorOperation, each_text
from msjax.dataset.text.enums import NormalizeForm
from msjax.dataset.text.patterns import compiled
from msjax.dataset.transforms.checks import checked, of_type

# Characters that Unicode tells to leave out when case is folded.
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_GROUP = re.compile(r"\\(.)|\$(\d)", re.S)


def normal_form(value) -> None:
    """Raise a TypeError unless this is a NormalizeForm."""
    if not isinstance(value, NormalizeForm):
        raise TypeError(
            "Wrong input type for normalization_form, should be enum of 'NormalizeForm'. "
            f"Got {type(value)}: {value!r}."
        )


def case_folded(text: str) -> str:
    """Return a text without differences of case or compatibility (NFKC_Casefold)."""
    visible = _IGNORABLE.sub("", unicodedata.normalize("NFD", text))
    folded = unicodedata.normalize("NFKC", visible.casefold()).casefold()
    return _IGNORABLE.sub("", unicodedata.normalize("NFKC", folded))


def normalized(text: str, form: NormalizeForm) -> str:
    """Return a text in a form of Unicode's."""
    return text if form == NormalizeForm.NONE else unicodedata.normalize(form.name, text)


class CaseFold(TextTensorOperation):
    """Fold the case of texts, and what else Unicode's NFKC_Casefold does.

    Raises:
        RuntimeError: On a call: this is no array of strings.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.CaseFold.html
    """

    def _execute_c(self, texts):
        self._check_text(texts)
        return each_text(case_folded, texts)


class NormalizeUTF8(TextTensorOperation):
    """Bring texts to a form of Unicode's.

    Args:
        normalize_form: a `NormalizeForm`. Default: NormalizeForm.NFKC.

    Raises:
        TypeError: `normalize_form` is something else.
        RuntimeError: On a call: this is no array of strings.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.NormalizeUTF8.html
    """

    def __init__(self, normalize_form=NormalizeForm.NFKC):
        super().__init__()
        normal_form(normalize_form)
        self.normalize_form = normalize_form

    def _execute_c(self, texts):
        self._check_text(texts)
        return each_text(lambda text: normalized(text, self.normalize_form), texts)


class RegexReplace(TextTensorOperation):
    r"""Replace what a regular expression matches.

    Args:
        pattern: the regular expression, in ICU's syntax.
        replace: what to put in the place; $0 is the match, $1 to $9 are its groups.
        replace_all: whether all matches are replaced, not only the first. Default: True.

    Raises:
        TypeError: An argument is of another type.
        RuntimeError: On a call: this is no array of strings, `pattern` is no regular expression,
            or `replace` names a group that there is not.
        NotImplementedError: On a call: `pattern` names properties other than Unicode's categories.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.RegexReplace.html

    Differs: each string of an array is a text of its own; MindSpore puts them all into the first.
        Patterns are Python's, with ICU's `\p{...}` for categories.
    """

    @checked(pattern=of_type(str), replace=of_type(str), replace_all=of_type(bool))
    def __init__(self, pattern, replace, replace_all=True):
        super().__init__()
        self.pattern = pattern
        self.replace = replace
        self.replace_all = replace_all

    def _execute_c(self, texts):
        self._check_text(texts)
        try:
            pattern = compiled(self.pattern)
        except re.error as error:
            raise self._failure(
                "create icu RegexMatcher failed, you may input one error pattern. "
                f"{self.pattern!r}: {error}."
            ) from error
        count = 0 if self.replace_all else 1
        try:
            return each_text(lambda text: pattern.sub(self._replacement, text, count), texts)
        except IndexError:
            raise self._failure(
                f"RegexReplace failed. {self.replace!r} names a group that {self.pattern!r} lacks."
            ) from None

    def _replacement(self, match: re.Match[str]) -> str:
        return _GROUP.sub(
            lambda part: part[1] if part[2] is None else match[int(part[2])] or "", self.replace
        )


_DIGITS = dict(
    zip("0123456789", "zero one two three four five six seven eight nine".split(), strict=True)
)


class FilterWikipediaXML(TextTensorOperation):
    """Strip a dump of Wikipedia to its words: no marks, lower case, digits spelled out.

    Raises:
        RuntimeError: On a call: this is no array of strings.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_text/mindspore.dataset.text.FilterWikipediaXML.html

    Differs: empty lines become a space, as one line end does; MindSpore puts the letter n there.
    """

    def _execute_c(self, texts):
        self._check_text(texts)
        return each_text(_words_of_wiki, texts)


def _words_of_wiki(text: str) -> str:
    text = re.sub(r"<.*>|<[^>]*>", "", text)
    text = re.sub(r"&[^;]*;", " ", text)
    text = re.sub("[A-Z]", lambda letter: letter[0].lower(), text)
    text = re.sub("[0-9]", lambda digit: f" {_DIGITS[digit[0]]} ", text)
    text = re.sub(r"[^a-z\n]+", " ", text)
    return re.sub(r"\s+", " ", text.replace("\n ", "")).strip()
