"""How fetching is to be done: what the settings and the catalogue choose, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flows.collect.web.hosts import Manners

if TYPE_CHECKING:
    from flows.collect.catalogue import HostEntry


@dataclass(frozen=True)
class WebOptions:
    """Limits and manners of one run.

    Times are seconds. `answer_seconds` is the longest that one answer may take from the request to its last byte,
    `read_seconds` the longest silence within it. `attempts` counts the first one; between two of them `first_wait`
    is waited, then twice as long each time up to `longest_wait`, and as much again at random (at most a second, or the
    first wait where that is shorter); a server that asks for a longer wait than the longest is left alone.
    `allowed_private_hosts` may lie anywhere, all other hosts only in the public network. `hosts` has the manners
    towards particular ones.
    """

    user_agent: str = "jihua"
    allowed_private_hosts: tuple[str, ...] = ()
    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    answer_seconds: float = 120.0
    attempts: int = 4
    first_wait: float = 1.0
    longest_wait: float = 60.0
    redirects: int = 5
    at_once: int = 64
    manners: Manners = field(default_factory=Manners)
    hosts: Mapping[str, Manners] = field(default_factory=dict)
    ca_file: Path | None = None

    def with_hosts(self, entries: Mapping[str, "HostEntry"]) -> "WebOptions":
        """The same, with what a catalogue says of particular hosts; what it leaves open stays as it is."""
        usual = self.manners
        particular = {
            name: Manners(
                usual.pause_seconds if entry.pause_seconds is None else entry.pause_seconds,
                entry.requests_at_once or usual.at_once,
            )
            for name, entry in entries.items()
        }
        return replace(self, hosts={**self.hosts, **particular})
