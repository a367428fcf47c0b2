"""`jihua`: the command line. Every command imports what it needs when it runs, so that `--help` answers at once."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from expectations.accepted import Accepted
    from flows.layout import Layout
    from flows.run import RunSummary
    from flows.settings import Settings
    from flows.storage import Location

PUBLISHED, FAILED, PUBLISHED_WITH_FINDINGS = 0, 1, 3
SEVERITY = click.Choice(["info", "warning", "error"])
KIND = click.Choice(["plan_report", "work_report", "responsibility_plan", "other"])

data_option = click.option("--data", help="Root that holds raw/ and curated/: a folder, or s3://bucket/prefix.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--debug", is_flag=True, help="Show tracebacks and every log line.")
@click.version_option(package_name="jihua")
def cli(debug: bool) -> None:
    """Read Chinese government plan reports into datasets with data-quality checks.

    Exit codes: 0 published, 1 failed, 2 wrong usage, 3 published with findings at or above --fail-on.
    """
    if not debug:
        sys.excepthook = _plain_error


@cli.command()
@click.argument("sources", nargs=-1)
@data_option
@click.option("--force", is_flag=True, help="Read again what the release has already.")
@click.option("--fail-on", type=SEVERITY, help="Exit with 3 at findings of this severity or above.")
def ingest(sources: tuple[str, ...], data: str | None, force: bool, fail_on: str | None) -> None:
    """Read SOURCES, check them and publish a release.

    A source is a file, a folder, an address (https://…, s3://…) or a catalogue of addresses (sources.toml); by default,
    what lies in data/raw/inbox and what the catalogue names.
    """
    layout = _layout(data)
    _accepted()
    _check_catalogues(sources, layout)
    _prepare_prefect()
    from expectations.judge import warm_up
    from flows.ingest import ingest as flow
    from flows.trouble import explained

    warm_up()
    with explained(layout.root):
        state = flow(list(sources) or None, data=str(layout.root), force=force, trigger="command", return_state=True)
    _end(layout, state, fail_on)


@cli.group()
def sources() -> None:
    """Look after the catalogue of sources (sources.toml)."""


@sources.command()
@click.argument("file", required=False)
@data_option
def check(file: str | None, data: str | None) -> None:
    """Try a catalogue without reading anything: can each address be had, which links of the list pages fit?

    FILE is the catalogue of the settings by default. Exits with 1 where an address cannot be had.
    """
    settings = _settings(data)
    from rich.console import Console

    from flows import storage
    from flows.collect.catalogue import CatalogueError
    from flows.fetching import CATALOGUE, catalogue
    from flows.trying import tried_lines, try_catalogue

    path = storage.location(file) if file else catalogue(settings)
    if path is None:
        raise click.UsageError(f"there is no catalogue: name one, or put {CATALOGUE} into {settings.data}")
    try:
        tried = try_catalogue(path, settings)
    except CatalogueError as error:
        raise click.UsageError(f"catalogue:\n{error}") from error
    Console(soft_wrap=True).print(tried_lines(tried))
    sys.exit(FAILED if any(one.problem for one in tried) else PUBLISHED)


@cli.command()
@click.option("--region", help="GB/T 2260 code; a province or prefecture takes in the places below it.")
@click.option("--years", metavar="A-B", help="Review or plan years, as 2020-2025 or 2024.")
@click.option("--kind", type=KIND, help="Only documents of this kind.")
@click.option(
    "--document", metavar="ID", help="Only this one: its doc_id or the beginning of it, or its source's name."
)
@click.option("--dry-run", is_flag=True, help="Show what would change and publish nothing.")
@click.option("--force", is_flag=True, help="Read again what the release has from this very parser, too.")
@click.option("--fail-on", type=SEVERITY, help="Exit with 3 at findings of this severity or above.")
@data_option
def backfill(
    region: str | None,
    years: str | None,
    kind: str | None,
    document: str | None,
    dry_run: bool,
    force: bool,
    fail_on: str | None,
    data: str | None,
) -> None:
    """Read the raw store again, never the network, and show what changes against the current release.

    What the release has from this very parser and these rules is left as it is. A backfill that was killed goes on
    where it stopped.
    """
    layout = _layout(data)
    _accepted()
    _prepare_prefect()
    from flows.backfill import backfill as flow
    from flows.trouble import explained

    with explained(layout.root):
        state = flow(region, years, kind, document, dry_run, data=str(layout.root), force=force, return_state=True)
    _end(layout, state, fail_on)


@cli.command()
@click.option("--run", "run_id", help="Findings of the release of this run; default: the current release.")
@click.option("--rule", help="Only this rule, or family of rules.")
@click.option("--severity", type=SEVERITY, help="Only findings of this severity.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or programs.")
@data_option
def findings(run_id: str | None, rule: str | None, severity: str | None, form: str, data: str | None) -> None:
    """Print what does not add up: new, still there, and gone since the release before.

    Findings that somebody accepted stand at the end, with who and why.
    """
    layout, accepted = _layout(data), _accepted()
    from flows.listing import as_json, list_findings

    listing = list_findings(layout, accepted, run_id).only(rule, severity)
    if form == "json":
        click.echo(as_json(listing))
        return
    from rich.console import Console

    from flows.report.terminal import accepted_lines, findings_table

    console = Console(soft_wrap=True)
    console.print(findings_table(listing.shown, compared=listing.compared, brackets=console.color_system is None))
    console.print(accepted_lines(listing.silenced, listing.unused))


@cli.command()
@click.argument("finding_id")
@click.option("--run", "run_id", help="As the release of this run has it; default: the current release.")
@data_option
def explain(finding_id: str, run_id: str | None, data: str | None) -> None:
    """Show one finding with the report's text around it. FINDING_ID may be its first characters."""
    layout, accepted = _layout(data), _accepted()
    from rich.console import Console

    from flows.listing import UnknownFindingError, list_findings, one_finding, rule_texts, text_of
    from flows.report.terminal import explanation

    listing = list_findings(layout, accepted, run_id)
    try:
        finding = one_finding(listing, finding_id)
    except UnknownFindingError as error:
        raise click.UsageError(str(error)) from error
    rule = {text.id: text for text in rule_texts()}.get(finding["rule"])
    console = Console(soft_wrap=True)
    text = text_of(layout, finding, run_id)
    console.print(explanation(finding, text, rule, compared=listing.compared, brackets=console.color_system is None))


@cli.command()
@click.option("--run", "run_id", help="Report of this run; default: the last one.")
@click.option("--open", "open_it", is_flag=True, help="Open it in the browser.")
@data_option
def report(run_id: str | None, open_it: bool, data: str | None) -> None:
    """Say where a run's quality report lies; it is made again where it is missing."""
    from flows import storage
    from flows.journal import recall

    layout = _layout(data)
    _accepted()
    summary = recall(layout, run_id)
    path = layout.report(summary.run_id)
    if not storage.exists(path):
        from flows.reporting import quality_report, reported_tables

        quality_report(layout, summary, reported_tables(layout, summary))
    click.echo(path)
    if open_it:
        click.launch(storage.copied(path).as_uri())


@cli.command()
@click.option("--mend", is_flag=True, help="Mend what can be mended safely.")
@data_option
def doctor(mend: bool, data: str | None) -> None:
    """Check a data folder: originals against their hashes, tables against the release, what broken runs left.

    Exit code 1 where something stays wrong.
    """
    from flows.doctor import examine
    from flows.settings import Settings
    from flows.trouble import explained

    layout = _layout(data)
    with explained(layout.root):
        examined = examine(layout, mend=mend, lock_seconds=Settings().lock_seconds)
    click.echo(f"{examined.originals} originals, {examined.tables} tables, {examined.releases} releases looked at")
    for trouble in examined.troubles:
        mended = trouble in examined.mended
        sign = "mended" if mended else "  wrong" if trouble.mend is None else "mendable"
        click.echo(f"{sign:>8}  {trouble.where}\n          {trouble.what}\n          {trouble.advice}")
    if not examined.troubles:
        click.echo("all is well 一切正常")
    elif any(trouble.mend for trouble in examined.left):
        click.echo("jihua doctor --mend does what is marked mendable")
    sys.exit(FAILED if examined.left else PUBLISHED)


@cli.command()
@click.argument("release_id", metavar="RELEASE")
@data_option
def rollback(release_id: str, data: str | None) -> None:
    """Make an older RELEASE the current one again. Newer releases stay, and can be made current in the same way."""
    from flows import storage
    from flows.publish.keep import releases, roll_back
    from flows.publish.release import NoReleaseError
    from flows.settings import Settings
    from flows.trouble import explained

    layout = _layout(data)
    with explained(layout.root), storage.held(layout.publish_lock, Settings().lock_seconds):
        try:
            release = roll_back(layout, release_id)
        except NoReleaseError as error:
            known = ", ".join(one.release_id for one in releases(layout)) or "none"
            raise click.UsageError(f"{error}; releases that are kept: {known}") from error
    rows = ", ".join(f"{table} {count}" for table, count in release.rows().items())
    click.echo(f"release {release.release_id} is current again: {rows}")
    click.echo("what came after it is read again when its sources, or `jihua backfill`, bring it")


@cli.command()
@click.argument("tables", nargs=-1)
@click.option("--format", "form", type=click.Choice(["csv", "parquet", "xlsx"]), required=True)
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder to write to.")
@click.option("--run", "run_id", help="The release of this run; default: the current one.")
@data_option
def export(tables: tuple[str, ...], form: str, to: Path, run_id: str | None, data: str | None) -> None:
    """Write TABLES (default: all) of the current release as files for other programs."""
    from flows.publish.export import export as export_tables

    for path in export_tables(_layout(data), tables, form, to, run_id):  # type: ignore[arg-type]
        click.echo(path)


@cli.command()
def tables() -> None:
    """Print the data dictionary: every table, every column, with type, unit and meaning."""
    from rich.console import Console

    from expectations.schemas import TABLES, dictionary
    from flows.report.terminal import dictionary_table

    console = Console()
    columns = list(dictionary())
    for name, model in TABLES.items():
        console.print(dictionary_table(name, (model.__doc__ or "").strip(), [c for c in columns if c.table == name]))


@cli.command()
def deploy() -> None:
    """Register the deployments on the Prefect server in use (PREFECT_API_URL)."""
    from flows.deployments import deploy as deploy_all

    click.echo(deploy_all(Path.cwd()))


def main() -> None:
    """Entry point of the `jihua` command."""
    cli(prog_name="jihua")


def _layout(data: str | None) -> "Layout":
    from flows.layout import Layout

    return Layout(_settings(data).data.resolve())


def _settings(data: "str | Location | None") -> "Settings":
    """The settings; one that is wrong is wrong usage."""
    from pydantic import ValidationError

    from flows.settings import settings_for

    try:
        return settings_for(data)
    except ValidationError as error:
        wrong = "; ".join(": ".join([*map(str, e["loc"]), e["msg"]]) for e in error.errors())
        raise click.UsageError(f"settings (JIHUA_… variables or jihua.toml): {wrong}") from error


def _check_catalogues(sources: tuple[str, ...], layout: "Layout") -> None:
    """Read the catalogues that a run would read: one that is wrong is wrong usage, told before anything is done."""
    from flows import storage
    from flows.collect.wanted import is_catalogue
    from flows.fetching import catalogue

    usual = None if sources else catalogue(_settings(layout.root))
    named = [source for source in sources if is_catalogue(source)] + ([str(usual)] if usual else [])
    if not named:
        return
    from flows.collect.catalogue import CatalogueError, read_catalogue

    try:
        for path in named:
            read_catalogue(storage.location(path))
    except CatalogueError as error:
        raise click.UsageError(f"catalogue:\n{error}") from error


def _accepted() -> "tuple[Accepted, ...]":
    """What `accepted.toml` says; a file that is wrong is wrong usage, told before anything is done."""
    from flows.settings import Settings

    path = Settings().accepted
    if not path.exists():
        return ()
    from expectations.accepted import AcceptedFileError, read_accepted

    try:
        return read_accepted(path)
    except AcceptedFileError as error:
        raise click.UsageError(f"accepted findings: {error}") from error


def _prepare_prefect() -> None:
    """Prefect reads these when it is imported; a variable that is set already wins."""
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    if sys.excepthook is _plain_error:
        os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")


def _end(layout: "Layout", state: object, fail_on: str | None) -> None:
    """Print what the run did and leave with the exit code that it calls for."""
    from prefect.client.schemas.objects import State
    from rich.console import Console

    from flows.report.terminal import run_lines
    from flows.settings import Settings

    assert isinstance(state, State)
    result = state.result(raise_on_failure=False)
    if isinstance(result, BaseException):
        raise result
    summary: RunSummary = result
    Console(soft_wrap=True).print(run_lines(summary, layout.report(summary.run_id)))
    _show_comparison(layout, summary.run_id, summary.outcome)
    threshold = fail_on or Settings().fail_on
    if state.is_failed():
        sys.exit(FAILED)
    sys.exit(PUBLISHED_WITH_FINDINGS if threshold != "never" and summary.findings_from(threshold) else PUBLISHED)


def _show_comparison(layout: "Layout", run_id: str, outcome: str) -> None:
    """Print what a backfill changed, or would change, and where the whole list lies."""
    from rich.console import Console

    from flows.publish.compare import read_comparison
    from flows.report.terminal import comparison_lines

    if (comparison := read_comparison(layout.changes(run_id))) is not None:
        lines = comparison_lines(comparison.tables, comparison.examples, layout.changes(run_id), outcome)
        Console(soft_wrap=True).print(lines)


def _plain_error(kind: type[BaseException], error: BaseException, _traceback: object) -> None:
    """One line for a person, in which the name of a source cannot act; the traceback is for `--debug`."""
    from flows.report.visible import visible

    click.echo(f"jihua: {visible(str(error)) or kind.__name__}\n  (jihua --debug … shows where)", err=True)


if __name__ == "__main__":
    main()
