"""Who may import whom: import-linter's contracts, and three rules read off the syntax tree."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[1]
CORE = sorted((ROOT / "core").rglob("*.py"))
SOURCES = [*CORE, *sorted((ROOT / "pages").rglob("*.py")), ROOT / "streamlit_app.py"]
# What stands above core.
ABOVE_CORE = {"pages", "streamlit_app", "tests", "bench"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imported(nodes: Iterator[ast.AST] | list[ast.stmt]) -> set[str]:
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


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def test_import_linter_contracts_hold(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize("path", [p for p in CORE if _name(p) != "core/cached.py"], ids=_name)
def test_core_does_not_know_streamlit(path: Path) -> None:
    assert "streamlit" not in _imported(ast.walk(_tree(path)))


@pytest.mark.parametrize("path", [p for p in SOURCES if "core/training/" not in _name(p)], ids=_name)
def test_torch_is_imported_only_where_it_is_used(path: Path) -> None:
    assert "torch" not in _imported(_on_import(_tree(path).body))


@pytest.mark.parametrize("path", CORE, ids=_name)
def test_core_imports_nothing_above_it(path: Path) -> None:
    assert not _imported(ast.walk(_tree(path))) & ABOVE_CORE


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
def test_the_rule_sees_what_runs_on_import(source: str, torch_on_import: bool) -> None:
    assert ("torch" in _imported(_on_import(ast.parse(source).body))) is torch_on_import
