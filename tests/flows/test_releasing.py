"""A run that another one overtook plans again, and gives up where that does not end."""

from typing import Any

import pytest

from flows import releasing
from flows.publish.release import SupersededError


@pytest.fixture
def overtaken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often each release is overtaken before it is published; taken from the front."""
    times: list[int] = []

    def release_once(*_: Any) -> str:
        times[0] -= 1
        if times[0] >= 0:
            raise SupersededError("run-2 was planned to follow run-1, and run-3 came before it")
        return "published"

    monkeypatch.setattr(releasing, "_release", release_once)
    return times


def test_a_run_that_was_overtaken_plans_again(overtaken: list[int]) -> None:
    overtaken.append(2)
    assert releasing.release(*[None] * 3) == "published"  # type: ignore[arg-type]


def test_a_run_that_is_overtaken_again_and_again_says_so(overtaken: list[int]) -> None:
    overtaken.append(10)
    with pytest.raises(SupersededError, match="run-3 came before it"):
        releasing.release(*[None] * 3)  # type: ignore[arg-type]
    assert overtaken == [10 - releasing.MOST_ATTEMPTS]
