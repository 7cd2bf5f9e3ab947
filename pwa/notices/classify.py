"""Tags for a file of notices: `leafline notices classify FILE`."""

import datetime
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from pwa.errors import LeaflineError
from pwa.notices.tagging import tag

FIELDS = ("title", "summary", "agency", "url", "published")
Record = dict[str, Any]


class NoticeFileError(LeaflineError):
    """A file of notices cannot be read: which file, which record or line, what is wrong."""

    def __init__(self, path: Path, where: str, problem: str) -> None:
        super().__init__(f"{path}: {where}{': ' if where else ''}{problem}")


class _PlainLoader(yaml.SafeLoader):
    """Leaves dates as they are written."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(name, shape) for name, shape in shapes if name != "tag:yaml.org,2002:timestamp"]
    for first, shapes in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_notices(path: Path) -> Iterator[Record]:
    """The records of a YAML, JSON or JSON Lines file: a list, or a mapping with `notices`.

    The five fields come as text or None; fields that we do not know are kept. An alias in YAML is
    refused, since a small file can unfold into a huge one.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise NoticeFileError(path, "", problem.strerror or "cannot be read") from None
    except UnicodeDecodeError as problem:
        raise NoticeFileError(path, f"byte {problem.start}", "is not UTF-8") from None
    for number, record in enumerate(_records(path, text), start=1):
        yield _checked(path, number, record)


def classified(record: Mapping[str, Any]) -> Record:
    """The record with its tags added."""
    tags = tag(*(record.get(name) for name in FIELDS))
    return {
        **record,
        "relevant": tags.relevant,
        "score": tags.score,
        "place": tags.place,
        "kind": tags.kind.value,
        "substances": list(tags.substances),
        "may_change_status": tags.may_change_status,
        "stage": tags.stage.value,
        "reasons": list(tags.reasons),
    }


def _records(path: Path, text: str) -> Iterator[Any]:
    if not text.strip():
        return iter(())
    if path.suffix in (".jsonl", ".ndjson"):
        return _lines(path, text)
    if text.lstrip()[0] in "{[":
        try:
            return _listed(path, json.loads(text))
        except RecursionError:
            raise NoticeFileError(path, "", "is nested too deeply") from None
        except ValueError as problem:
            if text.lstrip()[0] == "{" and _is_json(text.lstrip().splitlines()[0]):
                return _lines(path, text)
            if path.suffix == ".json":
                raise NoticeFileError(path, "", f"is not JSON: {problem}") from None
    return _listed(path, _yaml(path, text))


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _yaml(path: Path, text: str) -> Any:
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, yaml.SafeLoader)):
            raise NoticeFileError(path, "", "uses aliases (*name), which are not read")
        return yaml.load(text, _PlainLoader)  # noqa: S506 - a SafeLoader without dates
    except RecursionError:
        raise NoticeFileError(path, "", "is nested too deeply") from None
    except (yaml.YAMLError, ValueError) as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        said = getattr(problem, "problem", None) or str(problem)
        raise NoticeFileError(path, where, f"is not YAML: {said}") from None


def _listed(path: Path, content: Any) -> Iterator[Any]:
    if isinstance(content, dict) and "notices" in content:
        content = content["notices"]
    elif isinstance(content, dict) and "title" in content:
        content = [content]
    if content is None:
        return iter(())
    if not isinstance(content, list):
        raise NoticeFileError(path, "", "holds neither a list of notices nor `notices:` with one")
    return iter(content)


def _lines(path: Path, text: str) -> Iterator[Any]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError) as problem:
                raise NoticeFileError(path, f"line {number}", f"is not JSON: {problem}") from None


def _checked(path: Path, number: int, record: Any) -> Record:
    if not isinstance(record, dict):
        kind = type(record).__name__
        raise NoticeFileError(path, f"record {number}", f"is a {kind}, not a mapping of fields")
    fields = {name: _text(path, number, name, record.get(name)) for name in FIELDS}
    return {**{str(name): value for name, value in record.items()}, **fields}


def _text(path: Path, number: int, name: str, value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (int, datetime.date)) and not isinstance(value, bool):
        return str(value)
    kind = type(value).__name__
    raise NoticeFileError(path, f"record {number}", f"`{name}` is a {kind}, not text")
