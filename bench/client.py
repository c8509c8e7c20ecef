"""A keep-alive HTTP/1.1 connection with a cookie jar: one browser without a cache, standard library only."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

MAX_BODY = 32 * 2**20
TIMEOUT = 20.0
"""Seconds for one request."""


class TargetError(Exception):
    """The target's description is wrong, or the site did not answer as described."""


@dataclass(frozen=True)
class Reply:
    """One answer: ``raw`` as it came over the line, ``size`` with its head."""

    status: int
    headers: list[tuple[str, str]]
    raw: bytes
    url: str
    size: int

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    @property
    def text(self) -> str:
        raw = gzip.decompress(self.raw) if self.header("content-encoding") == "gzip" else self.raw
        return raw.decode("utf-8", "replace")


class Client:
    """Requests to one origin, one after the other."""

    def __init__(self, base: str) -> None:
        parts = urlsplit(base)
        if parts.scheme != "http" or parts.hostname is None:
            raise TargetError(f"{base} is not an http address")
        self.host, self.port = parts.hostname, parts.port or 80
        self.netloc = parts.netloc
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.cookies: dict[str, str] = {}
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def request(
        self, method: str, url: str, headers: Iterable[tuple[str, str]] = (), body: bytes | None = None
    ) -> Reply:
        """One request. Raises ConnectionError, also after TIMEOUT, and TargetError when the address is elsewhere."""
        url = urljoin(self.origin + "/", url)
        if urlsplit(url).netloc != self.netloc:
            raise TargetError(f"will not leave {self.netloc} for {url}")
        message = self._message(method, url, headers, body)
        try:
            return await asyncio.wait_for(self._exchange(method, url, message), TIMEOUT)
        except TimeoutError:
            self.close()
            raise ConnectionError(f"{method} {url}: no answer within {TIMEOUT:g} s") from None

    def _message(self, method: str, url: str, headers: Iterable[tuple[str, str]], body: bytes | None) -> bytes:
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.netloc}", "Accept-Encoding: gzip", "User-Agent: bench"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method not in ("GET", "HEAD"):
            lines += [f"Origin: {self.origin}", f"Content-Length: {len(body or b'')}"]
        lines += [f"{name}: {value}" for name, value in headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + (body or b"")

    async def _exchange(self, method: str, url: str, message: bytes) -> Reply:
        for attempt in (1, 2):
            fresh = self._writer is None or self._reader is None or self._reader.at_eof()
            if fresh:
                self.close()
                self._reader, self._writer = await asyncio.open_connection(self.host, self.port, limit=2**18)
            assert self._reader is not None
            assert self._writer is not None
            try:
                self._writer.write(message)
                await self._writer.drain()
                head = await self._reader.readuntil(b"\r\n\r\n")
                return await self._read(method, url, head, self._reader)
            except (asyncio.IncompleteReadError, ConnectionError) as error:
                self.close()
                # An idle kept-alive connection may close under us. Only a GET is sent again: a second POST could
                # record an answer twice.
                if fresh or attempt == 2 or method != "GET":
                    raise ConnectionError(f"connection lost: {error!r}") from error
        raise AssertionError("unreachable")

    async def _read(self, method: str, url: str, head: bytes, reader: asyncio.StreamReader) -> Reply:
        first, *rest = head.decode("latin-1").split("\r\n")
        status = int(first.split(" ", 2)[1])
        pairs = (line.partition(":") for line in rest if line)
        headers = [(name.strip().lower(), value.strip()) for name, _, value in pairs]
        for name, value in headers:
            if name == "set-cookie":
                self.keep_cookie(value)
        found = dict(headers)
        raw, size = b"", len(head)
        if method != "HEAD" and status not in (204, 304):
            raw = await _body(found, reader)
            size += len(raw)
        if found.get("connection", "").lower() == "close" or first.startswith("HTTP/1.0"):
            self.close()
        return Reply(status, headers, raw, url, size)

    def keep_cookie(self, value: str) -> None:
        """Do what a Set-Cookie header says."""
        pair, *attributes = value.split(";")
        name, _, content = pair.partition("=")
        low = [attribute.strip().lower().replace("-", " ") for attribute in attributes]
        if "max age=0" in low or any("expires=thu, 01 jan 1970" in attribute for attribute in low):
            self.cookies.pop(name.strip(), None)
        else:
            self.cookies[name.strip()] = content.strip()


async def _body(headers: dict[str, str], reader: asyncio.StreamReader) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return await _chunks(reader)
    if "content-length" not in headers:
        return await reader.read(MAX_BODY)  # until the server closes
    length = int(headers["content-length"])
    if length > MAX_BODY:
        raise ConnectionError("reply too large")
    return await reader.readexactly(length)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    whole = b""
    while True:
        length = int((await reader.readuntil(b"\r\n")).split(b";")[0], 16)
        data = await reader.readexactly(length + 2)
        if length == 0:
            return whole
        whole += data[:-2]
        if len(whole) > MAX_BODY:
            raise ConnectionError("reply too large")
