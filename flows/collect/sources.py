"""Which files do these sources mean? In: paths, file: and s3: addresses as a person gave them; out: one item a file, sorted.

A folder is read with everything below it, links included. In a folder, files are left aside that are no sources:
hidden ones (their name begins with a dot), leftovers of programs (`Thumbs.db`, `~$report.docx`) and README files,
which describe a folder. They are listed, not lost. A file that is named itself is taken whatever it is called.
"""

import errno
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.request import url2pathname

from flows import storage
from flows.collect.reasons import Problem, Reason, problem
from flows.storage import Location, StorageError, location

ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")  # https://…, file:///…
LEFTOVERS = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class Item:
    """One source: where it lies (`path` is empty for what is no file), or why it cannot be taken."""

    uri: str
    name: str
    path: Location | None = None
    problem: Problem | None = None


@dataclass(frozen=True)
class Skipped:
    """One file in a folder that is no source."""

    uri: str
    name: str
    why: str


def find(sources: Sequence[str | Path]) -> tuple[list[Item], list[Skipped]]:
    """The files that the sources mean, each once, in the order of the sources and sorted within a folder.

    Whatever cannot be reached is an item with its problem; nothing raises.
    """
    items: dict[str, Item] = {}
    skipped: dict[str, Skipped] = {}
    for source in sources:
        for found in _expand(source):
            if isinstance(found, Skipped):
                skipped.setdefault(found.uri, found)
            else:
                items.setdefault(found.uri, found)
    return list(items.values()), [left for left in skipped.values() if left.uri not in items]


def system_problem(error: OSError) -> Problem:
    """What the system's error means for the source it was raised for."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return problem(Reason.VANISHED)
    if isinstance(error, PermissionError):
        return problem(Reason.NO_PERMISSION)
    if error.errno == errno.ELOOP:
        return problem(Reason.LINK_LOOP)
    return problem(Reason.SYSTEM_ERROR, str(error.strerror or error))


def _expand(source: str | Path) -> Iterator[Item | Skipped]:
    text = os.fspath(source)
    scheme = ADDRESS.match(text)
    if scheme and scheme[1] == "s3":
        yield from _objects(text)
        return
    if scheme and scheme[1].lower() != "file":
        name = text.rstrip("/").rpartition("/")[2]
        yield Item(text, name, problem=problem(Reason.NO_FETCHER, "Files, folders, http, https and s3 are"))
        return
    path = Path(url2pathname("/" + text[scheme.end() :].partition("/")[2])) if scheme else Path(text)
    if not text or "\0" in str(path):
        yield Item(repr(text), repr(text), problem=problem(Reason.MISSING))
    elif _is_folder(path):
        yield from _folder(path)
    else:
        yield _named_file(path)


def _objects(text: str) -> Iterator[Item | Skipped]:
    """What an address in a bucket means: an object, or all below a prefix, as a folder has it."""
    try:
        where = location(text)
        found = [where] if storage.exists(where) else [file for file in storage.files(where) if file != where]
    except (ValueError, StorageError) as error:
        yield Item(text, text, problem=problem(Reason.SYSTEM_ERROR, str(error)))
        return
    if not found:
        yield Item(str(where), where.name, problem=problem(Reason.MISSING))
    for file in found:
        below = str(file).removeprefix(str(where)).strip("/").split("/")
        why = next((why for name in below if (why := _no_source(name))), None)
        yield Skipped(str(file), file.name, why) if why else Item(str(file), file.name, file)


def _named_file(path: Path) -> Item:
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return Item(_uri(path), _name(path), problem=problem(Reason.MISSING))
    except OSError as error:
        return Item(_uri(path), _name(path), problem=system_problem(error))
    return Item(_uri(path), _name(path), path)


def _folder(root: Path) -> Iterator[Item | Skipped]:
    found = sorted(_walk(root), key=lambda item: item.uri)
    yield from found
    if not any(isinstance(item, Item) for item in found):
        particulars = f"{len(found)} files in it are left aside" if found else ""
        yield Item(_uri(root), _name(root), problem=problem(Reason.EMPTY_FOLDER, particulars))


def _walk(root: Path) -> Iterator[Item | Skipped]:
    """Everything below a folder, each real folder once."""
    folders, seen = [root], {os.path.realpath(root)}
    while folders:
        folder = folders.pop()
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            yield Item(_uri(folder), _name(folder), problem=system_problem(error))
            continue
        for path in paths:
            if why := _no_source(path.name):
                yield Skipped(_uri(path), _name(path), why)
            elif not _is_folder(path):
                yield Item(_uri(path), _name(path), path)
            elif (real := os.path.realpath(path)) in seen:
                yield Item(_uri(path), _name(path), problem=problem(Reason.LINK_LOOP, f"It leads to {real}"))
            else:
                seen.add(real)
                folders.append(path)


def _no_source(name: str) -> str | None:
    """Why a file or folder of this name, found in a folder, is no source."""
    lower = name.lower()
    if name.startswith("."):
        return "hidden"
    if lower in LEFTOVERS or name.startswith("~$"):
        return "left by another program"
    if lower == "readme" or lower.startswith("readme."):
        return "describes its folder"
    return None


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # not permitted: reading it will say so
        return False


def _absolute(path: Path) -> Path:
    """The path from the root, without `..`; links in it stay as they are, so that a person knows it again."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow the links


def _uri(path: Path) -> str:
    return _absolute(path).as_uri()


def _name(path: Path) -> str:
    """The file's name as text. Archives packed on a Chinese Windows leave names in GBK."""
    raw = os.fsencode(_absolute(path).name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace")
