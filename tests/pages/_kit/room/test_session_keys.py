"""Each key of the room in the session belongs to one module: two that share one read each other's values."""

import re
from collections import defaultdict

from pages._kit.course import ROOT

NAMED = re.compile(r'^_?[A-Z_]+(?:: Final)? = "(_[a-z_]+)"$', re.MULTILINE)


def test_no_two_modules_keep_something_under_one_key() -> None:
    owners: dict[str, list[str]] = defaultdict(list)
    for folder in ("pages/_kit", "pages/room"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for key in NAMED.findall(file.read_text(encoding="utf-8")):
                owners[key].append(file.relative_to(ROOT).as_posix())
    assert len(owners) > 30
    assert {key: files for key, files in owners.items() if len(files) > 1} == {}
