"""`make bench`: ratios measured in one run, because machines are shared and seconds mean little.

Parse: 1,000 reports (the real ones where they are, else the samples, repeated under other ids) beside a naive pass
over the same texts. Ingest: `jihua ingest` of one new report beside a process that runs an empty Prefect flow.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_PARSE_RATIO, MOST_PARSE_GB, MOST_INGEST_RATIO = 8, 3, 1.8
EMPTY_FLOW = "from prefect import flow\n\n@flow\ndef empty() -> None: ...\n\nempty()\n"


def main() -> None:
    """Measure everything three times (or as often as the argument says) and print the ratios with their targets."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
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
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PREFECT_HOME": f"{folder}/prefect", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
        environment["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] = "120"
        wall([sys.executable, "-c", EMPTY_FLOW], environment)  # migrates the server's database, once
        empty = [wall([sys.executable, "-c", EMPTY_FLOW], environment) for _ in range(rounds)]
        ingest = [ingest_one(Path(folder) / f"data{n}", environment) for n in range(rounds)]
    print(f"empty    {', '.join(f'{s:.1f} s' for s in empty)}   a process with an empty Prefect flow")
    print(f"ingest   {', '.join(f'{s:.1f} s' for s in ingest)}   jihua ingest of one new report")
    print(f"         {min(ingest) / min(empty):.2f} times the empty flow (target: at most {MOST_INGEST_RATIO})")


def measured(what: str) -> dict[str, float]:
    """One measurement in a process of its own, so that memory and caches are its own."""
    out = subprocess.run(
        [sys.executable, "-m", "tests.bench.measure", what], cwd=ROOT, check=True, capture_output=True, text=True
    )
    result: dict[str, float] = json.loads(out.stdout.splitlines()[-1])
    return result


def ingest_one(data: Path, environment: dict[str, str]) -> float:
    sample = sorted((ROOT / "data" / "raw" / "inbox").glob("*.txt"))[0]
    jihua = Path(sys.executable).with_name("jihua")
    return wall([str(jihua), "ingest", str(sample), "--data", str(data)], environment)


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
