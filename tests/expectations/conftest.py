"""What the tests of rules share: the reports that several of them ask for are read together."""

from pathlib import Path

import pytest

from tests.support.reports import foresee, texts_of


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tell the reader of reports what the tests in this folder will ask for."""
    here = Path(__file__).parent
    foresee(texts_of([item for item in session.items if item.path.parent == here]))
