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

# The units that a quick script would list: enough to find about as many quantities as the grammar states
UNITS = (
    "万亿元|亿美元|万美元|亿元|万元|美元|元|个百分点|百分点|%|‰|倍|成|亿人次|万人次|人次|亿人|万人|人|万户|户|万家|家|万个|个|项|件|所|条|座"
    "|处|套|辆|台|亿株|万株|株|亿头|万头|头|万只|只|场|次|批|名|亿吨|万吨|吨|亿公斤|公斤|亿斤|万亩|亩|公顷|平方公里|万平方米|平方米|亿立方米"
    "|万立方米|立方米|公里|千米|米|亿千瓦时|千瓦时|万千瓦|千瓦|天|年|微克/立方米|张|位"
)
# 增长 5.7%   完成 2801.6亿元   新增 38户   不低于 50%   3000个以上
NAIVE = (
    r"(?P<subject>[\p{Han}A-Za-z（）“”]*?)(?P<verb>增长|下降|提高|提升|增加|减少|达到|达|完成|实现|新增|建成|为|占)?"
    rf"(?P<bound>超过|突破|不低于|约|近|超)?\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<more>[多余])?(?P<unit>{UNITS})"
    r"(?P<limit>以上|以内|左右|以下)?"
)


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
    return found.unnest("groups").drop_nulls("number").height


if __name__ == "__main__":
    main()
