"""The rooms of the code: breaking an import contract is noticed, CONTRIBUTING.md draws them, torch is imported late."""

import ast
import itertools
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

from pages._kit.course import LESSONS

ROOT = Path(__file__).resolve().parents[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]

BREAKS = {
    "core is layered by concept": ("core/arrays.py", "core.numbers"),
    "The subject knows no page and draws nothing": ("core/numbers.py", "altair"),
    "The subject knows Streamlit in one place": ("core/likelihood/coin.py", "streamlit"),
    "A chart does not know Streamlit": ("pages/detective/charts/line_up.py", "streamlit"),
    "The kit knows no lesson": ("pages/_kit/session.py", "pages.detective.words"),
    "A lesson stands alone": ("pages/detective/line_up.py", "pages.likelihood.families"),
    # A lesson is imported by the page script of the lesson after it; the last one by the first.
    **{
        f"Only its page opens {lesson.package}": (LESSONS[(place + 1) % len(LESSONS)].file, lesson.package)
        for place, lesson in enumerate(LESSONS)
    },
    "Only its page opens pages.room": (LESSONS[1].file, "pages.room"),
    "The store of the rooms knows no page": ("pages/_kit/room/store/tokens.py", "streamlit"),
}
"""For each contract, a file and the module that it must not import."""


def test_breaking_any_contract_is_noticed(tmp_path: Path) -> None:
    assert set(BREAKS) == {contract["name"] for contract in CONTRACTS}
    for folder in ("core", "pages"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, imported in BREAKS.values():
        file = tmp_path / name
        file.write_text(file.read_text(encoding="utf-8") + f"\nimport {imported}\n", encoding="utf-8")
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    parts = re.split(r"^(.+)\n-{4,}\n\n", done.stdout.split("Broken contracts")[1], flags=re.MULTILINE)
    broken = dict(zip(parts[1::2], parts[2::2], strict=True))
    for contract, (file, imported) in BREAKS.items():
        importer = file.removesuffix(".py").replace("/", ".")
        assert f"{importer} -> {imported}" in broken[contract], contract


def _room(module: str) -> str:
    """The room of CONTRIBUTING's picture in which a module stands."""
    first, *rest = module.split(".")
    if first == "core":
        return rest[0] if rest else "core"
    if rest and rest[0][0].isdigit():
        return "page"
    inside = "charts" in rest[1:2]
    if rest and rest[0] == "_kit":
        return "kit_charts" if inside else "kit"
    return "charts" if inside else "lesson"


def _drawn() -> set[tuple[str, str]]:
    """The arrows of the Mermaid picture in CONTRIBUTING.md."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    picture = text.split("```mermaid")[1].split("```")[0]
    arrows = set()
    for line in picture.splitlines():
        if "-->" in line:
            rooms = [re.findall(r"\w+", side) for side in line.split("-->")]
            arrows |= {(a, b) for left, right in itertools.pairwise(rooms) for a in left for b in right}
    return arrows


def _reachable(arrows: set[tuple[str, str]]) -> set[tuple[str, str]]:
    found = set(arrows)
    while True:
        longer = {(a, d) for a, b in found for c, d in arrows if b == c} - found
        if not longer:
            return found
        found |= longer


def test_contributing_draws_the_rooms_of_the_contracts() -> None:
    reachable = _reachable(_drawn())
    assert not {a for a, b in reachable if a == b}, "the picture goes in a circle"
    layers = next(contract["layers"] for contract in CONTRACTS if contract["name"] == "core is layered by concept")
    ranks = [set(re.findall(r"\w+", layer)) for layer in layers]
    core = set.union(*ranks)
    below = {(a, b) for place, upper in enumerate(ranks) for lower in ranks[place + 1 :] for a in upper for b in lower}
    assert {(a, b) for a, b in reachable if a in core and b in core} == below


def test_every_import_goes_along_an_arrow_of_the_picture() -> None:
    reachable = _reachable(_drawn())
    graph = grimp.build_graph("core", "pages", cache_dir=None)
    imports = {
        (_room(importer), _room(imported)): f"{importer} -> {imported}"
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if _room(importer) != _room(imported)
    }
    assert {example for pair, example in imports.items() if pair not in reachable} == set()


def _imported(nodes: Iterator[ast.stmt]) -> set[str]:
    """Top-level packages of the absolute imports among ``nodes``."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


def _is_type_checking(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return name == "TYPE_CHECKING"


def _on_import(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run when the module is imported: not those in functions or for type checkers."""
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        yield statement
        if isinstance(statement, ast.If) and _is_type_checking(statement.test):
            yield from _on_import(statement.orelse)
            continue
        for block in ("body", "orelse", "finalbody"):
            yield from _on_import(getattr(statement, block, []))
        for handler in getattr(statement, "handlers", []):
            yield from _on_import(handler.body)


def test_torch_is_imported_only_where_it_is_used() -> None:
    sources = [ROOT / "streamlit_app.py", *(ROOT / "core").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    outside = [path for path in sources if not path.is_relative_to(ROOT / "core" / "training")]
    trees = {path: ast.parse(path.read_text(encoding="utf-8"), filename=str(path)) for path in outside}
    assert [path.name for path, tree in trees.items() if "torch" in _imported(_on_import(tree.body))] == []


@pytest.mark.parametrize(
    ("source", "torch_on_import"),
    [
        ("import torch.nn as nn", True),
        ("class A:\n    from torch import nn", True),
        ("try:\n    import torch\nexcept ImportError:\n    pass", True),
        ("def f():\n    import torch", False),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch", False),
    ],
)
def test_the_torch_rule_sees_what_runs_on_import(source: str, torch_on_import: bool) -> None:
    assert ("torch" in _imported(_on_import(ast.parse(source).body))) is torch_on_import
