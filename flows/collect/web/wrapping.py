"""Is a page that came anew the one that is known, in another wrapping? In: both; out: yes or no.

Many sites write the hour, a counter of visits or a fresh key into every answer, and send no word that nothing changed.
Their bytes differ each time; the report in them does not. Without this, each run would make a new document of it.
"""

from flows.collect.examine import Called, examine
from flows.collect.formats import TEXTS
from flows.collect.record import Fetched
from flows.collect.store import RawStore
from flows.collect.web.answers import Page
from flows.collect.web.visits import Visit


def is_rewrapped(page: Page, facts: Fetched, known: Visit, store: RawStore) -> bool:
    """Whether the page has the text of the known one, or is a frame around the same files. Plain text has no
    wrapping: other bytes are another document."""
    if known.doc_id is None or facts.leads_to != known.facts.leads_to:
        return False
    if facts.leads_to:
        return True
    record = store.record(known.doc_id)
    if not record.taken or record.taken[0].media_type in TEXTS:
        return False
    called = Called(page.name, facts.content_type)
    text = examine(page.data, [called])[called].text
    return text is not None and text == store.read_original_text(known.doc_id)
