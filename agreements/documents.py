"""Reading an uploaded document: text, Markdown, HTML, or the words of a Word document (docx)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

MOST_BYTES = 5_000_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Unreadable(ValueError):
    """The file is not text, or not a Word document that can be read safely."""


def read_document(data: bytes) -> str:
    """The text of an uploaded file. Raises Unreadable."""
    if data.startswith(b"PK"):
        return _word(data)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable


def _word(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo("word/document.xml").file_size > MOST_BYTES:
                raise Unreadable
            root = fromstring(archive.read("word/document.xml"))
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, NotImplementedError, RuntimeError):
        raise Unreadable from None
    return "\n\n".join(line for line in _paragraphs(root) if line)


def _paragraphs(root: Element) -> Iterator[str]:
    """Each paragraph: headings with #, list items with a mark, as ``cutting`` reads them."""
    for paragraph in root.iter(f"{_WORD}p"):
        words = "".join(_runs(paragraph)).strip()
        if not words:
            continue
        style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
        name = style.get(f"{_WORD}val", "").casefold() if style is not None else ""
        if name.startswith(("heading", "kop", "title", "titel")):
            yield f"# {words}"
        elif paragraph.find(f"{_WORD}pPr/{_WORD}numPr") is not None:
            yield f"- {words}"
        else:
            yield words


def _runs(paragraph: Element) -> Iterator[str]:
    for node in paragraph.iter():
        if node.tag == f"{_WORD}t":
            yield node.text or ""
        elif node.tag in (f"{_WORD}tab", f"{_WORD}br"):
            yield " "
