"""What a person sees on a web page, as lines of text, and where its links lead. Pure; no framework.

Run as a program it takes one page apart: see `apart.py`.
"""

import codecs
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST_LINKS = 3000
_LABEL = 200
_INLINE_TAGS = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span"
    " strike strong sub sup time tt u var wbr"
)
_INLINE = frozenset(_INLINE_TAGS.split())
_SILENT = frozenset({"head", "script", "style", "template", "iframe", "frame", "-comment"})
_FRAME = frozenset({"nav", "header", "footer", "aside"})
_FRAME_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary"})
_CONTENT = frozenset({"main", "article"})
_TOLD = frozenset(
    {"name", "description", "headline", "articleBody", "serviceType", "text", "slogan", "keywords"}
)
_KNOWN_CHARSETS = (
    "utf-8 utf-16 utf-16-le utf-16-be cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859-2"
    " iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-15 koi8-r koi8-u cp874 gb18030 big5"
    " shift_jis cp932 euc_jp iso2022_jp euc_kr cp949"
)
# What browsers read for a label: the larger set that pages really use.
_MEANT = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252", "windows-874": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "x-sjis": "cp932",
    "euc-kr": "cp949",
}  # fmt: skip
_CHARSETS = frozenset(codecs.lookup(name).name for name in _KNOWN_CHARSETS.split())


@dataclass(frozen=True, slots=True)
class Link:
    """As written on the page; `label` is what a person would click."""

    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Document:
    """A page in text. `frame` is what surrounds the content and comes back on every page: menus, head, foot."""

    title: str
    headings: tuple[str, ...]
    main: str
    frame: str
    links: tuple[Link, ...]
    base: str


def decoded(body: bytes, content_type: str) -> str:
    """The page as text, by byte-order mark, header, or the page's own word; never raises."""
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return body.decode(codec, "replace")
    said = re.search(r"charset=[\"']?([\w-]{1,40})", content_type, re.IGNORECASE)
    written = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{1,40})", body[:4096], re.IGNORECASE)
    for label in (said[1] if said else "", written[1].decode("ascii", "ignore") if written else ""):
        if (name := _charset(label)) is not None:
            return body.decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _charset(label: str) -> str | None:
    """The codec for a label that browsers know; others can be slow or stand for no text at all."""
    try:
        name = codecs.lookup(_MEANT.get(label.lower(), label)).name
    except LookupError:
        return None
    return name if name in _CHARSETS else None


def document(markup: str) -> Document:
    """Take a page apart. Tags inside a word leave no gap, blocks end a line."""
    tree = LexborHTMLParser(markup)
    root = tree.root
    if root is None:
        return Document("", (), "", "", (), "")
    title = _line("".join(node.text() for node in tree.css("head title")[:1]))
    main, frame = _texts(root)
    base = tree.css_first("base[href]")
    return Document(
        title=title,
        headings=tuple(_line(node.text(separator=" "))[:_LABEL] for node in tree.css("h1, h2")[:40]),
        main=_lines([title, "\n", *_described(tree), main]),
        frame=_lines([frame, "\n", *_structured(tree)]),
        links=tuple(_links(tree)),
        base=str(base.attributes.get("href") or "") if base is not None else "",
    )


def _texts(root: LexborNode) -> tuple[str, str]:
    """(content, frame): a walk without recursion, since pages nest as deep as their authors like."""
    parts: dict[bool, list[str]] = {False: [], True: []}
    todo: list[tuple[LexborNode | str, bool, bool]] = [(root, False, False)]
    while todo:
        node, framed, fixed = todo.pop()
        if isinstance(node, str):
            parts[framed].append(node)
            continue
        tag = node.tag or ""
        if tag == "-text":
            parts[framed].append(node.text_content or "")
            continue
        if tag in _SILENT:
            continue
        if not fixed:
            fixed = tag in _CONTENT or _is_frame(tag, node)
            framed = fixed and tag not in _CONTENT
        edge = _edge(tag, node)
        parts[framed].append(edge)
        parts[framed].append(_shown(tag, node))
        todo.append((edge, framed, fixed))
        todo.extend((child, framed, fixed) for child in reversed(list(node.iter(include_text=True))))
    return "".join(parts[False]), "".join(parts[True])


def _is_frame(tag: str, node: LexborNode) -> bool:
    return tag in _FRAME or (node.attributes.get("role") or "") in _FRAME_ROLES


def _edge(tag: str, node: LexborNode) -> str:
    if tag not in _INLINE:
        return "\n"
    before = node.prev
    return " " if tag == "a" and before is not None and before.tag == "a" else ""


def _shown(tag: str, node: LexborNode) -> str:
    """Text that stands in an attribute."""
    attributes = node.attributes
    if tag in ("img", "area"):
        return attributes.get("alt") or ""
    if tag == "input" and (attributes.get("type") or "").lower() in ("button", "submit", "reset"):
        return attributes.get("value") or ""
    return ""


def _described(tree: LexborHTMLParser) -> Iterator[str]:
    wanted = 'meta[name="description" i], meta[property="og:title"], meta[property="og:description"]'
    for node in tree.css(wanted)[:10]:
        yield (node.attributes.get("content") or "") + "\n"


def _structured(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css('script[type="application/ld+json" i]')[:20]:
        try:
            todo: list[Any] = [json.loads(node.text())]
        except (ValueError, RecursionError):
            continue
        while todo:
            value = todo.pop(0) if len(todo) < 1000 else todo.pop()
            if isinstance(value, dict):
                yield from (
                    f"{text}\n" for key, text in value.items() if key in _TOLD and isinstance(text, str)
                )
            if isinstance(value, dict | list):
                todo.extend(value.values() if isinstance(value, dict) else value)


def _links(tree: LexborHTMLParser) -> Iterator[Link]:
    for node in tree.css("iframe[src], frame[src]")[:50]:
        yield Link(str(node.attributes.get("src") or ""), "")
    for node in tree.css("meta[http-equiv=refresh i]")[:3]:
        target = re.search(
            r"url\s*=\s*['\"]?([^'\"\s]+)", node.attributes.get("content") or "", re.IGNORECASE
        )
        if target:
            yield Link(target[1], "")
    for node in tree.css("a[href], area[href]")[:MOST_LINKS]:
        label = node.text(separator=" ") or str(node.attributes.get("alt") or "")
        yield Link(str(node.attributes.get("href") or "").strip(), _line(label)[:_LABEL])


def storable(text: str) -> str:
    """Without NUL, which PostgreSQL refuses, and lone surrogates, which no encoding holds: a page may send both."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _line(text: str) -> str:
    return " ".join(storable(text).split())


def _lines(parts: list[str]) -> str:
    return "\n".join(line for line in map(_line, "".join(parts).splitlines()) if line)


def main() -> None:
    """One page from standard input, its content type on the first line; the document as JSON to standard output."""
    content_type = sys.stdin.buffer.readline().decode("latin-1")
    markup = decoded(sys.stdin.buffer.read(), content_type)
    sys.stdout.buffer.write(json.dumps(asdict(document(markup))).encode("ascii"))


if __name__ == "__main__":
    main()
