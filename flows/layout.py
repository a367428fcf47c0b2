"""The one module that knows where things lie under the data root."""

from dataclasses import dataclass

from flows.storage import Location


@dataclass(frozen=True)
class Layout:
    """The names below one data root, a folder or an address in a bucket, which holds `raw/` (what came in) and `curated/`
    (what people read).

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

    root: Location

    @property
    def raw(self) -> Location:
        return self.root / "raw"

    @property
    def inbox(self) -> Location:
        return self.raw / "inbox"

    @property
    def store(self) -> Location:
        return self.raw / "store"

    @property
    def staged(self) -> Location:
        return self.raw / "staged"

    @property
    def curated(self) -> Location:
        return self.root / "curated"

    def table(self, name: str) -> Location:
        return self.curated / name

    @property
    def releases(self) -> Location:
        return self.curated / "releases"

    @property
    def current(self) -> Location:
        return self.releases / "current.json"

    def release(self, release_id: str) -> Location:
        return self.releases / f"{release_id}.json"

    @property
    def journal(self) -> Location:
        return self.curated / "journal"

    def entry(self, run_id: str) -> Location:
        return self.journal / f"{run_id}.json"

    def announcement(self, run_id: str) -> Location:
        return self.journal / f"{run_id}.pending"

    @property
    def last_run(self) -> Location:
        return self.journal / "last"

    @property
    def reports(self) -> Location:
        return self.curated / "reports"

    def report(self, run_id: str) -> Location:
        return self.reports / f"{run_id}.html"

    @property
    def data_docs(self) -> Location:
        return self.curated / "data_docs"

    @property
    def datapackage(self) -> Location:
        return self.curated / "datapackage.json"

    @property
    def publish_lock(self) -> Location:
        return self.curated / ".publish.lock"

    def derived(self, run_id: str) -> Location:
        return self.staged / f".derived-{run_id}"

    def changes(self, run_id: str) -> Location:
        return self.curated / "changes" / run_id
