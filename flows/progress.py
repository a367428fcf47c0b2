"""How far a run is: a bar for people at a terminal, a progress artifact on the server's page, silence for logs."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar, cast
from uuid import UUID

import httpx
from prefect import get_run_logger
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

T = TypeVar("T")
READING = (10.0, 80.0)  # percent of a run's way, as its page shows it: collected before, published after
REPORTING = 95.0
EVERY_SECONDS = 2.0


@dataclass
class Way:
    """The way of one run, as the artifact `progress` on its page. It informs: where the server does not take it, the
    run goes on."""

    artifact: UUID | None = None
    moved: float = field(default_factory=time.monotonic)

    def move(self, percent: float, words: str) -> None:
        """Show that the run is so far, and what it does now."""
        self.moved = time.monotonic()
        try:
            if self.artifact is None:
                self.artifact = cast(UUID, create_progress_artifact(percent, key="progress", description=words))
            else:
                update_progress_artifact(self.artifact, percent, description=words)
        except httpx.HTTPError as error:
            get_run_logger().warning("progress is not shown: %s", error)

    @contextmanager
    def count(self, what: str) -> Iterator[Callable[[int, int], None]]:
        """A function to be told how many are done and how many are known so far, while there is more to be found."""
        with _progress() as bar:
            task = bar.add_task(what, total=None, visible=False)

            def tell(done: int, known: int) -> None:
                bar.update(task, completed=done, total=known, visible=True)
                if time.monotonic() - self.moved >= EVERY_SECONDS:
                    self.move(READING[0] * done / max(known, 1), f"{what}: {done} of {known} known so far")

            yield tell

    def track(self, steps: Iterable[T], total: int, what: str) -> Iterator[T]:
        """Yield the steps as they are done, moving the artifact every two seconds, and a bar at a terminal."""
        started, (first, last) = time.monotonic(), READING
        self.move(first, f"{what}: {total} to do")
        for done, step in enumerate(_bar(steps, total, what), start=1):
            yield step
            if done < total and time.monotonic() - self.moved >= EVERY_SECONDS:
                left = (time.monotonic() - started) / done * (total - done)
                self.move(first + (last - first) * done / total, f"{what}: {done} of {total}, {spoken(left)} left")


def spoken(seconds: float) -> str:
    """A span of time as people say it: `40 s`, `12 min`, `3.5 h`."""
    if seconds < 90:
        return f"about {seconds:.0f} s"
    return f"about {seconds / 60:.0f} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"


def _bar(steps: Iterable[T], total: int, what: str) -> Iterator[T]:
    with _progress() as bar:
        task = bar.add_task(what, total=total)
        for step in steps:
            yield step
            bar.advance(task)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True)
