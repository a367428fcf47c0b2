"""`make bench`: ratios measured in one run, because machines are shared and seconds mean little.

Parse: 1,000 reports (the real ones where they are, else the samples, repeated under other ids) beside a naive pass
over the same texts. Ingest: `jihua ingest` of one new report beside a process that runs an empty Prefect flow.
Store: a backfill of 10,000 reports, then `jihua ingest` of one new report into them beside one into an empty store; it
takes some minutes, and `python -m tests.bench 1 store` measures it alone.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.store import build, copy, counties, originals

ROOT = Path(__file__).parents[2]
MOST_PARSE_RATIO, MOST_PARSE_GB, MOST_INGEST_RATIO = 8, 3, 1.8
STORED, MOST_STORE_RATIO, MOST_BACKFILL_GB = 10_000, 1.3, 4
JIHUA = [str(Path(sys.executable).with_name("jihua"))]
EMPTY_FLOW = "from prefect import flow\n\n@flow\ndef empty() -> None: ...\n\nempty()\n"


def main() -> None:
    """Measure everything three times (or as often as the argument says) and print the ratios with their targets."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    if sys.argv[2:] != ["store"]:
        parsing(rounds)
        ingesting(rounds)
    storing(rounds)


def parsing(rounds: int) -> None:
    """Parsing beside the naive pass."""
    naive = [measured("naive") for _ in range(rounds)]
    parse = [measured("parse") for _ in range(rounds)]
    each = parse[0]
    print(f"reports  {each['reports']} of {each['source']}, {each['megabytes']:.0f} MB of text")
    print(f"naive    {line(naive)}   one split, one regex with groups")
    print(f"parse    {line(parse)}   every table; {each['observations']} observations")
    ratio = best(parse) / best(naive)
    print(f"         {ratio:.1f} times the naive pass (target: at most {MOST_PARSE_RATIO})")
    memory = max(p["peak_gb"] for p in parse)
    print(f"         peak memory {memory:.2f} GB (target: under {MOST_PARSE_GB})")


def ingesting(rounds: int) -> None:
    """One report beside an empty flow."""
    with tempfile.TemporaryDirectory() as folder:
        environment = environment_in(folder)
        empty = [wall([sys.executable, "-c", EMPTY_FLOW], environment) for _ in range(rounds)]
        ingest = [ingest_one(Path(folder) / f"data{n}", environment) for n in range(rounds)]
    print(f"empty    {', '.join(f'{s:.1f} s' for s in empty)}   a process with an empty Prefect flow")
    print(f"ingest   {', '.join(f'{s:.1f} s' for s in ingest)}   jihua ingest of one new report")
    print(f"         {min(ingest) / min(empty):.2f} times the empty flow (target: at most {MOST_INGEST_RATIO})")


def storing(rounds: int) -> None:
    """A backfill of very many reports, and one report on top of them beside one report alone."""
    with tempfile.TemporaryDirectory() as folder:
        environment, stored = environment_in(folder), Path(folder) / "stored"
        begun = time.perf_counter()
        what = build(stored, STORED)
        print(f"store    {STORED} of {what}, built in {time.perf_counter() - begun:.0f} s")
        seconds = wall([*JIHUA, "backfill", "--data", str(stored)], environment)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
        print(f"backfill {seconds:.0f} s, peak memory {peak:.2f} GB (target: under {MOST_BACKFILL_GB})")
        texts, _ = originals()
        alone, on_top = [], []
        for number in range(rounds):
            report = Path(folder) / f"new{number}.txt"
            report.write_text(copy(texts, counties(), STORED + number), encoding="utf-8")
            for data, times in ((Path(folder) / f"empty{number}", alone), (stored, on_top)):
                times.append(wall([*JIHUA, "ingest", str(report), "--data", str(data)], environment))
    print(f"alone    {', '.join(f'{s:.1f} s' for s in alone)}   jihua ingest of one report into an empty store")
    print(f"on top   {', '.join(f'{s:.1f} s' for s in on_top)}   the same into the {STORED}")
    print(f"         {min(on_top) / min(alone):.2f} times (target: at most {MOST_STORE_RATIO})")


def environment_in(folder: str) -> dict[str, str]:
    """An environment whose Prefect lives in this folder, with its database ready."""
    environment = os.environ | {"PREFECT_HOME": f"{folder}/prefect", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    environment["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] = "120"
    wall([sys.executable, "-c", EMPTY_FLOW], environment)  # migrates the server's database, once
    return environment


def measured(what: str) -> dict[str, float]:
    """One measurement in a process of its own, so that memory and caches are its own."""
    out = subprocess.run(
        [sys.executable, "-m", "tests.bench.measure", what], cwd=ROOT, check=True, capture_output=True, text=True
    )
    result: dict[str, float] = json.loads(out.stdout.splitlines()[-1])
    return result


def ingest_one(data: Path, environment: dict[str, str]) -> float:
    sample = sorted((ROOT / "data" / "raw" / "inbox").glob("*.txt"))[0]
    return wall([*JIHUA, "ingest", str(sample), "--data", str(data)], environment)


def wall(command: list[str], environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - begun


def best(rounds: list[dict[str, float]]) -> float:
    return min(r["seconds"] for r in rounds)


def line(rounds: list[dict[str, float]]) -> str:
    seconds = [r["seconds"] for r in rounds]
    return f"{', '.join(f'{s:.2f} s' for s in seconds)} (median {statistics.median(seconds):.2f} s)"


if __name__ == "__main__":
    main()
