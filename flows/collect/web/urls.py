"""Addresses as people and pages write them. In: text; out: a URL that may be asked for, or why it is none."""

import httpx

from flows.collect.reasons import Problem, Reason, problem

SCHEMES = frozenset({"http", "https"})
LONGEST_ADDRESS = 4000  # characters
LAST_PORT = 65_535


def parse_address(address: str, base: httpx.URL | None = None) -> httpx.URL | Problem:
    """The address, taken from `base` where it is relative, without its fragment; or why it is none to fetch."""
    try:
        url = base.join(address.strip()) if base else httpx.URL(address.strip())
    except (httpx.InvalidURL, ValueError) as error:
        return problem(Reason.BAD_ADDRESS, f"{str(error).rstrip('.')}")
    if url.scheme not in SCHEMES:
        return problem(Reason.BAD_ADDRESS, f"It leads to {url.scheme or 'no scheme'}, only http and https are fetched")
    if not url.host:
        return problem(Reason.BAD_ADDRESS, "It names no host")
    if not 0 < (url.port or 80) <= LAST_PORT:
        return problem(Reason.BAD_ADDRESS, f"There is no port {url.port}")
    if url.userinfo:
        return problem(Reason.BAD_ADDRESS, "It holds a user name or a password, which would be published with it")
    if len(str(url)) > LONGEST_ADDRESS:
        return problem(Reason.BAD_ADDRESS, f"It is longer than {LONGEST_ADDRESS:,} characters")
    return url.copy_with(fragment=None)
