"""Data Docs that open offline: Great Expectations' pages with our own templates in place of those that fetch from the web.

In: what Great Expectations has rendered. Out: HTML without scripts, fonts, pictures or addresses from elsewhere. Only Great
Expectations imports this module, by the name that `suites/great_expectations.yml` gives.
"""

from pathlib import Path

from great_expectations.render.view.view import DefaultJinjaIndexPageView, DefaultJinjaPageView
from jinja2 import ChoiceLoader, Environment, FileSystemLoader

PAGES = Path(__file__).parent / "suites" / "pages"


def _ours_first(env: Environment) -> None:
    loaders = [FileSystemLoader(PAGES)]
    if env.loader is not None:
        loaders.append(env.loader)  # type: ignore[arg-type]
    env.loader = ChoiceLoader(loaders)


class OfflinePageView(DefaultJinjaPageView):
    """A page about one suite, or about its results in one run."""

    def __init__(self, custom_styles_directory: str | None = None, custom_views_directory: str | None = None) -> None:
        super().__init__(custom_styles_directory, custom_views_directory)
        _ours_first(self.env)


class OfflineIndexPageView(DefaultJinjaIndexPageView):
    """The page that lists runs and suites."""

    def __init__(self, custom_styles_directory: str | None = None, custom_views_directory: str | None = None) -> None:
        super().__init__(custom_styles_directory, custom_views_directory)
        _ours_first(self.env)
