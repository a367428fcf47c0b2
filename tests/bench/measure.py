"""One measurement of the benchmark, printed as a line of JSON: `python -m tests.bench.measure naive|parse`."""

import hashlib
import json
import resource
import sys
import time
from pathlib import Path

import polars as pl

from flows.parse.parse import parse

ROOT = Path(__file__).parents[2]
REAL, SAMPLES = ROOT.parent / "shared" / "reports", ROOT / "data" / "raw" / "inbox"
REPORTS = 1000

# 增长 5.7%   完成 2801.6亿元   新增 38户
NAIVE = r"([\p{Han}A-Za-z（）]*?)(增长|下降|达到|完成|实现)?\s*([0-9]+(?:\.[0-9]+)?)\s*(万亿元|亿元|万元|元|%|个百分点|万人|人|个|家|户|项|公里|吨)"


def main() -> None:
    texts, source = reports()
    measured = {"naive": naive, "parse": whole_parse}[sys.argv[1]]
    begun = time.perf_counter()
    observations = measured(texts)
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - begun,
                "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2,
                "reports": texts.height,
                "source": source,
                "megabytes": texts["text"].str.len_bytes().sum() / 1e6,
                "observations": observations,
            }
        )
    )


def reports() -> tuple[pl.DataFrame, str]:
    """1,000 texts (columns as `load_texts` gives them), each under an id and a name of its own."""
    folder, source = (REAL, "the real reports") if REAL.is_dir() else (SAMPLES, "the samples")
    files = sorted(folder.glob("*.txt"))
    texts = [path.read_text(encoding="utf-8-sig") for path in files]
    rows = [
        {
            "doc_id": hashlib.sha256(f"{n}".encode()).hexdigest(),
            "source_name": f"{n}_{files[n % len(files)].name}",
            "source_uri": files[n % len(files)].as_uri(),
            "source_names": [files[n % len(files)].name],
            "encoding": "utf-8",
            "media_type": "text/plain",
            "text": texts[n % len(files)],
        }
        for n in range(REPORTS)
    ]
    return pl.DataFrame(rows), source


def whole_parse(texts: pl.DataFrame) -> int:
    """Every table of every report, as a batch of the main job; returns the observations."""
    return parse(texts).tables["observations"].height


def naive(texts: pl.DataFrame) -> int:
    """What a quick script does: cut at punctuation, one regular expression with groups on every clause."""
    clauses = texts.select(
        "doc_id", pl.col("text").str.replace_all(r"[。；，、\n]", "\n").str.split("\n").alias("clause")
    )
    found = clauses.explode("clause").select("doc_id", pl.col("clause").str.extract_groups(NAIVE).alias("groups"))
    return found.unnest("groups").drop_nulls("3").height


if __name__ == "__main__":
    main()
