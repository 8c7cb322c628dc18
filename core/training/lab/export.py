"""Export of a run: its records as CSV, and the complete run as JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import asdict

from core.training.lab.ledger import Record
from core.training.lab.run import Run


def _cell(value: float) -> str:
    """Shortest text that reads back as the same number; empty for NaN."""
    return "" if math.isnan(value) else repr(value)


def csv_text(run: Run) -> str:
    """Records as CSV in the units of :class:`~core.training.lab.ledger.Record`, one per line; NaN is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Record._fields)
    for place in range(len(run.history)):
        writer.writerow([_cell(value) for value in run.history.record(place)])
    return out.getvalue()


def _plain(record: Record) -> dict[str, float | None]:
    return {name: None if math.isnan(value) else value for name, value in record._asdict().items()}


def json_text(run: Run) -> str:
    """Settings, data description, changes of the rates, records and current weights as JSON; NaN is ``null``."""
    train, held_out = run.split.train, run.split.held_out
    content = {
        "units": "nats per training example; step_norm in units of the weights; likelihood_norm and decay_norm are "
        "sizes of gradients, for AdamW sizes of its two steps; angle in degrees",
        "settings": asdict(run.config),
        "data": {
            "features": train.features,
            "classes": train.classes,
            "training_points": train.n,
            "held_out_points": held_out.n,
            "mean": run.split.mean.tolist(),
            "scale": run.split.scale.tolist(),
            "note": train.note,
        },
        "changes": [change._asdict() for change in run.changes],
        "stopped": run.stopped,
        "records": [_plain(run.history.record(place)) for place in range(len(run.history))],
        "weights": run.trainer.weights().tolist(),
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
