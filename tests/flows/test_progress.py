"""A run's progress: the artifact moves while batches are read, and a server that takes none of it harms no run."""

import logging
from uuid import UUID, uuid4

import httpx
import pytest

from flows import progress
from flows.progress import Way, spoken


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, str]]:
    """What the page was told, in order."""
    told: list[tuple[float, str]] = []

    def create(percent: float, key: str, description: str) -> UUID:
        assert key == "progress"
        told.append((percent, description))
        return uuid4()

    def update(_artifact: UUID, percent: float, description: str) -> None:
        told.append((percent, description))

    monkeypatch.setattr(progress, "create_progress_artifact", create)
    monkeypatch.setattr(progress, "update_progress_artifact", update)
    return told


def test_the_artifact_moves_with_every_batch(shown: list[tuple[float, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.0)
    assert list(Way().track("abcd", 4, "reading batches")) == ["a", "b", "c", "d"]
    assert [percent for percent, _ in shown] == [10.0, 27.5, 45.0, 62.5]
    assert shown[0][1] == "reading batches: 4 to do"
    assert shown[1][1].startswith("reading batches: 1 of 4, about 0 s left")


def test_quick_batches_do_not_flood_the_server(shown: list[tuple[float, str]]) -> None:
    assert len(list(Way().track(range(1000), 1000, "reading batches"))) == 1000
    assert len(shown) == 1


def test_a_server_that_is_away_does_not_stop_the_run(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: object, **__: object) -> None:
        raise httpx.ConnectError("All connection attempts failed")

    monkeypatch.setattr(progress, "create_progress_artifact", away)
    monkeypatch.setattr(progress, "get_run_logger", lambda: logging.getLogger("run"))
    assert list(Way().track("ab", 2, "reading batches")) == ["a", "b"]
    assert "progress is not shown: All connection attempts failed" in caplog.text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        pytest.param(40, "about 40 s", id="seconds"),
        pytest.param(720, "about 12 min", id="minutes"),
        pytest.param(12600, "about 3.5 h", id="hours"),
    ],
)
def test_time_left_is_said_as_people_say_it(seconds: float, words: str) -> None:
    assert spoken(seconds) == words
