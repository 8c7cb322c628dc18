"""What the course is made of: every package that deploy/requirements.txt brings in, with its version and license.

``python -m deploy.sbom`` writes both files beside this one, from what is installed: ``sbom.cdx.json``, a software
bill of materials (CycloneDX 1.6), and ``constraints.txt``, the same versions for pip.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from deploy.settings import ROOT

SBOM: Final = Path(__file__).with_name("sbom.cdx.json")
CONSTRAINTS: Final = Path(__file__).with_name("constraints.txt")


@dataclass(frozen=True)
class Package:
    """One installed package.

    Attributes
    ----------
    name, version : str
        As an index names them; without a build's local suffix.
    license : str
        As its author writes it; empty where it is not said.
    needs : tuple of str
        Names of the packages that it needs here.
    """

    name: str
    version: str
    license: str
    needs: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its package URL."""
        return f"pkg:pypi/{self.name}@{self.version}"


def roots() -> list[Requirement]:
    """The course's own packages, and those of the shared server."""
    files = (ROOT / "requirements.txt", ROOT / "deploy" / "requirements.txt")
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-r"))]


def _license(found: Distribution) -> str:
    said = "".join(found.metadata.get_all("License-Expression") or [])
    classifiers = [text for text in found.metadata.get_all("Classifier") or [] if text.startswith("License ::")]
    return said or " or ".join(text.rpartition(" :: ")[2] for text in classifiers)


def packages() -> list[Package]:
    """All that is installed because deploy/requirements.txt asks for it, by name."""
    found: dict[str, Package] = {}
    waiting = [(canonicalize_name(root.name), frozenset(root.extras)) for root in roots()]
    while waiting:
        name, extras = waiting.pop()
        if name in found:
            continue
        installed = distribution(name)
        lines = [Requirement(line) for line in installed.requires or []]
        environments = [{"extra": extra} for extra in extras or {""}]
        needed = [line for line in lines if not line.marker or any(line.marker.evaluate(env) for env in environments)]
        # A CPU build of torch is installed without what the CUDA build asks for.
        needed = [line for line in needed if not line.name.startswith(("nvidia", "cuda", "triton"))]
        names = sorted({canonicalize_name(line.name) for line in needed})
        version = Version(installed.version).public
        found[name] = Package(name, version, _license(installed), tuple(names))
        waiting += [(canonicalize_name(line.name), frozenset(line.extras)) for line in needed]
    return [found[name] for name in sorted(found)]


def bill(of: list[Package]) -> dict[str, object]:
    """The bill of materials, as CycloneDX writes it. It bears no date, so that it changes only with its contents."""
    course = "learning-is-inference"
    known = {package.name: package.purl for package in of}
    components = [
        {"type": "library", "bom-ref": package.purl, "name": package.name, "version": package.version}
        | {"purl": package.purl}
        | ({"licenses": [{"license": {"name": package.license}}]} if package.license else {})
        for package in of
    ]
    needs = {course: [known[canonicalize_name(root.name)] for root in roots()]}
    needs |= {package.purl: [known[name] for name in package.needs] for package in of}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": course, "name": course}},
        "components": components,
        "dependencies": [{"ref": ref, "dependsOn": sorted(others)} for ref, others in needs.items()],
    }


def main() -> None:
    """Write both files."""
    found = packages()
    SBOM.write_text(json.dumps(bill(found), indent=1) + "\n", encoding="utf-8")
    head = "# Every package of the course. Written by: python -m deploy.sbom\n"
    pins = "".join(f"{package.name}=={package.version}\n" for package in found)
    CONSTRAINTS.write_text(head + pins, encoding="utf-8")
    sys.stdout.write(f"{len(found)} packages\n")


if __name__ == "__main__":
    main()
