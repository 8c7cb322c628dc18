"""The settings: each is an option of the installed Streamlit, and the environment wins over the file."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from streamlit import config

from deploy.settings import ROOT, choices, streamlit_options, variable

HARDENED = {
    "client.showErrorDetails": "none",
    "client.toolbarMode": "viewer",
    "server.fileWatcherType": "none",
    "server.maxUploadSize": 1,
    "server.maxMessageSize": 10,
    "server.maxCacheDataSize": "64MB",
    "server.disconnectedSessionTTL": 120,
    "server.enableXsrfProtection": True,
    # Switched off, the server accepts websockets from the pages of any site.
    "server.enableCORS": True,
    "runner.postScriptGC": False,
    "browser.gatherUsageStats": False,
    # Switched on, Streamlit prints exceptions and their values to the console, not to the log.
    "logger.enableRich": False,
}


def test_each_setting_is_an_option_that_streamlit_knows() -> None:
    known = config.get_config_options()
    for option in streamlit_options({}):
        assert variable(option) == known[option].env_var


def test_the_options_that_protect_a_shared_server_are_set() -> None:
    options = streamlit_options({})
    assert {name: options.get(name) for name in HARDENED} == HARDENED
    assert "server.cookieSecret" not in options


def test_the_environment_wins_over_the_file() -> None:
    options = streamlit_options(
        {
            "STREAMLIT_SERVER_ALLOWED_HOSTS": "course.example.org, 10.0.0.7",
            "STREAMLIT_SERVER_PORT": "8600",
            "STREAMLIT_RUNNER_POST_SCRIPT_GC": "true",
        }
    )
    assert options["server.allowedHosts"] == ["course.example.org", "10.0.0.7"]
    assert options["server.port"] == 8600
    assert options["runner.postScriptGC"] is True
    assert choices({"COURSE_REPLICA": "2", "COURSE_MAX_SESSIONS": "40"}).max_sessions == 40


def test_the_rehearsed_lessons_are_a_choice() -> None:
    slugs = ("", "likelihood", "map-estimation")
    chosen = {text: choices({"COURSE_REHEARSE": text}).rehearsed(slugs) for text in ("all", "none", "gone,likelihood")}
    assert chosen == {"all": slugs, "none": (), "gone,likelihood": ("likelihood",)}


@pytest.mark.parametrize(
    "environment",
    [
        {"COURSE_REPLICA": "a; Domain=example.org"},
        {"COURSE_DRAIN_SECONDS": "-1"},
        {"COURSE_DRAIN_SECONDS": "nan"},
        {"COURSE_MAX_SESSIONS": "0"},
    ],
)
def test_an_impossible_choice_is_refused_at_the_start(environment: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="COURSE_"):
        choices(environment)


IN_FORCE = """
from deploy.readiness import Readiness
from deploy.server import configure, create_app
from deploy.settings import Choices, streamlit_options

create_app(Choices(), Readiness())
configure(streamlit_options())
from streamlit import config

print(config.get_option("server.maxUploadSize"), config.get_option("theme.light.primaryColor"))
"""


def test_both_files_of_settings_are_in_force_from_any_folder(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "STREAMLIT_SERVER_MAX_UPLOAD_SIZE": "3"}
    done = subprocess.run(
        [sys.executable, "-c", IN_FORCE], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]["light"]
    assert done.stdout.split() == ["3", theme["primaryColor"]], done.stderr
    assert "restart" not in done.stderr, "Streamlit had read its settings before they were in force"
