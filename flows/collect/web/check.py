"""A catalogue tried out: can every address be had, and which links of the list pages would be followed? Nothing is kept."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from flows.collect.reasons import Problem, Reason, problem
from flows.collect.wanted import Wanted
from flows.collect.web.answers import Page
from flows.collect.web.links import Link, links
from flows.collect.web.options import WebOptions
from flows.collect.web.session import Session
from flows.collect.web.watch import framed, text_of


@dataclass(frozen=True)
class Tried:
    """One address of a catalogue: why it cannot be had, or its size, how many links a list page has, and those that
    would be followed: the ones that fit, or the files that a page is only a frame around."""

    wanted: Wanted
    problem: Problem | None = None
    size: int = 0
    links: int = 0
    followed: tuple[Link, ...] = ()


def try_all(wanted: Sequence[Wanted], max_bytes: int, options: WebOptions) -> list[Tried]:
    """Fetch every address of a catalogue once, side by side; list pages are read, their links are not followed."""

    async def run() -> list[Tried]:
        async with Session(options, max_bytes) as session:
            return await asyncio.gather(*(_try(session, each) for each in wanted))

    return asyncio.run(run())


async def _try(session: Session, wanted: Wanted) -> Tried:
    answer = await session.fetch(wanted.address)
    if isinstance(answer, Problem):
        return Tried(wanted, answer)
    if not isinstance(answer, Page):
        raise TypeError("an answer to no condition")
    if wanted.match is None:
        return Tried(wanted, size=len(answer.data), followed=tuple(Link(a, "") for a in framed(answer)))
    text = text_of(answer)
    found = links(text, httpx.URL(answer.facts.final_url)) if text is not None else []
    followed = tuple(wanted.fitting(found))
    why = None if followed else problem(Reason.NO_LINKS, f"None of its {len(found)} links has {wanted.pattern!r} in it")
    return Tried(wanted, why, len(answer.data), len(found), followed)
