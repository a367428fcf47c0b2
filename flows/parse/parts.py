"""Documents that are parts of one report: newspaper pages (上接10版, 下转第六版) and a website's pages (第1页 共3页).

The documents of some places come in; what goes out says which report each is a part of, and which parts are missing.
Parts are linked by place, kind, years and page marks. A page prints where it comes from and where it goes on, seldom
its own number: a part that goes on on page 6 is followed by one that comes from a page before 6.
"""

import polars as pl

UNKNOWN_KIND = "other"
PRINTED_NUMBER = "([0-9]{1,3}|[一二三四五六七八九十]{1,3})版?$"
DIGITS = dict(zip("一二三四五六七八九", "123456789", strict=True))
FAR = 1000  # a missing page between two parts is worse than any jump

PARTS = pl.Schema(
    {
        "doc_id": pl.String(),
        "report_id": pl.String(),
        "part": pl.Int32(),
        "parts_known": pl.Int32(),
        "missing_parts": pl.List(pl.String),
    }
)
MARKED = ("doc_id", "area", "about", "series", "after", "before", "pages", "said_after", "said_before")


def parts(documents: pl.DataFrame) -> pl.DataFrame:
    """One row a document (columns of `PARTS`): the report that it is a part of, named by the first part that is known;
    its place among the parts that are known; the pages of the report that are not.

    In: rows of `documents` with `area`. A document that is whole is the one part of its own report.
    """
    pages = marked(documents)
    chains = _chains(pages, _links(pages))
    alone = documents.select("doc_id").join(chains, on="doc_id", how="anti")
    whole = alone.select(
        "doc_id",
        report_id=pl.col("doc_id"),
        part=pl.lit(1, pl.Int32),
        parts_known=pl.lit(1, pl.Int32),
        missing_parts=pl.lit([], pl.List(pl.String)),
    )
    return pl.concat([whole, chains]).match_to_schema(PARTS)


def marked(documents: pl.DataFrame) -> pl.DataFrame:
    """The documents with page marks (columns of `MARKED`): `after` and `before` are the pages before and behind them.

    `about` is what parts of one report share. A part that does not print its kind or years has those of the only other
    kind or year among the parts of the same `area`, and where there are several, none.
    """
    page, pages = pl.col("page"), pl.col("pages")
    paged = page.is_not_null()
    after = pl.when(paged & (page > 1)).then(page - 1).when(~paged).then(page_number(pl.col("continued_from")))
    before = pl.when(paged & (page < pages)).then(page + 1).when(~paged).then(page_number(pl.col("continues_on")))
    section = pl.coalesce("continues_on", "continued_from").str.extract("([A-Z])")
    kind = pl.when(pl.col("kind") != UNKNOWN_KIND).then("kind")
    year = pl.coalesce("plan_year", pl.col("review_year") + 1)
    return (
        documents.with_columns(
            after=after,
            before=before,
            series=pl.when(paged).then(pl.format("页{}", pages)).otherwise(pl.concat_str(pl.lit("版"), section.fill_null(""))),
            said_after=pl.when(~paged).then("continued_from"),
            said_before=pl.when(~paged).then("continues_on"),
            kind=kind,
            year=year,
        )
        .filter(pl.col("after").is_not_null() | pl.col("before").is_not_null())
        .with_columns(year=pl.coalesce("year", _only("year", "area", "series")))
        .with_columns(kind=pl.coalesce("kind", _only("kind", "area", "series", "year")))
        .with_columns(
            about=pl.when(pl.col("kind").is_null() | pl.col("year").is_null())
            .then("doc_id")
            .otherwise(pl.format("{} {}", "kind", "year"))
        )
        .select(MARKED)
    )  # fmt: skip


def page_number(printed: pl.Expr) -> pl.Expr:
    """The number of a page as printed: 6 for 第六版, 12 for 十二版, 3 for A3版; null where it has none."""
    number = printed.str.extract(PRINTED_NUMBER)
    tens, has_tens = number.str.extract("^(.?)十"), number.str.contains("十", literal=True)
    ones = number.str.extract("(.?)$").str.replace("十", "0", literal=True)
    leading = pl.when(tens == "").then(pl.lit("1")).otherwise(tens)
    digits = pl.when(has_tens).then(leading + ones).otherwise(number)
    return digits.str.replace_many(DIGITS).cast(pl.Int32, strict=False)


def _only(column: str, *group: str) -> pl.Expr:
    """The one value that the column has in the group; null where it has several."""
    one = pl.col(column).drop_nulls().n_unique() == 1
    return pl.when(one.over(group)).then(pl.col(column).drop_nulls().first().over(group))


def following(marked: pl.DataFrame) -> pl.DataFrame:
    """doc_id, doc_id_b, area, cost: pairs of parts of which the second may follow the first; one page further costs 1, a
    jump more, and a page missing between them more than any jump."""
    one, two = marked.filter(pl.col("before").is_not_null()), marked.filter(pl.col("after").is_not_null())
    pairs = one.join(two, on=("area", "about", "series"), suffix="_b").filter(pl.col("doc_id") != pl.col("doc_id_b"))
    steps = pl.col("before") - pl.col("after_b")
    in_order = (pl.col("after").fill_null(0) < pl.col("after_b")) & (
        pl.col("before") < pl.col("before_b").fill_null(FAR)
    )
    next_page = (steps == 1) | ((steps > 1) & pl.col("pages").is_null())
    cost = pl.when(next_page).then(steps).when(steps < 1).then(FAR - steps)
    fitting = pairs.with_columns(cost=cost).filter(in_order, pl.col("cost").is_not_null())
    return fitting.select("doc_id", "doc_id_b", "area", "cost")


def _links(marked: pl.DataFrame) -> dict[str, str]:
    """doc_id of a part → doc_id of the next part that is known. Of several that fit the nearest pages are taken."""
    links: dict[str, str] = {}
    for first, second in following(marked).sort("cost", "doc_id", "doc_id_b").select("doc_id", "doc_id_b").iter_rows():
        if first not in links and second not in links.values():
            links[first] = second
    return links


def _chains(marked: pl.DataFrame, links: dict[str, str]) -> pl.DataFrame:
    """The documents with page marks, as parts of their reports (columns of `PARTS`)."""
    followers = set(links.values())
    places = []
    for first in sorted(set(marked["doc_id"]) - followers):
        at: str | None = first
        part = 0
        while at is not None:
            part += 1
            places.append((at, first, part))
            at = links.get(at)
    placed = pl.DataFrame(places, schema={"doc_id": pl.String, "report_id": pl.String, "part": pl.Int32}, orient="row")
    known = marked.join(placed, on="doc_id").sort("report_id", "part")
    missing = _missing(known)
    return (
        known.with_columns(parts_known=pl.len().over("report_id").cast(pl.Int32))
        .join(missing, on="report_id", how="left", maintain_order="left")
        .with_columns(pl.col("missing_parts").fill_null(pl.lit([], pl.List(pl.String))))
        .select(PARTS.names())
    )


def _missing(known: pl.DataFrame) -> pl.DataFrame:
    """report_id and missing_parts: the pages before the first part, between two that do not meet, behind the last."""
    last = pl.col("part") == pl.len().over("report_id")
    comes_from = pl.col("after").shift(-1).over("report_id")
    said_next = pl.col("said_after").shift(-1).over("report_id")
    gap = ~last & (pl.col("before") <= comes_from)
    paged = pl.col("pages").is_not_null()
    in_front = pl.when(pl.col("part") == 1).then(
        _names("after", pl.lit(1), pl.col("after"), paged, pl.col("said_after"))
    )
    until = pl.when(last).then("pages").otherwise(comes_from)
    behind = pl.when(last | gap).then(_names("before", pl.col("before"), until, paged, pl.col("said_before")))
    between = pl.when(gap & ~paged & (pl.col("before") != comes_from)).then(pl.concat_list(said_next))
    none = pl.lit([], pl.List(pl.String))
    return (
        known.select("report_id", names=pl.concat_list(e.fill_null(none) for e in (in_front, behind, between)))
        .explode("names")
        .drop_nulls("names")
        .group_by("report_id", maintain_order=True)
        .agg(missing_parts=pl.col("names").unique(maintain_order=True))
    )


def _names(there: str, first: pl.Expr, last: pl.Expr, paged: pl.Expr, said: pl.Expr) -> pl.Expr:
    """Pages `first` to `last` of a website, or the one page of a newspaper as it is printed; null where none is."""
    numbers = pl.int_ranges(first, last + 1).list.eval(pl.format("第{}页", pl.element()))
    return pl.when(pl.col(there).is_null()).then(None).when(paged).then(numbers).otherwise(pl.concat_list(said))
