"""Finds every text that people read: in templates, in gettext calls, and in the sentences of refusals."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize
from tools.catalogues import PACKAGE

#: Call to the places of (context, msgid, msgid_plural) among its arguments.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
#: Attributes of a refusal's class that people read.
_SPOKEN = ("sentence", "next_step")


@dataclass(frozen=True, slots=True)
class Message:
    """One text in the source: where, and what."""

    path: Path
    line: int
    msgid: str
    plural: str | None = None
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        """What identifies the text inside a catalogue."""
        return self.context, self.msgid


def all_messages(package: Path = PACKAGE) -> list[Message]:
    """Every text of the product, in the order of files and lines."""
    found: list[Message] = []
    for path in sorted(package.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            found += of_python(path.read_text(encoding="utf-8"), path)
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            found += of_template(path.read_text(encoding="utf-8"), path)
    return found


def of_template(source: str, path: Path) -> Iterator[Message]:
    """The texts of a template: translate, blocktranslate and _("...")."""
    code = templatize(source, origin=str(path))
    flat = "\n".join(line.lstrip() for line in code.splitlines())  # indentation means nothing in a template
    keywords = ["gettext", "ngettext", "pgettext", "npgettext", "_"]
    for line, name, texts, _ in extract_python(io.BytesIO(flat.encode()), keywords, [], {"encoding": "utf-8"}):
        given = [texts] if isinstance(texts, str) else list(texts)
        if (message := _message(path, line, name or "_", given)) is not None:
            yield message


def of_python(source: str, path: Path) -> Iterator[Message]:
    """The texts of a module: gettext calls with a constant, and what refusals say: `sentence`, `next_step`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (name := _called(node)) in CALLS:
            given = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            if (message := _message(path, node.lineno, name, given)) is not None:
                yield message
        elif isinstance(node, ast.ClassDef):
            yield from _sentences(node, path)


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _message(path: Path, line: int, name: str, given: list[str | None]) -> Message | None:
    at_context, at_msgid, at_plural = CALLS[name]

    def text(place: int | None) -> str | None:
        value = given[place] if place is not None and place < len(given) else None
        return value if isinstance(value, str) else None

    msgid = text(at_msgid)
    return Message(path, line, msgid, text(at_plural), text(at_context)) if msgid else None


def _sentences(cls: ast.ClassDef, path: Path) -> Iterator[Message]:
    for node in cls.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        named = any(isinstance(target, ast.Name) and target.id in _SPOKEN for target in targets)
        value = getattr(node, "value", None)
        if named and isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
            yield Message(path, node.lineno, value.value)
