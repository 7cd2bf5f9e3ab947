"""A merge into the files of a folder: all of them, and only if the whole keeps every rule."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from pwa.errors import FactError, Fault
from pwa.facts import check_facts, read_facts
from pwa.facts.writing import Recorded, new_file, with_lists, with_records, with_tables
from pwa.merging.merge import Merge

Texts = Mapping[str, str]


def copy_of_facts(shipped: Path, folder: Path) -> None:
    """The shipped facts in a folder of one's own. Raises FactError where something is there."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FactError([Fault(str(folder), "-", "must be a new or empty folder")])
    shutil.copytree(shipped, folder, dirs_exist_ok=True)


def texts_of(merge: Merge, folder: Path) -> Texts:
    """The new text of each file that changes, by its name below the folder. Raises FactError."""
    texts: dict[str, str] = {}
    ordered = sorted(merge.records, key=lambda record: record.file)
    for file, records in groupby(ordered, key=lambda record: record.file):
        texts[file] = _with_records(folder, file, list(records))
    if merge.places:
        old = (folder / "places.toml").read_text("utf-8")
        texts["places.toml"] = with_tables(old, dict(merge.places))
    if merge.short_codes:
        old = (folder / "short-codes.toml").read_text("utf-8")
        texts["short-codes.toml"] = with_lists(old, dict(merge.short_codes))
    return texts


def _with_records(folder: Path, file: str, records: list[Recorded]) -> str:
    path = folder / file
    day = records[0].researched_on
    text = path.read_text("utf-8") if path.exists() else new_file(str(day))
    try:
        return with_records(text, records)
    except ValueError as problem:
        raise FactError([Fault(file, "-", str(problem))]) from None


def check_whole(texts: Texts, folder: Path) -> None:
    """Raises FactError with every rule that the folder would break with these texts in it."""
    with tempfile.TemporaryDirectory(prefix="leafline-facts-") as aside:
        trial = Path(aside) / "facts"
        shutil.copytree(folder, trial, ignore=shutil.ignore_patterns(".*"))
        for name, text in texts.items():
            (trial / name).parent.mkdir(exist_ok=True)
            (trial / name).write_text(text, "utf-8")
        check_facts(read_facts(trial))


def write(texts: Texts, folder: Path) -> None:
    """Put the texts into their files; if one cannot be written, all are as they were."""
    with _all_or_none(folder, texts) as ready:
        for name, path in ready.items():
            os.replace(path, folder / name)


@contextmanager
def _all_or_none(folder: Path, texts: Texts) -> Iterator[dict[str, Path]]:
    """Each text written in full beside its file. What went wrong within puts old bytes back."""
    old = {name: _bytes(folder / name) for name in texts}
    ready = {name: folder / f"{name}.new" for name in texts}
    try:
        for name, path in ready.items():
            path.parent.mkdir(exist_ok=True)
            path.write_text(texts[name], "utf-8")
        yield ready
    except BaseException:
        for name, content in old.items():
            if content is None:
                (folder / name).unlink(missing_ok=True)
            elif _bytes(folder / name) != content:
                (folder / name).write_bytes(content)
        raise
    finally:
        for path in ready.values():
            path.unlink(missing_ok=True)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
