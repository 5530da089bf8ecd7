"""The files of deploy/ for the digest are what the program prints, and what runs them takes them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from counterparts.installed import has_environment

from cli import main
from commands.many.digests.digest import digest
from commands.many.digests.schedules import schedule, unit_files, unseen

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
PROGRAM, SETTINGS = "/opt/meetlint/bin/meetlint", "/etc/meetlint/meetlint.toml"
UNITS = ("meetlint-digest.service", "meetlint-digest.timer")
VALIDATOR = ROOT / "tests" / "counterparts" / "kubernetes" / "venv"


def test_the_files_are_what_the_program_prints() -> None:
    assert (DEPLOY / "cron" / "meetlint-digest").read_text("utf-8") == schedule("cron", PROGRAM, SETTINGS)
    assert (DEPLOY / "kubernetes" / "digest.yaml").read_text("utf-8") == schedule("kubernetes", PROGRAM, SETTINGS)
    found = {name: (DEPLOY / "systemd" / name).read_text("utf-8") for name in UNITS}
    assert found == unit_files(PROGRAM, SETTINGS)


@pytest.mark.parametrize("form", ["cron", "systemd"])
def test_what_is_called_is_a_command_of_this_program(form: str) -> None:
    lines = schedule(form, PROGRAM, SETTINGS).splitlines()
    (line,) = [line for line in lines if f"{PROGRAM} digest send" in line]
    words = shlex.split(line.replace("ExecStart=", "").partition(" >>")[0])
    words = words[words.index(PROGRAM) + 1 :]
    assert words.pop(0) == "digest"
    context = digest.commands["send"].make_context("send", words[1:])
    assert context.params["config"] == Path(SETTINGS)
    assert context.params["log_form"] == "json"


@pytest.mark.parametrize("path", ["/srv/our settings/100 %/meetlint.toml", "/srv/it's/meetlint.toml"])
def test_a_crontab_line_means_the_file_it_names(path: str) -> None:
    line = schedule("cron", PROGRAM, path).splitlines()[-1]
    # What cron does: a percent sign without a backslash ends the command.
    command = line.split(maxsplit=5)[5]
    assert not re.search(r"(?<!\\)%", command)
    words = shlex.split(command.replace(r"\%", "%").partition(" >>")[0])
    assert words[-3:] == [path, "--log", "json"]


@pytest.mark.parametrize("path", ["/srv/our settings/100 %/meetlint.toml", "/srv/it's/meetlint.toml"])
def test_a_crontab_looks_in_the_evening_whether_all_is_well(path: str) -> None:
    (line,) = [line for line in schedule("cron", PROGRAM, path, roster="/srv/p.csv").splitlines() if "status" in line]
    command = line.split(maxsplit=5)[5]
    assert not re.search(r"(?<!\\)%", command)
    assert ">>" not in command, "what is not well is for cron's mail"
    words = shlex.split(command.replace(r"\%", "%"))
    asked = digest.commands["status"].make_context("status", words[words.index("digest") + 2 :]).params
    assert (asked["is_check"], asked["is_quiet"], asked["within"]) == (True, True, "4d")
    assert (asked["config"], asked["roster"]) == (Path(path), Path("/srv/p.csv"))


def test_a_place_that_the_service_does_not_see_is_told() -> None:
    assert unseen("/home/sam/meetlint.toml", "/etc/meetlint/people.csv", "/tmp/x", "/homes/x", "") == [
        "/home/sam/meetlint.toml",
        "/tmp/x",
    ]


@pytest.mark.parametrize("form", ["cron", "systemd", "kubernetes"])
def test_a_roster_of_its_own_is_named(form: str) -> None:
    text = schedule(form, PROGRAM, SETTINGS, roster="/etc/meetlint/people.csv")
    assert ("--roster=/settings/people.csv" if form == "kubernetes" else "--roster /etc/meetlint/people.csv") in text
    assert "--roster" not in schedule(form, PROGRAM, SETTINGS)


FIGURES = "/var/lib/node exporter/100 %/meetlint.prom"


@pytest.mark.parametrize("form", ["cron", "systemd", "kubernetes"])
def test_each_run_writes_its_figures_where_they_are_asked_for(form: str) -> None:
    text = schedule(form, PROGRAM, SETTINGS, metrics=FIGURES)
    assert "--metrics" not in schedule(form, PROGRAM, SETTINGS)
    assert "ReadWritePaths" not in schedule(form, PROGRAM, SETTINGS)
    if form == "kubernetes":
        (line,) = [line for line in text.splitlines() if "--metrics" in line]
        assert "--log=json]" in line
        assert f'"--metrics={FIGURES}"' in line
        return
    (line,) = [line for line in text.splitlines() if "--metrics" in line]
    words = shlex.split(line.replace("%%", "%").replace(r"\%", "%").replace("ExecStart=", "").partition(" >>")[0])
    words = words[words.index("digest") + 2 :]
    assert digest.commands["send"].make_context("send", words).params["metrics"] == Path(FIGURES)
    # The service may write into its state alone, unless it is told.
    assert ('ReadWritePaths="/var/lib/node exporter/100 %%"' in text) == (form == "systemd")
    assert "ReadWritePaths" not in schedule(form, PROGRAM, SETTINGS, metrics="/var/lib/meetlint/meetlint.prom")


@pytest.mark.usefixtures("as_before")
def test_the_command_names_the_figures_in_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "units").mkdir()
    for more in ([], ["--format", "systemd"], ["--format", "systemd", "-o", "units"]):
        with pytest.raises(SystemExit) as ended:
            main(["digest", "schedule", "--metrics", "m.prom", *more])
        assert not ended.value.code
        text = capsys.readouterr().out
        if "-o" in more:
            text = (tmp_path / "units" / UNITS[0]).read_text("utf-8")
        assert f"--metrics {tmp_path / 'm.prom'} " in text
        assert (f"ReadWritePaths={tmp_path}\n" in text) == bool(more)
    with pytest.raises(SystemExit):
        main(["digest", "schedule", "--metrics", "/figures/m.prom", "--format", "kubernetes"])
    assert '"--metrics=/figures/m.prom"' in capsys.readouterr().out


@pytest.mark.usefixtures("as_before")
def test_a_crontab_line_finds_the_state_and_writes_where_one_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEETLINT_STATE_DIR", "our state")
    with pytest.raises(SystemExit) as ended:
        main(["digest", "schedule", "--roster", "people.csv"])
    assert not ended.value.code
    words = shlex.split(capsys.readouterr().out.splitlines()[-1].split(maxsplit=5)[5])
    assert words[0] == f"MEETLINT_STATE_DIR={tmp_path / 'our state'}"
    assert words[words.index("--config") + 1] == str(tmp_path / "meetlint.toml")
    assert words[words.index("--roster") + 1] == str(tmp_path / "people.csv")
    assert words[-2:] == [f">>{tmp_path / 'digest.log'}", "2>&1"]


@pytest.mark.usefixtures("as_before")
def test_units_are_written_as_files_and_what_was_sent_so_far_moves_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A service with a state of its own would send everybody a second mail, and one to whoever said STOP."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEETLINT_STATE_DIR", str(tmp_path / "our state"))
    words = ["digest", "schedule", "--format", "systemd"]
    for made in (False, True):
        if made:
            (tmp_path / "our state" / "digest").mkdir(parents=True)
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert not ended.value.code
        out, said = capsys.readouterr()
        assert f"{tmp_path / 'meetlint.toml'} lies where the service does not see it" in " ".join(said.split())
        move = f"mv -nT '{tmp_path / 'our state' / 'digest'}' /var/lib/meetlint/digest"
        assert (move in out) == made
    assert all(line.startswith("#") for line in out.splitlines()[:3])
    (tmp_path / "units").mkdir()
    with pytest.raises(SystemExit):
        main([*words, "-o", "units"])
    assert move in capsys.readouterr().out
    files = {file.name: file.read_text("utf-8") for file in (tmp_path / "units").iterdir()}
    assert set(files) == {"meetlint-digest.service", "meetlint-digest.timer"}
    assert files["meetlint-digest.service"] in out
    assert "[Timer]" in files["meetlint-digest.timer"]


def test_systemd_takes_the_units(need: Callable[[bool, str], None], tmp_path: Path) -> None:
    need(shutil.which("systemd-analyze") is not None, "systemd-analyze")
    program = tmp_path / "meetlint"
    program.write_text("#!/bin/sh\n", "ascii")
    program.chmod(0o755)
    for name, text in unit_files(str(program), SETTINGS, metrics="/var/lib/node exporter/m.prom").items():
        # The user exists where it runs, and not here.
        (tmp_path / name).write_text(text.replace("User=meetlint", "User=root"), "utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "meetlint" in line]
    assert ours == [], done.stderr
    broken = tmp_path / "meetlint-digest.service"
    broken.write_text(broken.read_text("utf-8").replace("Type=oneshot", "Type=never"), "utf-8")
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert any("meetlint" in line for line in again.stderr.splitlines())


def test_systemd_knows_the_hours(need: Callable[[bool, str], None]) -> None:
    need(shutil.which("systemd-analyze") is not None, "systemd-analyze")
    text = (DEPLOY / "systemd" / UNITS[1]).read_text("utf-8")
    (hours,) = re.findall(r"OnCalendar=(.+)", text)
    command = ["systemd-analyze", "calendar", "--iterations=13", "--base-time=2026-11-28 00:00:00 UTC", hours]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "TZ": "UTC"})
    assert done.returncode == 0, done.stderr
    found = re.findall(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (2026-\d\d-\d\d) (\d\d):07", done.stdout)
    # The weekend passes without a run.
    assert [(day, hour) for day, _, hour in dict.fromkeys(found)] == [
        *(("Mon", f"{hour:02}") for hour in range(7, 19)),
        ("Tue", "07"),
    ]


def test_kubernetes_takes_the_job(need: Callable[[bool, str], None]) -> None:
    need(has_environment(VALIDATOR), "kubernetes-validate")
    validator = VALIDATOR / "bin" / "kubernetes-validate"
    command = [str(validator), "--strict", str(DEPLOY / "kubernetes" / "digest.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (done.stdout + done.stderr).count(" passed for resource ") == 3


def test_the_job_runs_this_version_locked_and_keeps_its_state() -> None:
    yaml = pytest.importorskip("yaml")
    found = {one["kind"]: one for one in yaml.safe_load_all((DEPLOY / "kubernetes" / "digest.yaml").read_text("utf-8"))}
    pod = found["CronJob"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert container["image"] == f"registry.example.org/meetlint:{version('meetlint')}"
    assert pod["securityContext"]["runAsNonRoot"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert found["CronJob"]["spec"]["concurrencyPolicy"] == "Forbid"
    name, *words = container["args"][:2]
    assert (name, words) == ("digest", ["send"])
    digest.commands["send"].make_context("send", container["args"][2:])
    state = next(one["value"] for one in container["env"] if one["name"] == "MEETLINT_STATE_DIR")
    volume = next(one["name"] for one in container["volumeMounts"] if one["mountPath"] == state)
    claim = next(one for one in pod["volumes"] if one["name"] == volume)
    assert claim["persistentVolumeClaim"]["claimName"] == found["PersistentVolumeClaim"]["metadata"]["name"]
    secret = next(one["valueFrom"]["secretKeyRef"] for one in container["env"] if one["name"].endswith("PASSWORD"))
    assert secret["name"] == found["Secret"]["metadata"]["name"]
    assert secret["key"] in found["Secret"]["stringData"]


def test_the_image_is_no_roots() -> None:
    lines = (DEPLOY / "kubernetes" / "Containerfile").read_text("utf-8").splitlines()
    users = [line for line in lines if line.startswith("USER ")]
    assert users == ["USER 10001"]


def test_hadolint_takes_the_image(need: Callable[[bool, str], None], tmp_path: Path) -> None:
    hadolint = VALIDATOR / "bin" / "hadolint"
    need(hadolint.exists(), "hadolint")
    file = DEPLOY / "kubernetes" / "Containerfile"
    done = subprocess.run([hadolint, file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    broken = tmp_path / "Containerfile"
    broken.write_text(file.read_text("utf-8").replace(":3.13-slim", ""), "utf-8")
    assert subprocess.run([hadolint, broken], capture_output=True, check=False).returncode != 0
