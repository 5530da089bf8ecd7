"""What has the digest sent on a schedule: a line for cron, units for systemd, a CronJob for Kubernetes."""

from __future__ import annotations

import json
import shlex
from importlib.metadata import version
from pathlib import Path, PurePath

_STATE = PurePath("/var/lib/meetlint")
FORMS = ("cron", "systemd", "kubernetes")

_CRON = """\
# On the evening of a working day: nothing when all is well; else what is not, which cron mails to MAILTO.
37 18 * * 1-5 {check}
# Every hour of a working day: who has this week's digest gets no second one, and who was on leave gets it later.
7 7-18 * * 1-5 {command} >>{log} 2>&1
"""
_SERVICE = """\
# /etc/systemd/system/meetlint-digest.service
[Unit]
Description=Send the digests of meetlint that are due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={command}
# It fails with 4 when somebody could not be read or a mail needs a look, and runs again at its next hour all the same.
User=meetlint
StateDirectory=meetlint
StateDirectoryMode=0700
Environment=MEETLINT_STATE_DIR=/var/lib/meetlint
NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
{writable}ProtectHome=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
LockPersonality=yes
UMask=0077
TimeoutStartSec=2h
"""
_TIMER = """\
# /etc/systemd/system/meetlint-digest.timer
[Unit]
Description=Send the digests of meetlint every hour of a working day

[Timer]
OnCalendar=Mon..Fri *-*-* 07..18:07
RandomizedDelaySec=5min
Persistent=yes

[Install]
WantedBy=timers.target
"""
_CRON_JOB = """\
# kubectl apply -n meetlint -f digest.yaml, after: kubectl create namespace meetlint
# The Secret is an example: make it from your own files, and keep it out of version control.
apiVersion: v1
kind: Secret
metadata:
  name: meetlint-digest
  labels: {{app: meetlint, part: digest}}
type: Opaque
stringData:
  mail-password: change me
  outbox-password: change me
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: meetlint-digest
  labels: {{app: meetlint, part: digest}}
spec:
  schedule: "7 7-18 * * 1-5"
  timeZone: Europe/Amsterdam
  # Two at once send nothing twice, and the second has nothing to do.
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 1800
  jobTemplate:
    spec:
      backoffLimit: 0
      template:
        metadata:
          labels: {{app: meetlint, part: digest}}
        spec:
          restartPolicy: Never
          automountServiceAccountToken: false
          securityContext:
            runAsNonRoot: true
            runAsUser: 10001
            fsGroup: 10001
            seccompProfile: {{type: RuntimeDefault}}
          containers:
            - name: digest
              image: registry.example.org/meetlint:{version}
              command: [meetlint]
              args: [digest, send, --config=/settings/meetlint.toml{more}, --log=json]
              env:
                - {{name: MEETLINT_STATE_DIR, value: /state}}
                - name: MEETLINT_MAIL_PASSWORD
                  valueFrom:
                    secretKeyRef: {{name: meetlint-digest, key: mail-password}}
                - name: PGPASSWORD
                  valueFrom:
                    secretKeyRef: {{name: meetlint-digest, key: outbox-password, optional: true}}
              resources:
                requests: {{cpu: 500m, memory: 512Mi}}
                limits: {{memory: 2Gi}}
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities: {{drop: [ALL]}}
              volumeMounts:
                - {{name: settings, mountPath: /settings, readOnly: true}}
                - {{name: state, mountPath: /state}}
                - {{name: scratch, mountPath: /tmp}}
          volumes:
            - {{name: settings, secret: {{secretName: meetlint-settings, defaultMode: 288}}}}
            # The key by which people are named, and the outbox unless that is PostgreSQL: it has to stay.
            - {{name: state, persistentVolumeClaim: {{claimName: meetlint-digest}}}}
            - {{name: scratch, emptyDir: {{}}}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: meetlint-digest
  labels: {{app: meetlint, part: digest}}
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests: {{storage: 1Gi}}
"""


def schedule(
    form: str,
    program: str,
    settings: str,
    *,
    roster: str = "",
    metrics: str = "",
    state: str = "",
    log: str = "/var/log/meetlint/digest.log",
) -> str:
    """Return what stands in the file of a scheduler.

    Args:
        form: one of :data:`FORMS`.
        program: meetlint, in full.
        settings: the settings file, in full.
        roster: the roster, in full; "" where the settings name the people.
        metrics: where figures for Prometheus go, in full; "" for nowhere.
        state: meetlint's folder of state, in full, for cron, which knows no variable of a shell; "" for the usual one.
        log: where cron's run writes what it says.
    """
    if form == "kubernetes":
        more = f", --roster=/settings/{PurePath(roster).name}" if roster else ""
        more += f", {json.dumps(f'--metrics={metrics}')}" if metrics else ""
        return _CRON_JOB.format(version=version("meetlint"), more=more)
    if form == "systemd":
        return "\n".join(unit_files(program, settings, roster, metrics).values())
    lead = f"MEETLINT_STATE_DIR={shlex.quote(state)} " if state else ""
    # In a crontab a percent sign ends the line.
    command, check, log = (
        text.replace("%", r"\%")
        for text in (
            lead + shlex.join(_command(program, settings, roster, metrics)),
            lead + shlex.join(_check(program, settings, roster)),
            shlex.quote(log),
        )
    )
    return _CRON.format(command=command, check=check, log=log)


def moving(folder: Path) -> str:
    """Return what has to be done with an outbox that is there before a service of its own user begins; "" for nothing.

    Args:
        folder: of this user's key and outbox.
    """
    kept = _STATE / "digest"
    if not folder.is_dir() or folder.resolve() == kept:
        return ""
    here = shlex.quote(str(folder.resolve()))
    return (
        "# Before the service runs: who has this week's digest, and who said STOP, is known here and must move along.\n"
        f"# install -d -o meetlint -g meetlint -m 700 {kept.parent} && mv -nT {here} {kept}\n"
        f"# chown -R meetlint:meetlint {kept}\n"
    )


def _command(program: str, settings: str, roster: str, metrics: str) -> list[str]:
    people = ["--roster", roster] if roster else []
    figures = ["--metrics", metrics] if metrics else []
    return [program, "digest", "send", "--config", settings, *people, *figures, "--log", "json"]


def _check(program: str, settings: str, roster: str) -> list[str]:
    """Return what looks whether all is well; on the evening of a Monday the last run may be that of the Friday."""
    people = ["--roster", roster] if roster else []
    return [program, "digest", "status", "--check", "--quiet", "--within", "4d", "--config", settings, *people]


def unseen(*paths: str) -> list[str]:
    """Return which places systemd's unit does not see: home folders (``ProtectHome``) and ``/tmp`` (``PrivateTmp``)."""
    closed = ("/home", "/root", "/run/user", "/tmp", "/var/tmp")  # noqa: S108  # nothing is written there
    return [path for path in paths if any(PurePath(path).is_relative_to(folder) for folder in closed)]


def unit_files(program: str, settings: str, roster: str = "", metrics: str = "") -> dict[str, str]:
    """Return systemd's two units, by the names of their files."""
    folder = PurePath(metrics).parent
    # The unit may write into its folder of state, and nowhere else.
    is_closed = bool(metrics) and not folder.is_relative_to(_STATE)
    return {
        "meetlint-digest.service": _SERVICE.format(
            command=_of_unit(_command(program, settings, roster, metrics)),
            writable=f"ReadWritePaths={_of_unit([str(folder)])}\n" if is_closed else "",
        ),
        "meetlint-digest.timer": _TIMER,
    }


def _of_unit(words: list[str]) -> str:
    """Return words as a unit takes them: systemd has quotes of its own, and a percent sign stands for something."""
    quoted = (f'"{word}"' if any(character.isspace() for character in word) else word for word in words)
    return " ".join(quoted).replace("%", "%%")
