"""Reading one text or a hundred takes the parser nearly the same time, so that what the tests of a module ask for is read
together: each test is run as far as to its first question that has no answer yet, which stops it, the questions of all are
answered in one go, and then the tests run."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from inspect import signature
from typing import Any, Generic, TypeVar

import pytest

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
ROUNDS = 3  # few tests ask for more than three readings; what is left is read alone


class AskedError(BaseException):
    """Stops a test that is only to tell what it asks for. No `except Exception` of a test holds it up."""


class Together(Generic[K, V]):
    """`read_all` reads many at once, answers in order; Together(read_all)(key) is its answer for one."""

    def __init__(self, read_all: Callable[[list[K]], list[V]]) -> None:
        self.read_all = read_all
        self.looking_ahead = False
        self.known: dict[K, V] = {}
        self.asked: dict[K, None] = {}

    def __call__(self, key: K) -> V:
        if key in self.known:
            return self.known[key]
        if self.looking_ahead:
            self.asked[key] = None
            raise AskedError
        return self.read_all([key])[0]

    def answer(self) -> None:
        """Read what was asked for."""
        if self.asked:
            self.known |= zip(self.asked, self.read_all(list(self.asked)), strict=True)
            self.asked = {}


def doc_ids(number: int) -> list[str]:
    """So many ids of documents that differ from their first characters on, as real ones do."""
    return [f"{at:04}" * 16 for at in range(number)]


def look_ahead(
    readers: list[Together[Any, Any]], items: Iterable[pytest.Function], given: Mapping[str, object]
) -> None:
    """Let the readers know what these tests will ask them for. A test that wants other fixtures than those `given` is
    not looked at, nor one whose texts are made up as it runs."""
    tests = [
        (item.function, {name: params[name] if name in params else given[name] for name in wanted})
        for item in items
        if not hasattr(item.function, "hypothesis")
        for params in [item.callspec.params if hasattr(item, "callspec") else {}]
        for wanted in [signature(item.function).parameters]
        if set(wanted) <= {*params, *given}
    ]
    for reader in readers:
        reader.looking_ahead = True
    for _ in range(ROUNDS):
        tests = [(function, arguments) for function, arguments in tests if _asks(function, arguments)]
        for reader in readers:
            reader.answer()
    for reader in readers:
        reader.looking_ahead = False


def _asks(test: Callable[..., object], arguments: dict[str, object]) -> bool:
    """Whether the test asks for something that has not been read."""
    try:
        with suppress(Exception, pytest.fail.Exception, pytest.skip.Exception):  # which it will say when its turn comes
            test(**arguments)
    except AskedError:
        return True
    return False
