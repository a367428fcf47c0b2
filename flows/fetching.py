"""What the settings say of fetching, in the words of flows/collect: manners and limits, and where the catalogue lies."""

from importlib.metadata import version
from pathlib import Path

from flows import storage
from flows.collect.web.hosts import Manners
from flows.collect.web.options import WebOptions
from flows.settings import Settings
from flows.storage import Location

CATALOGUE = Path("sources.toml")


def web_options(settings: Settings) -> WebOptions:
    """How to fetch."""
    return WebOptions(
        user_agent=settings.user_agent or f"jihua/{version('jihua')}",
        allowed_private_hosts=settings.allowed_private_hosts,
        answer_seconds=settings.answer_seconds,
        attempts=settings.fetch_attempts,
        manners=Manners(pause_seconds=settings.pause_seconds),
        ca_file=settings.ca_file,
    )


def catalogue(settings: Settings) -> Location | None:
    """The catalogue that a run without sources reads: the one that the settings name, else `sources.toml` in the data
    root or in the working directory; None where there is none."""
    if settings.catalogue is not None:
        return settings.catalogue
    return next((path for path in (settings.data / CATALOGUE, CATALOGUE) if storage.exists(path)), None)
