"""Refused rows as a workbook to be mended and uploaded again: the columns of the list, and why each row was refused."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from accounts.audit import log
from cases.models import ImportBatch, ImportDraft, Outcome
from cases.spreadsheets.export.export_files import xlsx_file
from cases.spreadsheets.import_ import uploads
from cases.spreadsheets.mapping.schema import REFUSED_BECAUSE

SHEET = "refused"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def of_draft(draft: ImportDraft) -> HttpResponse:
    """The refused rows of a preview. Raises Http404 where there are none."""
    shown = json.loads(draft.shown)["rows"] if draft.shown else []
    why = {
        row["number"]: _reason(row.get("column", ""), row.get("reason", ""))
        for row in shown
        if row["outcome"] == Outcome.REFUSED
    }
    if not why:
        raise Http404
    table = uploads.table_of(draft)
    headers = [header for header in table.headers if header != REFUSED_BECAUSE]
    rows = [
        [*(cell for header, cell in zip(table.headers, cells, strict=True) if header != REFUSED_BECAUSE), why[number]]
        for number, cells in zip(table.numbers, table.rows, strict=True)
        if number in why
    ]
    return _file(headers, rows, draft.file_name)


def of_batch(batch: ImportBatch, by: Any) -> HttpResponse:
    """The refused rows of a list that was imported, for whoever imported it. Raises Http404 for everybody else; logged."""
    refused = list(batch.rows.filter(outcome=Outcome.REFUSED).order_by("number"))
    if batch.by_id != by.pk or not refused:
        raise Http404
    cells = [json.loads(row.cells or "{}") for row in refused]
    headers = [
        header for header in dict.fromkeys(header for each in cells for header in each) if header != REFUSED_BECAUSE
    ]
    rows = [
        [*(each.get(header, "") for header in headers), row.reason] for row, each in zip(refused, cells, strict=True)
    ]
    log.write(
        action="exported",
        by=by,
        kind="importbatch",
        key=batch.pk,
        note=f"{len(rows)} refused rows of {batch.file_name}",
    )
    return _file(headers, rows, batch.file_name)


def _reason(column: str, sentence: str) -> str:
    return f"{column}: {sentence}" if column else sentence


def _file(headers: list[str], rows: list[list[str]], file_name: str) -> HttpResponse:
    with xlsx_file([*headers, REFUSED_BECAUSE], rows, title=SHEET) as content:
        answer = HttpResponse(content.read(), content_type=XLSX)
    name = f"{PurePath(file_name).stem}-refused.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
