"""Settings of a deployment: Streamlit's options from settings.toml, the server's own from the environment."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
FILE: Final = Path(__file__).with_name("settings.toml")

Option = bool | int | str | list[str]

REPLICA: Final = re.compile(r"[a-z0-9-]{0,40}")
ANCESTORS: Final = re.compile(r"[A-Za-z0-9.:/*' -]+")


def variable(option: str) -> str:
    """Return an option's environment variable: STREAMLIT_SERVER_MAX_UPLOAD_SIZE for ``server.maxUploadSize``."""
    return "STREAMLIT_" + re.sub(r"([a-z])([A-Z])", r"\1_\2", option).replace(".", "_").upper()


def _like(example: Option, text: str) -> Option:
    """Convert ``text`` to the type of ``example``."""
    match example:
        case bool():
            return text.strip().lower() in {"1", "true", "yes"}
        case int():
            return int(text)
        case list():
            return [part.strip() for part in text.split(",") if part.strip()]
        case _:
            return text


def streamlit_options(environment: Mapping[str, str] = os.environ, file: Path = FILE) -> dict[str, Option]:
    """Read the options of ``file``; an environment variable that is set replaces its option.

    Returns
    -------
    dict
        From dotted names (``server.port``) to values.

    Raises
    ------
    ValueError
        If a variable cannot be converted to the type of its option.
    """
    options: dict[str, Option] = {}
    for section, entries in tomllib.loads(file.read_text(encoding="utf-8")).items():
        for name, value in entries.items():
            option = f"{section}.{name}"
            text = environment.get(variable(option))
            options[option] = value if text is None else _like(value, text)
    return options


@dataclass(frozen=True)
class Choices:
    """Settings of the server itself.

    Attributes
    ----------
    frame_ancestors : str
        Sites that may show the course in a frame, as Content-Security-Policy sources.
    replica : str
        Name of this process, sent to visitors in a cookie for the proxy; empty without a proxy.
    drain_seconds : float
        How long it goes on serving, reported as not ready, after a signal to stop.
    max_sessions : int
        Connections at a time; further visitors get a 503, which the proxy retries on another replica.
    rehearse : str
        Lessons to run once before the first visitor: "all", "none", or slugs separated by commas.
    """

    frame_ancestors: str = "'self'"
    replica: str = ""
    drain_seconds: float = 5.0
    max_sessions: int = 250
    rehearse: str = "all"

    def __post_init__(self) -> None:
        """Check every value; one with other characters could add to a header."""
        if not ANCESTORS.fullmatch(self.frame_ancestors):
            raise ValueError(
                f"COURSE_FRAME_ANCESTORS must be sources separated by spaces, got {self.frame_ancestors!r}"
            )
        if not REPLICA.fullmatch(self.replica):
            raise ValueError(f"COURSE_REPLICA must be lowercase letters, digits and dashes, got {self.replica!r}")
        if not 0 <= self.drain_seconds <= 3600:
            raise ValueError(f"COURSE_DRAIN_SECONDS must lie in [0, 3600], got {self.drain_seconds}")
        if self.max_sessions < 1:
            raise ValueError(f"COURSE_MAX_SESSIONS must be positive, got {self.max_sessions}")

    def rehearsed(self, slugs: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of the lessons ``slugs`` that are rehearsed."""
        chosen = self.rehearse.split(",")
        return slugs if self.rehearse == "all" else tuple(slug for slug in slugs if slug and slug in chosen)

    @property
    def framed_elsewhere(self) -> bool:
        """Whether pages of other sites may frame the course, so that its cookie must be sent there too."""
        return not set(self.frame_ancestors.split()) <= {"'self'", "'none'"}


def choices(environment: Mapping[str, str] = os.environ) -> Choices:
    """Read the settings of the server from the environment."""
    default = Choices()
    return Choices(
        frame_ancestors=environment.get("COURSE_FRAME_ANCESTORS") or default.frame_ancestors,
        replica=environment.get("COURSE_REPLICA", default.replica),
        drain_seconds=float(environment.get("COURSE_DRAIN_SECONDS", default.drain_seconds)),
        max_sessions=int(environment.get("COURSE_MAX_SESSIONS", default.max_sessions)),
        rehearse=environment.get("COURSE_REHEARSE", default.rehearse),
    )
