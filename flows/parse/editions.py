"""The documents of a place beside each other: parts of one report, and the same report from two places.

Rows of `documents` and `sentences` of some places come in, the published table `editions` goes out. Two reports of one
place, kind and year are editions of one where most clauses of the shorter stand in the longer, numbers aside: a newspaper
and a website rarely differ in more, and two reports of different years, kinds or bodies share a few phrases only. The
clauses are compared as sets, exactly: a place has a handful of reports a year, so that nothing need be estimated, and
anyone can see what two texts share. One edition counts: it is the one that the other tables are made from.
"""

import polars as pl

from flows.parse.parts import PARTS, UNKNOWN_KIND, parts

# Letters alone are compared: 增长5.2%，  and 增长5.3%； are one clause
CLAUSE_END = "，；。：！？|、（）“”《》\n"
NOT_LETTERS = r"[^\p{L}]"
SHORTEST = 5  # letters; shorter clauses (同比增长) stand in every report
ALIKE = 0.5  # share of the shorter one's clauses
FEWEST = 8  # clauses in common; less may be the salutation and the last sentence
WHOLE = 0.95  # share of the longest edition's clauses that a whole edition has at least
OFFICIAL = r"^https?://[^/]*\.gov\.cn(?:[:/]|$)"

EDITIONS = pl.Schema(
    {
        "area": pl.String(),
        "doc_id": pl.String(),
        **{name: dtype for name, dtype in PARTS.items() if name != "doc_id"},
        "edition_of": pl.String(),
        "likeness": pl.Float64(),
    }
)


def editions(documents: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """One row a document (columns of `EDITIONS`), by place and document.

    `documents` has `area`; `sentences` need hold only those of `belonging` documents. `edition_of` is the report (its
    report_id) that counts where this is another edition of it, and `likeness` the share of clauses that the two share.
    """
    linked = parts(documents)
    reports = _reports(documents, linked)
    found = _chosen(reports, _alike(reports, linked, sentences))
    return (
        documents.select("area", "doc_id")
        .join(linked, on="doc_id")
        .join(found, on="report_id", how="left", maintain_order="left")
        .sort("area", "doc_id")
        .match_to_schema(EDITIONS)
    )


def belonging(documents: pl.DataFrame) -> list[str]:
    """The documents that may belong to another, so that their sentences are needed: parts of one report, and all of a
    place, kind and year that has more than one."""
    linked = parts(documents)
    pairs = _pairs(_reports(documents, linked))
    reports = pl.concat([pairs["report_id"], pairs["report_id_b"]]).unique()
    chosen = linked.filter((pl.col("parts_known") > 1) | pl.col("report_id").is_in(reports.implode()))
    return chosen["doc_id"].sort().to_list()


def of_reports(documents: pl.DataFrame, beside: pl.DataFrame) -> pl.DataFrame:
    """The documents of editions that count, with `report_id` and `part`; the place of all parts is that of the first, and
    years that a part does not say are those of its report. `beside` are the rows of `editions`."""
    counting = beside.filter(pl.col("edition_of").is_null()).select("doc_id", "report_id", "part")
    years = pl.col("review_year", "plan_year_from", "plan_year")
    of_report = years.sort_by("part").drop_nulls().first().over("report_id")
    dated = pl.all_horizontal(pl.col("review_year", "plan_year").is_null())
    place = pl.col("region", "region_code", "region_level").sort_by("part").first().over("report_id")
    return documents.join(counting, on="doc_id", maintain_order="left").with_columns(
        pl.when(dated).then(of_report).otherwise(years), place
    )


def _reports(documents: pl.DataFrame, linked: pl.DataFrame) -> pl.DataFrame:
    """One row a report: what its parts say of it together."""
    kind = pl.when((pl.col("kind") != UNKNOWN_KIND) | pl.col("title").is_not_null()).then("kind")
    return (
        linked.join(documents, on="doc_id")
        .sort("report_id", "part")
        .with_columns(kind=kind)
        .group_by("report_id", maintain_order=True)
        .agg(
            pl.col("area").first(),
            pl.col("kind", "review_year", "plan_year_from", "plan_year").drop_nulls().first(),
            pl.col("published_on").min(),
            pl.col("chars").sum(),
            missing=pl.col("missing_parts").list.len().max(),
            in_parts=pl.len(),
            unofficial=~pl.col("source_uri").str.contains(OFFICIAL).all(),
        )
    )


def _pairs(reports: pl.DataFrame) -> pl.DataFrame:
    """report_id and report_id_b of two reports of one place whose kinds and years do not differ."""
    pairs = reports.join(reports, on="area", suffix="_b").filter(pl.col("report_id") < pl.col("report_id_b"))
    same = [
        (pl.col(column) == pl.col(f"{column}_b")).fill_null(True)
        for column in ("kind", "review_year", "plan_year_from", "plan_year")
    ]
    return pairs.filter(*same).select("report_id", "report_id_b")


def _alike(reports: pl.DataFrame, linked: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """report_id, report_id_b, likeness and how many clauses each has, both ways, of reports that are editions of one."""
    pairs = _pairs(reports)
    clauses = _clauses(sentences, linked.select("doc_id", "report_id"))
    sizes = clauses.group_by("report_id").len("clauses")
    shared = (
        pairs.join(clauses, on="report_id")
        .join(clauses, left_on=["report_id_b", "clause"], right_on=["report_id", "clause"], how="semi")
        .group_by("report_id", "report_id_b")
        .len("shared")
        .join(sizes, on="report_id")
        .join(sizes, left_on="report_id_b", right_on="report_id", suffix="_b")
        .with_columns(likeness=pl.col("shared") / pl.min_horizontal("clauses", "clauses_b"))
        .filter(pl.col("likeness") >= ALIKE, pl.col("shared") >= FEWEST)
        .select("report_id", "report_id_b", "likeness", "clauses", "clauses_b")
    )
    turned = shared.rename(
        {"report_id": "report_id_b", "report_id_b": "report_id", "clauses": "clauses_b", "clauses_b": "clauses"}
    )
    return pl.concat([shared, turned.select(shared.columns)])  # fmt: skip


def _clauses(sentences: pl.DataFrame, linked: pl.DataFrame) -> pl.DataFrame:
    """report_id and clause (a hash of its letters), each clause of a report once."""
    marks = pl.col("text").str.replace_many(dict.fromkeys(CLAUSE_END, "\n"))
    return (
        sentences.select("doc_id", clause=marks.str.split("\n"))
        .explode("clause")
        .select("doc_id", clause=pl.col("clause").str.replace_all(NOT_LETTERS, ""))
        .filter(pl.col("clause").str.len_chars() >= SHORTEST)
        .join(linked, on="doc_id")
        .select("report_id", clause=pl.col("clause").hash())
        .unique()
    )


def _chosen(reports: pl.DataFrame, alike: pl.DataFrame) -> pl.DataFrame:
    """report_id, edition_of and likeness of the reports that are another edition of one that counts.

    From the longest report down, each that is not taken yet gathers those that are like it. Of these the one counts that
    misses no part and is as good as whole; of several the government's own, the one in fewer parts, the earlier, the longer.
    """
    ranked = reports.sort(pl.col("missing") > 0, -pl.col("chars"), "report_id")
    order = {report_id: place for place, report_id in enumerate(ranked["report_id"])}
    early = {report_id: place for place, report_id in enumerate(_by_source(reports)["report_id"])}
    missing = dict(reports.select("report_id", pl.col("missing") > 0).iter_rows())
    likeness = {(one, two): like for one, two, like in alike.select("report_id", "report_id_b", "likeness").iter_rows()}
    clauses = dict(alike.select("report_id", "clauses").iter_rows())
    others: dict[str, list[str]] = {}
    for one, two in likeness:
        others.setdefault(one, []).append(two)
    taken: set[str] = set()
    rows = []
    for longest in sorted(others, key=order.__getitem__):
        if longest in taken:
            continue
        group = [longest, *(two for two in others[longest] if two not in taken)]
        taken.update(group)
        most = max(clauses[one] for one in group)
        counts = min(group, key=lambda one: (missing[one], clauses[one] < WHOLE * most, early[one]))
        for one in group:
            like = likeness.get((one, counts), likeness.get((one, longest)))
            rows += [(one, counts, like)] if one != counts else []
    return pl.DataFrame(rows, {"report_id": pl.String, "edition_of": pl.String, "likeness": pl.Float64}, orient="row")


def _by_source(reports: pl.DataFrame) -> pl.DataFrame:
    return reports.sort("unofficial", "in_parts", "published_on", -pl.col("chars"), "report_id", nulls_last=True)
