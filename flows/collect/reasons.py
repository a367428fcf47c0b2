"""Why a source cannot be taken: a closed list of plain phrases, each with what a person can do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """What was wrong with a source. The phrase is fixed, so that quarantine can be counted and filtered by it."""

    MISSING = "there is no such file or folder"
    NO_PERMISSION = "reading it is not permitted"
    VANISHED = "it disappeared while it was being read"
    LINK_LOOP = "the link leads back to itself or to a folder that is read already"
    LOCKED = "it is locked with a password"
    BROKEN = "it is damaged"
    PICTURES_ONLY = "it holds pictures of text only"
    NO_CONVERTER = "its format is read through a program that is not installed"
    TOO_COMPLEX = "it is built beyond reason"
    MONOTONOUS = "it repeats a few characters, as no report does"
    TOO_LONG = "its text is longer than any report"
    TOO_SLOW = "reading it took too long"
    TOO_HEAVY = "reading it took too much memory"
    EMPTY_FOLDER = "the folder holds nothing to read"
    NOT_A_FILE = "it is neither a file nor a folder"
    SYSTEM_ERROR = "the system could not read it"
    NO_FETCHER = "sources of this kind are not read"
    TOO_LARGE = "it is larger than the size limit"
    EMPTY = "it holds no text"
    UNKNOWN_FORMAT = "its format is not read yet"
    BINARY = "its bytes are not text"
    UNDECODABLE = "its character encoding could not be told"
    GARBLED = "too many of its characters are lost"
    DAMAGED = "its original in the raw store is damaged or missing"
    BAD_ADDRESS = "its address is none to fetch from"
    UNKNOWN_HOST = "the name of its server is not known"
    REFUSED_ADDRESS = "its server lies where nothing is fetched from"
    NO_CONNECTION = "its server could not be reached"
    CERTIFICATE = "the certificate of its server is not to be trusted"
    TLS = "no secure connection to its server could be made"
    TIMED_OUT = "it took longer than the time limit"
    BROKEN_OFF = "the connection broke off before it was whole"
    NOT_FOUND = "its server has no such page"
    FORBIDDEN = "its server does not hand it out"
    TOO_BUSY = "its server asks to come back later"
    SERVER_ERROR = "its server failed"
    HTTP_ERROR = "its server answered with an error"
    REDIRECTS = "its server sends from address to address without end"
    ROBOTS = "its site asks programs not to read it"
    NO_RULES = "what its site asks of programs could not be read"
    PACKED = "it came packed in a way that cannot be unpacked"
    BOMB = "it unpacks to far more than it is"
    NO_LINKS = "no link of the list page fits"


ADVICE = {
    Reason.MISSING: "Check the spelling of the path, and that the disk it lies on is there.",
    Reason.NO_PERMISSION: "Let the user that runs jihua read it.",
    Reason.VANISHED: "Run again when nothing else moves or writes the file.",
    Reason.LINK_LOOP: "Remove the link.",
    Reason.LOCKED: "Open it with its password and save it without one.",
    Reason.BROKEN: "Open it in the program that it is for; if that shows it right, save it anew or as plain text (.txt).",
    Reason.PICTURES_ONLY: "Install the extra `ocr` (pip install 'jihua[ocr]') and run again, or save its text as .txt.",
    Reason.NO_CONVERTER: "Install LibreOffice, or save it as docx, xlsx or PDF.",
    Reason.TOO_COMPLEX: "Save what matters of it as plain text (.txt, UTF-8).",
    Reason.MONOTONOUS: "Look at it: it may be damaged, or no report at all.",
    Reason.TOO_LONG: "Split it into its reports.",
    Reason.TOO_SLOW: "Split it, or save it as plain text (.txt, UTF-8).",
    Reason.TOO_HEAVY: "Split it, or save it as plain text (.txt, UTF-8).",
    Reason.EMPTY_FOLDER: "Put report texts (.txt, .md) into it, or name another folder.",
    Reason.NOT_A_FILE: "Name a file or a folder.",
    Reason.SYSTEM_ERROR: "Copy it to another disk, or under a shorter name, and try again.",
    Reason.NO_FETCHER: "Get it in a browser or another program and give its path.",
    Reason.TOO_LARGE: "Split it, or raise the limit (JIHUA_MAX_SOURCE_BYTES).",
    Reason.EMPTY: "Get it again from where it came from.",
    Reason.UNKNOWN_FORMAT: "Save it as plain text (.txt, UTF-8).",
    Reason.BINARY: "Open it in the program that made it and save it as plain text (.txt, UTF-8).",
    Reason.UNDECODABLE: "Open it in an editor that shows it right and save it as UTF-8.",
    Reason.DAMAGED: "Ingest its source again, which puts the original back; `jihua doctor` names all that are damaged.",
    Reason.GARBLED: "The characters were lost before it came here: get it again from where it came from.",
    Reason.BAD_ADDRESS: "Give an address as it stands in a browser: https://…",
    Reason.UNKNOWN_HOST: "Check the spelling of the address, and that this machine has a network.",
    Reason.REFUSED_ADDRESS: "If it is a server of your own, name its host in JIHUA_ALLOWED_PRIVATE_HOSTS.",
    Reason.NO_CONNECTION: "Try again later; if it opens in a browser, this network may be barred.",
    Reason.CERTIFICATE: "Get it in a browser and give the file, or add its authority (JIHUA_CA_FILE).",
    Reason.TLS: "Get it in a browser and give the file.",
    Reason.TIMED_OUT: "Try again later, or raise the limit (JIHUA_ANSWER_SECONDS).",
    Reason.BROKEN_OFF: "Try again later.",
    Reason.NOT_FOUND: "Look for its new address. What was released before stays.",
    Reason.FORBIDDEN: "Get it in a browser and give the file.",
    Reason.TOO_BUSY: "Try again later, or with a longer pause for this host (JIHUA_PAUSE_SECONDS, sources.toml).",
    Reason.SERVER_ERROR: "Try again later.",
    Reason.HTTP_ERROR: "Get it in a browser and give the file.",
    Reason.REDIRECTS: "Give the address that a browser ends at.",
    Reason.NO_RULES: "Try again later; rules that cannot be read forbid everything (robots.txt).",
    Reason.ROBOTS: "Ask the site, or get it in a browser and give the file.",
    Reason.PACKED: "Get it in a browser and give the file.",
    Reason.BOMB: "Get it in a browser and look at it before you give it.",
    Reason.NO_LINKS: "Look at the page, and at `match` in sources.toml.",
}


@dataclass(frozen=True)
class Problem:
    """One source that cannot be taken: the fixed reason, and the particulars with what to do."""

    reason: Reason
    detail: str


def problem(reason: Reason, particulars: str = "", advice: str | None = None) -> Problem:
    """A problem whose detail is the particulars (a sentence without its full stop) and what to do about them."""
    sentences = [f"{particulars}."] if particulars else []
    return Problem(reason, " ".join([*sentences, ADVICE[reason] if advice is None else advice]))
