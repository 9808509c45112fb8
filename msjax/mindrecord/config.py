"""The settings of encryption, which msjax does not do.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.mindrecord.html
"""

from __future__ import annotations

__all__ = ["set_dec_mode", "set_enc_key", "set_enc_mode"]

_REASON = "msjax does not encrypt or decrypt files; use another tool for the finished files"


def set_enc_key(enc_key: str | None) -> None:
    """Choose the key that files are encrypted and decrypted with.

    Args:
        enc_key: a key of 16, 24 or 32 characters, or None for plain files.

    Raises:
        ValueError: the key is no str, or has another length.
        NotImplementedError: there is a key.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.set_enc_key.html

    Differs: only None is accepted: files are neither encrypted nor decrypted.
    """
    if enc_key is None:
        return
    if not isinstance(enc_key, str):
        raise ValueError(f"The input enc_key is not str. It is {enc_key!r}.")
    if len(enc_key) not in (16, 24, 32):
        raise ValueError("The length of input enc_key is not 16, 24, 32.")
    raise NotImplementedError(f"set_enc_key(enc_key=<{len(enc_key)} characters>): {_REASON}.")


def set_enc_mode(enc_mode="AES-GCM") -> None:
    """Choose how files are encrypted; without a key, this has no effect.

    Args:
        enc_mode: "AES-GCM".

    Raises:
        ValueError: it is another value.
        NotImplementedError: it is a function.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.set_enc_mode.html

    Differs: functions that encrypt are refused.
    """
    _check_mode("enc_mode", enc_mode)


def set_dec_mode(dec_mode="AES-GCM") -> None:
    """Choose how files are decrypted; without a key, this has no effect.

    Args:
        dec_mode: "AES-GCM", or None for what `set_enc_mode` was given.

    Raises:
        ValueError: it is another value.
        NotImplementedError: it is a function.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.set_dec_mode.html

    Differs: functions that decrypt are refused.
    """
    if dec_mode is not None:
        _check_mode("dec_mode", dec_mode)


def _check_mode(name, mode):
    if callable(mode):
        raise NotImplementedError(f"set_{name}({name}={mode!r}): {_REASON}.")
    if not isinstance(mode, str):
        raise ValueError(f"The input {name} is not str. It is {mode!r}.")
    if mode != "AES-GCM":
        raise ValueError(f"The input {name} is invalid. It is {mode!r}; 'AES-GCM' is there.")
