"""Addresses in, originals in the raw store out: pages, the reports that list pages lead to, and attachments.

Everything is fetched side by side as far as each host's manners let it, so that a dead host holds up nothing but its own
pages. What came is kept before the next step is taken; what could not be had is an outcome with its reason.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from queue import SimpleQueue
from typing import TypeVar

import httpx
from anyio.from_thread import start_blocking_portal

from flows.collect.encodings import decode, find_encoding
from flows.collect.formats import recognise
from flows.collect.outcome import Outcome
from flows.collect.reasons import Problem, Reason, problem
from flows.collect.record import Hints
from flows.collect.sources import Item, Skipped
from flows.collect.store import RawStore
from flows.collect.wanted import Wanted
from flows.collect.web.answers import Page, Unchanged
from flows.collect.web.links import Link, attachments, is_frame, links, other_pages
from flows.collect.web.names import address_name
from flows.collect.web.options import WebOptions
from flows.collect.web.session import Session
from flows.collect.web.urls import parse_address
from flows.collect.web.visits import Visit, Visits
from flows.collect.web.wrapping import is_rewrapped

T = TypeVar("T")
HTML = "text/html"
KEPT_AT_ONCE = 2  # pages and files read side by side: each may take a processor and 500 MB
MOST_FRAME_BYTES = 2_000_000  # a covering notice with a site's menus and scripts has a tenth of it

Progress = Callable[[int, int], None]  # addresses done, addresses known so far


@dataclass(frozen=True)
class Fetches:
    """What fetching gave: one outcome a report, and the addresses that are no reports but led to some."""

    outcomes: list[Outcome] = field(default_factory=list)
    aside: list[Skipped] = field(default_factory=list)

    @classmethod
    def all_of(cls, parts: Iterable["Fetches"]) -> "Fetches":
        listed = list(parts)
        return cls([o for part in listed for o in part.outcomes], [a for part in listed for a in part.aside])


def fetch_all(
    wanted: Sequence[Wanted], store: RawStore, max_bytes: int, options: WebOptions, progress: Progress
) -> Fetches:
    """Fetch every wanted address and what it leads to, and keep it in the store. Nothing that is wrong with an address
    raises.

    The event loop has a thread of its own, so that the caller may have one, too, and `progress` is called in the
    caller's thread. Where the caller is interrupted, fetching stops.
    """
    steps: SimpleQueue[tuple[int, int] | None] = SimpleQueue()

    def step(done: int, known: int) -> None:
        steps.put((done, known))

    with start_blocking_portal("asyncio") as portal:  # left by an error, it ends what is under way
        fetches = portal.start_task_soon(_fetch_all, wanted, store, max_bytes, options, step)
        fetches.add_done_callback(lambda _: steps.put(None))
        while (now := steps.get()) is not None:
            progress(*now)
        return fetches.result()


async def _fetch_all(
    wanted: Sequence[Wanted], store: RawStore, max_bytes: int, options: WebOptions, progress: Progress
) -> Fetches:
    async with Session(options, max_bytes) as session:
        watch = Watch(session, store, progress)
        fetches = Fetches.all_of(await asyncio.gather(*(watch.source(n, w) for n, w in enumerate(wanted))))
    return replace(fetches, outcomes=watch.hand_on_hints(fetches.outcomes))


@dataclass(frozen=True)
class _Claim:
    """A source that leads to an address: its place among the sources, and what a catalogue says of it."""

    order: int
    hints: Hints | None

    def yields_to(self, other: "_Claim") -> bool:
        return other.hints is not None and (self.hints is None or other.order < self.order)


class Watch:
    """One run over the wanted addresses."""

    def __init__(self, session: Session, store: RawStore, progress: Progress) -> None:
        self._session = session
        self._store = store
        self._visits = Visits(store.root)
        self._progress = progress
        self._claims: dict[str, _Claim] = {}
        self._keeping = asyncio.Semaphore(KEPT_AT_ONCE)
        self._known = 0
        self._done = 0

    async def source(self, order: int, wanted: Wanted) -> Fetches:
        """One source of the catalogue, or one address: `order` is its place among all."""
        url = parse_address(wanted.address)
        if isinstance(url, Problem):
            return Fetches([_failed(wanted.address, url)])
        if wanted.match is None:
            return await self._page(str(url), order, wanted.hints)
        return await self._list(str(url), order, wanted)

    def hand_on_hints(self, outcomes: Iterable[Outcome]) -> list[Outcome]:
        """Keep what the catalogue knows of each document with it: the hints of the first source that led to it."""
        return [self._hinted(outcome) for outcome in outcomes]

    def _hinted(self, outcome: Outcome) -> Outcome:
        claim = self._claims.get(outcome.item.uri)
        if outcome.added is None or claim is None or claim.hints is None:
            return outcome
        known, hints = outcome.added.record, claim.hints
        record = self._store.hint(known.doc_id, outcome.item.uri, hints)
        return replace(outcome, added=replace(outcome.added, record=record))

    async def _list(self, address: str, order: int, wanted: Wanted) -> Fetches:
        """A list page: its links that fit are pages to fetch."""
        found = await self._counted(self._links(address))
        if isinstance(found, Problem):
            return Fetches([_failed(address, found)])
        fitting = wanted.fitting(found)
        if not fitting:
            why = problem(Reason.NO_LINKS, f"None of its {len(found)} links has {wanted.pattern!r} in it")
            return Fetches([_failed(address, why)])
        pages = (self._page(link.address, order, wanted.hints, address) for link in fitting)
        aside = Skipped(address, wanted.name or address, f"a list page; {len(fitting)} of its {len(found)} links fit")
        return Fetches.all_of([Fetches(aside=[aside]), *await asyncio.gather(*pages)])

    async def _links(self, address: str) -> tuple[Link, ...] | Problem:
        known = self._visits.last(address)
        answer = await self._session.fetch(address, known.facts if known else None)
        if isinstance(answer, Problem):
            return answer
        if isinstance(answer, Unchanged):
            return known.links if known else ()
        return await asyncio.to_thread(self._keep_links, address, answer)

    def _keep_links(self, address: str, page: Page) -> tuple[Link, ...] | Problem:
        text = text_of(page)
        if text is None:
            return problem(Reason.NO_LINKS, "It is no web page")
        found = tuple(links(text, httpx.URL(page.facts.final_url)))
        self._visits.remember(Visit(address, page.facts, links=found))
        return found

    async def _page(
        self, address: str, order: int, hints: Hints | None, found_on: str = "", *, attached: bool = False
    ) -> Fetches:
        """A page or file, fetched once a run, and the attachments that it is only a frame around."""
        if not self._claim(address, _Claim(order, hints)):
            return Fetches()
        outcome = await self._counted(self._document(address, found_on))
        origin = outcome.added.record.origin(address, outcome.item.name) if outcome.added else None
        frame = origin.fetched.leads_to if origin and origin.fetched else ()
        if not frame:
            further = origin.fetched.goes_on if origin and origin.fetched and not attached else ()
            rest = await asyncio.gather(*(self._page(other, order, hints, found_on) for other in further))
            return Fetches.all_of([Fetches([outcome]), *rest])
        if attached:  # else a site could lead on from frame to frame without end
            return Fetches(aside=[Skipped(address, outcome.item.name, "a frame within a frame, which is not followed")])
        parts = await asyncio.gather(*(self._page(file, order, hints, address, attached=True) for file in frame))
        aside = Skipped(address, outcome.item.name, f"a frame around {len(frame)} attached files")
        return Fetches.all_of([Fetches(aside=[aside]), *parts])

    def _claim(self, address: str, claim: "_Claim") -> bool:
        """Whether this is the first source that leads to the address. The first one of the catalogue says what is known
        of it."""
        known = self._claims.get(address)
        if known is None or known.yields_to(claim):
            self._claims[address] = claim
        return known is None

    async def _document(self, address: str, found_on: str) -> Outcome:
        """The document at an address, as the store keeps it."""
        known = await asyncio.to_thread(self._last_kept, address)
        answer = await self._session.fetch(address, known.facts if known else None)
        if isinstance(answer, Problem):
            return _failed(address, answer)
        if isinstance(answer, Page):
            async with self._keeping:
                return await asyncio.to_thread(self._keep, address, answer, known, found_on)
        if known is None:
            raise TypeError("an answer to no condition")
        async with self._keeping:
            return await asyncio.to_thread(self._keep_known, known)

    def _last_kept(self, address: str) -> Visit | None:
        """The last visit, if the store still has what it gave."""
        known = self._visits.last(address)
        return known if known and known.doc_id and self._store.holds(known.doc_id) else None

    def _keep(self, address: str, page: Page, known: Visit | None, found_on: str) -> Outcome:
        """Keep what came, with where it was found first and the files that it is only a frame around."""
        first_found_on = known.facts.found_on if known else found_on
        facts = replace(page.facts, found_on=first_found_on, leads_to=framed(page), goes_on=paged(page))
        if known and is_rewrapped(page, facts, known, self._store):
            rewrapped = replace(known, facts=facts)
            self._visits.remember(rewrapped)
            return self._keep_known(rewrapped)
        added = self._store.add(page.data, address, page.name, facts)
        self._visits.remember(Visit(address, facts, added.record.doc_id, page.name))
        return Outcome(Item(address, page.name), added, added.problem)

    def _keep_known(self, known: Visit) -> Outcome:
        """The same bytes as last time: the code of today may read what that of yesterday could not."""
        data = self._store.read_original(known.doc_id or "")
        added = self._store.add(data, known.address, known.name, known.facts)
        return Outcome(Item(known.address, known.name), added, added.problem)

    async def _counted(self, step: Awaitable[T]) -> T:
        """The step's result; the progress shows it as known now and as done then."""
        self._known += 1
        self._progress(self._done, self._known)
        result = await step
        self._done += 1
        self._progress(self._done, self._known)
        return result


def _failed(address: str, why: Problem) -> Outcome:
    url = parse_address(address)
    return Outcome(Item(address, address if isinstance(url, Problem) else address_name(url)), None, why)


def text_of(page: Page) -> str | None:
    """The page as text, if it is text; whether it is a web page, too, is not asked."""
    encoding = find_encoding(page.data)
    return None if isinstance(encoding, Problem) else decode(page.data, encoding.name)


def paged(page: Page) -> tuple[str, ...]:
    """The addresses of the other pages of a report that a site shows on several."""
    if len(page.data) > MOST_FRAME_BYTES or recognise(page.data, page.name).media_type != HTML:
        return ()
    text = text_of(page)
    return () if text is None else tuple(other_pages(text, httpx.URL(page.facts.final_url)))


def framed(page: Page) -> tuple[str, ...]:
    """The addresses of the files that a web page is only a frame around; none for any other page."""
    if len(page.data) > MOST_FRAME_BYTES:
        return ()
    text = text_of(page) if recognise(page.data, page.name).media_type == HTML else None
    if text is None or not is_frame(text):
        return ()
    return tuple(link.address for link in attachments(text, httpx.URL(page.facts.final_url)))
