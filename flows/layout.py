"""The one module that knows where things lie under the data root."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """The folders of one data root, which holds `raw/` (what came in) and `curated/` (what people read).

    raw/inbox     files that a person drops in
    raw/store     originals by their sha256, each with its record and its normalised text
    raw/staged    parsed and checked batches of a run that has not published yet; safe to delete between runs
    curated/<t>   one Delta table a folder
    curated/releases   one file a release; `current.json` is the one that readers follow
    curated/journal    one file a run: what it did, whether it published or not
    curated/reports    one HTML quality report a run
    curated/changes    what each backfill changed, or would change, as csv files
    curated/data_docs  Great Expectations' pages
    """

    root: Path

    @property
    def inbox(self) -> Path:
        return self.root / "raw" / "inbox"

    @property
    def store(self) -> Path:
        return self.root / "raw" / "store"

    @property
    def staged(self) -> Path:
        return self.root / "raw" / "staged"

    @property
    def curated(self) -> Path:
        return self.root / "curated"

    def table(self, name: str) -> Path:
        return self.curated / name

    @property
    def releases(self) -> Path:
        return self.curated / "releases"

    @property
    def journal(self) -> Path:
        return self.curated / "journal"

    @property
    def reports(self) -> Path:
        return self.curated / "reports"

    @property
    def data_docs(self) -> Path:
        return self.curated / "data_docs"

    @property
    def datapackage(self) -> Path:
        return self.curated / "datapackage.json"

    @property
    def publish_lock(self) -> Path:
        return self.curated / ".publish.lock"

    def changes(self, run_id: str) -> Path:
        return self.curated / "changes" / run_id

    def report(self, run_id: str) -> Path:
        return self.reports / f"{run_id}.html"
