"""Compiled code on disk, taken again only while the fingerprint of its function is the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from typing import Any

from numba.core import caching, config

from .fingerprint import fingerprint


def cache_for(function: Callable) -> Any:
    """Where compiled code of a function is looked for and kept."""
    try:
        return _Cache(function)
    except RuntimeError:  # no folder can be written: compile in every process
        return caching.NullCache()


def folder_of(function: Callable) -> str | None:
    """The folder of that cache; None where none can be written."""
    locator = _Locator.from_function(function, function.__code__.co_filename)
    return None if locator is None else locator.get_cache_path()


def is_kept(function: Callable) -> bool:
    """Whether compiled code of a function lies in the cache."""
    file = getattr(cache_for(function), "_cache_file", None)
    return bool(file is not None and file._load_index())


class _Locator(caching._CacheLocator):
    """Keeps compiled code in NUMBA_CACHE_DIR, else beside the source, else in the user's cache."""

    def __init__(self, function: Callable, folder: str):
        self._function, self._folder = function, folder
        self._py_file = function.__code__.co_filename

    def get_cache_path(self) -> str:
        return self._folder

    def get_source_stamp(self) -> str:
        return fingerprint(self._function)

    def get_disambiguator(self) -> str:
        return hashlib.sha256(self._py_file.encode()).hexdigest()[:8]

    @classmethod
    def from_function(cls, py_func, py_file):
        user = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
        beside = os.path.join(os.path.dirname(os.path.abspath(py_file)), "__pycache__")
        places = [beside, os.path.join(user, "whiteout", "kernels")]
        for folder in [config.CACHE_DIR] if config.CACHE_DIR else places:
            locator = cls(py_func, folder)
            try:
                locator.ensure_cache_path()
            except OSError:
                continue
            return locator
        return None


class _CacheImpl(caching.CompileResultCacheImpl):
    _locator_classes = [_Locator]  # noqa: RUF012


class _Cache(caching.FunctionCache):
    _impl_class = _CacheImpl

    def __init__(self, function: Callable):
        super().__init__(function)
        # Numba reads this before all else, and no more where it differs: what other code left may
        # name modules that are there no longer.
        file = self._cache_file
        file._version = f"{file._version} {file._source_stamp}"
