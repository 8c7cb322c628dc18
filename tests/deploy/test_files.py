"""Dockerfiles, Kubernetes manifests and the compose file, read by their own tools; the pinned versions of the image."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import compose_spec
import kubernetes_validate
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from sqlalchemy import make_url

from deploy.check import answers
from deploy.settings import ROOT, streamlit_options, variable
from pages._kit.room.store.database import address, data_folder
from tests.support.harness import free_port

DEPLOY = ROOT / "deploy"
MANIFESTS = [
    manifest
    for file in ("course.yaml", "ingress.yaml")
    for manifest in yaml.safe_load_all((DEPLOY / "kubernetes" / file).read_text(encoding="utf-8"))
]
SERVER_VARIABLES = {
    *("COURSE_FRAME_ANCESTORS", "COURSE_REPLICA", "COURSE_DRAIN_SECONDS", "COURSE_MAX_SESSIONS", "COURSE_REHEARSE"),
    *("COURSE_DATA", "COURSE_DATABASE", "COURSE_PUBLIC_URL", "STREAMLIT_SERVER_COOKIE_SECRET"),
}
# Compose fills in variables first: ${NAME:-default} has a default, ${NAME:?why} has none.
FILLED_IN = re.compile(r"\$\{\w+:(?:-([^}]*)|\?[^}]*)\}")


@pytest.mark.parametrize("file", ["Dockerfile", "proxy.Dockerfile"])
def test_hadolint_finds_no_fault_in_the_dockerfiles(file: str) -> None:
    hadolint = shutil.which("hadolint", path=str(Path(sys.executable).parent)) or "hadolint"
    done = subprocess.run([hadolint, DEPLOY / file], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_files_that_the_image_copies_exist_and_are_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for file in ("Dockerfile", "proxy.Dockerfile"):
        lines = [line.split() for line in (DEPLOY / file).read_text(encoding="utf-8").splitlines()]
        for line in (line for line in lines if line[:1] == ["COPY"] and not line[1].startswith("--from")):
            for source in line[1:-1]:
                assert (ROOT / source).exists(), f"{file} copies {source}"
                assert f"!{source.split('/')[0]}" in ignored


@pytest.mark.parametrize(
    "manifest", MANIFESTS, ids=lambda manifest: f"{manifest['kind']}-{manifest['metadata']['name']}"
)
def test_each_manifest_follows_the_schema_of_kubernetes(manifest: dict[str, object]) -> None:
    kubernetes_validate.validate(manifest, "1.37", strict=True)


def test_the_pod_uses_the_probes_and_variables_of_the_server() -> None:
    deployment = next(manifest for manifest in MANIFESTS if manifest["kind"] == "Deployment")
    pod = deployment["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    probes = {name: container[name]["httpGet"]["path"] for name in container if name.endswith("Probe")}
    assert probes == {"startupProbe": "/healthz", "livenessProbe": "/healthz", "readinessProbe": "/readyz"}
    environment = {entry["name"]: entry.get("value", "") for entry in container["env"]}
    assert set(environment) <= SERVER_VARIABLES | {variable(option) for option in streamlit_options({})}
    assert float(environment["COURSE_DRAIN_SECONDS"]) + 10 < pod["terminationGracePeriodSeconds"]
    # A pod starts without a database's address, and keeps its rooms where the image says.
    (database,) = (entry for entry in container["env"] if entry["name"] == "COURSE_DATABASE")
    assert database["valueFrom"]["secretKeyRef"] == {"name": "course", "key": "database", "optional": True}
    mounted = {mount["mountPath"] for mount in container["volumeMounts"]}
    assert data_folder({"COURSE_DATA": _image_variables()["COURSE_DATA"]}) in map(Path, mounted)


def _image_variables() -> dict[str, str]:
    """Environment variables that the image of the course sets."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split()[1:] for line in text.splitlines() if line.startswith("ENV ")]
    return dict(setting.split("=", 1) for line in lines for setting in line)


def test_the_image_keeps_rooms_in_a_volume_that_belongs_to_its_user() -> None:
    folder = _image_variables()["COURSE_DATA"]
    instructions = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    (user,) = (line.split()[1] for line in instructions if line.startswith("USER "))
    assert any(
        {"install", "--directory", f"--owner={user}", "--mode=700", folder} <= set(line.split())
        for line in instructions
    )
    assert f"VOLUME {folder}" in instructions


def test_the_compose_file_is_valid_and_names_its_replicas_as_the_proxy_does() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    written = yaml.safe_load(FILLED_IN.sub(lambda found: found.group(1) or "", text))
    services = compose_spec.PyCompose.from_yaml(yaml.safe_dump(written)).services
    assert services
    assert set(services) == {"course-1", "course-2", "database", "proxy"}
    proxy = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for name in ("1", "2"):
        environment = written["services"][f"course-{name}"]["environment"]
        assert environment["COURSE_REPLICA"] == name
        assert set(environment) <= SERVER_VARIABLES | {"STREAMLIT_SERVER_ALLOWED_HOSTS"}
        assert proxy.count(f"server course-{name}:8501") == 3


def test_both_replicas_of_the_compose_file_reach_its_database_and_nobody_else_does() -> None:
    written = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    database = written["services"]["database"]
    given = database["environment"]
    # Compose refuses to start without a password.
    assert given["POSTGRES_PASSWORD"].startswith("${DATABASE_PASSWORD:?")
    for replica in ("course-1", "course-2"):
        where = written["services"][replica]["environment"]["COURSE_DATABASE"]
        assert given["POSTGRES_PASSWORD"] in where
        url = make_url(address({"COURSE_DATABASE": FILLED_IN.sub("secret", where)}))
        assert (url.drivername, url.host, url.password) == ("postgresql+psycopg", "database", "secret")
        assert (url.username, url.database) == (given["POSTGRES_USER"], given["POSTGRES_DB"])
        # Lessons go on without a database, so no replica waits until it is healthy.
        assert written["services"][replica]["depends_on"] == ["database"]
    assert database["read_only"]
    assert not {"ports", "privileged", "network_mode"} & set(database)
    assert "pg_isready" in database["healthcheck"]["test"]
    (volume,) = database["volumes"]
    assert volume.partition(":")[0] in written["volumes"]


def test_the_constraints_pin_one_version_of_each_package_and_the_required_ones() -> None:
    files = (ROOT / "requirements.txt", DEPLOY / "requirements.txt")
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    required = [Requirement(line) for line in lines if line and not line.startswith(("#", "-r"))]
    assert len(required) > 5
    lines = (DEPLOY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line.split("==") for line in lines if not line.startswith("#")]
    versions = {canonicalize_name(name): version for name, version in pinned}
    assert len(versions) == len(pinned)
    for one in required:
        assert str(one.specifier) == f"=={versions[canonicalize_name(one.name)]}"
    # A build's suffix or an address would tie the image to one package index.
    assert all(re.fullmatch(r"[\w.]+", version) for version in versions.values())


def test_the_health_check_of_the_image_fails_where_no_server_listens() -> None:
    assert not answers(f"http://127.0.0.1:{free_port()}/readyz")
