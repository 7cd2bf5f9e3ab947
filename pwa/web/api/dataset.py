"""Everything at once: the dataset as JSON, CSV and SQLite. CC BY 4.0."""

import csv
import io
import json
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate

from pwa.exports.dataset import LICENCE, TABLES, tables, write_dataset
from pwa.records import Facts
from pwa.web.api.parameters import ApiBlueprint, refusals
from pwa.web.http import resources

bp = ApiBlueprint("dataset", __name__, description="The whole dataset, dated, CC BY 4.0")


class TableQuery(Schema):
    """Which table."""

    table = fields.String(load_default="law_rules", validate=validate.OneOf(TABLES))


@bp.get("/dataset.json")
@bp.response(200, content_type="application/json", description="Every table")
def as_json() -> Response:
    """All tables in one document."""
    return Response(_json(_Kept(resources.facts())), content_type="application/json")


@bp.get("/dataset.csv")
@bp.arguments(TableQuery, location="query")
@refusals(bp, 400)
@bp.response(200, content_type="text/csv", description="One table")
def as_csv(query: dict[str, Any]) -> Response:
    """One table, with a header line."""
    rows = tables(resources.facts())[query["table"]]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return Response(text.getvalue(), content_type="text/csv; charset=utf-8")


@bp.get("/dataset.db")
@bp.response(200, content_type="application/vnd.sqlite3", description="A SQLite file")
def as_sqlite() -> Response:
    """All tables as a SQLite file, for instance for Datasette."""
    return Response(_sqlite(_Kept(resources.facts())), content_type="application/vnd.sqlite3")


class _Kept:
    """Facts as a key for what is made of them once: they never change while the app runs."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def __hash__(self) -> int:
        return id(self.facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.facts is self.facts


@lru_cache(maxsize=1)
def _json(kept: _Kept) -> bytes:
    researched_on = max(record.researched_on for record in kept.facts.law)
    document = {
        "licence": LICENCE,
        "attribution": "Leafline",
        "researched_on": researched_on.isoformat(),
        **tables(kept.facts),
    }
    return json.dumps(document, ensure_ascii=False).encode()


@lru_cache(maxsize=1)
def _sqlite(kept: _Kept) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "leafline.db")
        write_dataset(kept.facts, path)
        return path.read_bytes()
