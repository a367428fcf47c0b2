"""Data Docs that open offline, and in which a report's text is text: Great Expectations' pages with our own templates in
place of those that fetch from the web, and with the values escaped that it prints as they are.

In: what Great Expectations has rendered. Out: HTML without scripts, fonts, pictures or addresses from elsewhere. Only Great
Expectations imports this module, by the name that `suites/great_expectations.yml` gives.
"""

from html import escape
from pathlib import Path
from typing import Any

from great_expectations.render.view.view import DefaultJinjaIndexPageView, DefaultJinjaPageView
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, pass_context
from jinja2.runtime import Context

PAGES = Path(__file__).parent / "suites" / "pages"


def _ours_first(env: Environment) -> None:
    loaders = [FileSystemLoader(PAGES)]
    if env.loader is not None:
        loaders.append(env.loader)  # type: ignore[arg-type]
    env.loader = ChoiceLoader(loaders)


def _escaped(content: Any) -> Any:
    """Bare strings, alone or in a list, are values; what Great Expectations has marked up comes as a dict."""
    if isinstance(content, str):
        return escape(content)
    if isinstance(content, list):
        return [escape(item) if isinstance(item, str) else item for item in content]
    return content


class OfflinePageView(DefaultJinjaPageView):
    """A page about one suite, or about its results in one run."""

    def __init__(self, custom_styles_directory: str | None = None, custom_views_directory: str | None = None) -> None:
        super().__init__(custom_styles_directory, custom_views_directory)
        _ours_first(self.env)

    @pass_context
    def render_content_block(self, jinja_context: Context, content_block: Any, *more: Any, **named: Any) -> Any:
        """Markup for one part of a page."""
        return super().render_content_block(jinja_context, _escaped(content_block), *more, **named)


class OfflineIndexPageView(DefaultJinjaIndexPageView):
    """The page that lists runs and suites."""

    def __init__(self, custom_styles_directory: str | None = None, custom_views_directory: str | None = None) -> None:
        super().__init__(custom_styles_directory, custom_views_directory)
        _ours_first(self.env)
