"""What a measurement was made on, and where its results are kept."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("streamlit", "numpy", "scipy", "altair", "torch")


def environment() -> dict[str, object]:
    """The machine, as far as it matters, and the versions."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cpus": os.cpu_count(),
        "load_at_start": round(os.getloadavg()[0], 2),
        "packages": {name: version(name) for name in PACKAGES},
    }
