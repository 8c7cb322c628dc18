"""Description of the machine and the package versions of a measurement, and the folder of results."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("streamlit", "numpy", "scipy", "altair", "torch")


def environment() -> dict[str, object]:
    """Python, system, processors, load and package versions."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cpus": os.cpu_count(),
        "load_at_start": round(os.getloadavg()[0], 2),
        "packages": {name: version(name) for name in PACKAGES},
    }
