"""Reading a file of notices, and adding tags to them."""

import json
from pathlib import Path

import pytest

from pwa.notices.classify import NoticeFileError, classified, read_notices

TAGS = {"relevant", "score", "place", "kind", "substances", "may_change_status", "stage", "reasons"}
NOTICE = '{"title": "Kratom recalled", "agency": "FDA", "id": 7, "published": null}'


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "- title: Kratom recalled\n  agency: FDA\n  id: 7\n"),
        ("a.yaml", "notices:\n- title: Kratom recalled\n  agency: FDA\n  id: 7\n"),
        ("a.json", f"[{NOTICE}]"),
        ("a.json", f'{{"notices": [{NOTICE}]}}'),
        ("a.jsonl", f"{NOTICE}\n\n"),
        ("a.txt", NOTICE),
    ],
)
def test_each_form_gives_the_same_record(tmp_path: Path, name: str, text: str) -> None:
    (record,) = read_notices(written(tmp_path, name, text))
    assert record["title"] == "Kratom recalled"
    assert record["summary"] is None
    assert record["id"] == 7
    result = classified(record)
    assert set(result) >= TAGS | {"id"}
    assert result["relevant"] is True
    assert result["kind"] == "recall"
    assert json.loads(json.dumps(result)) == result


def test_json_lines_are_read_without_their_suffix(tmp_path: Path) -> None:
    path = written(tmp_path, "notices", f"{NOTICE}\n{NOTICE}\n")
    assert len(list(read_notices(path))) == 2


def test_dates_stay_as_written(tmp_path: Path) -> None:
    path = written(tmp_path, "a.yaml", "- {title: a, published: 2026-08-26}\n- {published: 2021}\n")
    assert [record["published"] for record in read_notices(path)] == ["2026-08-26", "2021"]


@pytest.mark.parametrize("text", ["", "\n", "[]", "notices:\n", "notices: []"])
def test_nothing_gives_no_record(tmp_path: Path, text: str) -> None:
    assert list(read_notices(written(tmp_path, "a.yaml", text))) == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.yaml", "- title: [1]\n", r"record 1: `title` is a list"),
        ("a.yaml", "- title: a\n- plain\n", "record 2: is a str"),
        ("a.yaml", "- title: 'a\n", "line .*is not YAML"),
        ("a.yaml", "just words\n", "neither a list"),
        ("a.yaml", "- &a {title: x}\n- *a\n", "aliases"),
        ("a.yaml", "- !!python/object:os.system {}\n", "is not YAML"),
        ("a.yaml", "[" * 5000, "nested too deeply|is not YAML"),
        ("a.json", '[{"title": ', "is not JSON"),
        ("a.jsonl", f"{NOTICE}\n{{\n", "line 2: is not JSON"),
        ("a.jsonl", "5\n", "record 1: is a int"),
    ],
)
def test_a_bad_file_says_where_and_what(tmp_path: Path, name: str, text: str, said: str) -> None:
    path = written(tmp_path, name, text)
    with pytest.raises(NoticeFileError, match=said) as problem:
        list(read_notices(path))
    assert str(path) in str(problem.value)


def test_a_missing_file_and_a_strange_encoding_are_named(tmp_path: Path) -> None:
    with pytest.raises(NoticeFileError, match="No such file"):
        list(read_notices(tmp_path / "none.yaml"))
    (tmp_path / "a.yaml").write_bytes(b"- title: \xff\n")
    with pytest.raises(NoticeFileError, match="is not UTF-8"):
        list(read_notices(tmp_path / "a.yaml"))
