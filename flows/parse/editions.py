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
ABOUT = ("area", "kind", "review_year", "plan_year_from", "plan_year")
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

GATHERED = pl.Schema({"leader": pl.String(), "report_id": pl.String(), "likeness": pl.Float64(), "clauses": pl.Int64()})


def editions(documents: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """One row a document (columns of `EDITIONS`), by place and document.

    `documents` has `area`; `sentences` need hold only those of `belonging` documents. `edition_of` is the report (its
    report_id) that counts where this is another edition of it, and `likeness` the share of clauses that the two share.
    """
    linked = parts(documents)
    reports = _reports(documents, linked)
    found = _chosen(reports, _clauses(sentences, linked.select("doc_id", "report_id")))
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
    reports = _with_others(_reports(documents, linked))["report_id"]
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


def _with_others(reports: pl.DataFrame) -> pl.DataFrame:
    """The reports beside which their place has another one whose kind and years do not differ."""
    kinds = reports.group_by(ABOUT).agg(several=pl.len() > 1).with_row_index("number")
    pairs = _of_one_kind(kinds, kinds).filter(pl.col("several") | (pl.col("number") != pl.col("number_b")))
    among = kinds.filter(pl.col("number").is_in(pairs["number"].implode()))
    return reports.join(among, on=ABOUT, how="semi", nulls_equal=True, maintain_order="left")


def _of_one_kind(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Pairs of rows (columns of `ABOUT` and more; the second's with _b) of one place whose kinds and years do not differ."""
    same = [(pl.col(name) == pl.col(f"{name}_b")).fill_null(True) for name in ABOUT if name != "area"]
    return one.join(other, on="area", suffix="_b", maintain_order="left_right").filter(*same)


def _gathered(reports: pl.DataFrame, clauses: pl.DataFrame) -> pl.DataFrame:
    """leader, report_id, likeness and clauses (how many it has) of the reports that are editions of one, leaders too.

    From the longest report of a place down, each that is not taken yet leads, and takes those that are like it. So a
    hundred editions are compared with one of them, and not each with each.
    """
    left = _with_others(reports).sort(pl.col("missing") > 0, -pl.col("chars"), "report_id").select("report_id", *ABOUT)
    groups = [pl.DataFrame(schema=GATHERED)]
    while left.height:
        leaders = left.group_by("area", maintain_order=True).first().select(left.columns)
        left = left.join(leaders, on="report_id", how="anti", maintain_order="left")
        alike = _alike(_of_one_kind(leaders, left), clauses)
        taken = alike.select(leader="report_id", report_id="report_id_b", likeness="likeness", clauses="clauses_b")
        leading = alike.select(leader="report_id", report_id="report_id", clauses="clauses").unique()
        groups += [leading.match_to_schema(GATHERED, missing_columns="insert"), taken.match_to_schema(GATHERED)]
        left = left.join(taken, on="report_id", how="anti", maintain_order="left")
    return pl.concat(groups)


def _alike(pairs: pl.DataFrame, clauses: pl.DataFrame) -> pl.DataFrame:
    """report_id, report_id_b, likeness and how many clauses each has, of the pairs whose reports are alike."""
    sizes = clauses.group_by("report_id").agg(clauses=pl.len().cast(pl.Int64))
    return (
        pairs.select("report_id", "report_id_b")
        .join(clauses, on="report_id")
        .join(clauses, left_on=["report_id_b", "clause"], right_on=["report_id", "clause"], how="semi")
        .group_by("report_id", "report_id_b")
        .len("shared")
        .join(sizes, on="report_id")
        .join(sizes, left_on="report_id_b", right_on="report_id", suffix="_b")
        .with_columns(likeness=pl.col("shared") / pl.min_horizontal("clauses", "clauses_b"))
        .filter(pl.col("likeness") >= ALIKE, pl.col("shared") >= FEWEST)
        .select("report_id", "report_id_b", "likeness", "clauses", "clauses_b")
    )


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


def _chosen(reports: pl.DataFrame, clauses: pl.DataFrame) -> pl.DataFrame:
    """report_id, edition_of and likeness of the reports that are another edition of one that counts.

    Of reports that are editions of one that one counts which misses no part and is as good as whole; of several the
    government's own, the one in fewer parts, the earlier, the longer.
    """
    early = _by_source(reports).with_row_index("early").select("report_id", "early", "missing", *ABOUT)
    members = _gathered(reports, clauses).join(early, on="report_id")
    short = pl.col("clauses") < WHOLE * pl.col("clauses").max().over("leader")
    counting = members.sort(pl.col("missing") > 0, short, "early").unique("leader", keep="first", maintain_order=True)
    pairs = _of_one_kind(counting, members).filter(
        pl.col("leader") == pl.col("leader_b"), pl.col("report_id") != pl.col("report_id_b")
    )
    nearer = _alike(pairs, clauses).select(report_id="report_id_b", nearer="likeness")
    return (
        members.join(counting.select("leader", edition_of="report_id"), on="leader")
        .filter(pl.col("report_id") != pl.col("edition_of"))
        .join(nearer, on="report_id", how="left")
        .select("report_id", "edition_of", likeness=pl.coalesce("nearer", "likeness"))
    )


def _by_source(reports: pl.DataFrame) -> pl.DataFrame:
    return reports.sort("unofficial", "in_parts", "published_on", -pl.col("chars"), "report_id", nulls_last=True)
