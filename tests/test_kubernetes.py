"""The manifests of deploy/kubernetes are ones that Kubernetes takes, agree with each other and with the program."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from click.core import ParameterSource
from counterparts.installed import has_environment

from commands.collect import collect
from connectors.workers.dask import WORKER_ENVIRONMENT

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).parents[1]
MANIFEST = ROOT / "deploy" / "kubernetes" / "meetlint.yaml"
VALIDATOR = ROOT / "tests" / "counterparts" / "kubernetes" / "venv"


@pytest.fixture(scope="module")
def resources() -> dict[str, dict[str, Any]]:
    """Return each resource by its kind and name."""
    found = [one for one in yaml.safe_load_all(MANIFEST.read_text("utf-8")) if one]
    return {f"{one['kind']}/{one['metadata']['name']}": one for one in found}


def pods(resources: dict[str, dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the pod of each resource that starts some."""
    for name, one in resources.items():
        spec = one["spec"]
        spec = spec["jobTemplate"]["spec"] if one["kind"] == "CronJob" else spec
        if "template" in spec:
            yield name, spec["template"]


def containers(pod: dict[str, Any]) -> list[dict[str, Any]]:
    return [*pod["spec"]["containers"], *pod["spec"].get("initContainers", [])]


def test_kubernetes_takes_the_manifests(need: Callable[[bool, str], None]) -> None:
    need(has_environment(VALIDATOR), "kubernetes-validate")
    validator = VALIDATOR / "bin" / "kubernetes-validate"
    done = subprocess.run([validator, "--strict", MANIFEST], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (done.stdout + done.stderr).count(" passed for resource ") == 6


def test_the_judge_of_manifests_finds_a_mistake(need: Callable[[bool, str], None], tmp_path: Path) -> None:
    need(has_environment(VALIDATOR), "kubernetes-validate")
    broken = tmp_path / "broken.yaml"
    broken.write_text(MANIFEST.read_text("utf-8").replace("readOnlyRootFilesystem", "readOnlyRoot", 1), "utf-8")
    validator = VALIDATOR / "bin" / "kubernetes-validate"
    assert subprocess.run([validator, "--strict", broken], capture_output=True, check=False).returncode != 0


def test_all_run_the_image_of_this_version(resources: dict[str, dict[str, Any]]) -> None:
    images = {container["image"] for _, pod in pods(resources) for container in containers(pod)}
    assert images == {f"registry.example.org/meetlint:{version('meetlint')}"}


def test_every_pod_is_locked_and_every_place_it_needs_is_there(resources: dict[str, dict[str, Any]]) -> None:
    assert len(list(pods(resources))) == 3
    for name, pod in pods(resources):
        spec = pod["spec"]
        assert spec["securityContext"]["runAsNonRoot"], name
        assert not spec["automountServiceAccountToken"], name
        volumes = {volume["name"] for volume in spec["volumes"]}
        for container in containers(pod):
            assert {mount["name"] for mount in container["volumeMounts"]} <= volumes, name
            assert container["securityContext"]["readOnlyRootFilesystem"], name
            assert not container["securityContext"]["allowPrivilegeEscalation"], name
            assert container["resources"]["limits"]["memory"], name


def test_selectors_choose_the_pods_they_are_meant_for(resources: dict[str, dict[str, Any]]) -> None:
    labels = {name: pod["metadata"]["labels"] for name, pod in pods(resources)}
    service = resources["Service/meetlint-scheduler"]["spec"]["selector"]
    assert [name for name, has in labels.items() if service.items() <= has.items()] == ["Deployment/meetlint-scheduler"]
    policy = resources["NetworkPolicy/meetlint-scheduler"]["spec"]
    assert all(policy["podSelector"]["matchLabels"].items() <= has.items() for has in labels.values())
    for name in ("Deployment/meetlint-scheduler", "Deployment/meetlint-worker"):
        assert resources[name]["spec"]["selector"]["matchLabels"] == labels[name]


def environment(container: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one.get("value", "") for one in container["env"]}


def test_workers_are_started_with_the_memory_that_pandas_needs(resources: dict[str, dict[str, Any]]) -> None:
    (worker,) = resources["Deployment/meetlint-worker"]["spec"]["template"]["spec"]["containers"]
    assert WORKER_ENVIRONMENT.items() <= environment(worker).items()


def test_what_goes_between_machines_is_encrypted(resources: dict[str, dict[str, Any]]) -> None:
    for name, pod in pods(resources):
        (container,) = pod["spec"]["containers"]
        assert environment(container)["DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION"] == "true", name
    addresses = [word for word in MANIFEST.read_text("utf-8").split() if "://" in word]
    assert {address.rpartition("=")[2] for address in addresses} == {"tls://meetlint-scheduler:8786"}


def test_what_is_run_is_a_command_of_this_program(resources: dict[str, dict[str, Any]]) -> None:
    pod = resources["CronJob/meetlint-collect"]["spec"]["jobTemplate"]["spec"]["template"]
    (container,) = pod["spec"]["containers"]
    assert container["command"] == ["meetlint"]
    name, *arguments = container["args"]
    context = collect.make_context(name, list(arguments))
    asked = {key for key in context.params if context.get_parameter_source(key) is ParameterSource.COMMANDLINE}
    assert name == "collect"
    assert {key: str(context.params[key]) for key in asked} == {
        "roster": "/settings/people.csv",
        "config": "/settings/meetlint.toml",
        "purpose": "audit",
        "scheduler": "tls://meetlint-scheduler:8786",
        "output": "/events",
    }
    mounts = {mount["mountPath"] for mount in container["volumeMounts"]}
    assert {"/settings", "/events"} <= mounts
    assert "MEETLINT_TEAM_KEY" in environment(container)
