#!/usr/bin/env python3
"""The units of systemd in schema/operations/files, and the backups and restores of running.md.

`systemd-analyze` takes the units and finds them closed enough. Then what they would start is started as they say: the service with the
settings of lexi.env, the nightly export with its quotes and specifiers, the removal of old exports; and the export is restored with
the page's commands and served. Only folders, ports and keys are others. Prints what is wrong; the exit status is 1 then.
"""
import contextlib
import datetime
import os
import pathlib
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from serving import PROGRAM, ROOT, Failures, ask

FILES = ROOT / "schema/operations/files"
PAGE = ROOT / "schema/operations/running.md"
UNITS = ["lexi.service", "lexi-backup.service", "lexi-backup.timer"]
# The most that `systemd-analyze security` may say against the service, in tenths: 10.0 is a service that may do everything.
EXPOSURE = 20
SECRET = "a-secret-of-the-test"
failures = Failures()


def free_port():
    with contextlib.closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


class Machine:
    """The folders of the page, somewhere else."""

    def __init__(self, folder):
        self.folder, self.ports = folder, {port: free_port() for port in ("8080", "9180", "8000")}
        for path in ("/opt/lexi/lexi-0.1.0-x86_64", "/etc/lexi", "/var/lib/lexi", "/var/backups/lexi", "/tmp", "/units"):
            os.makedirs(folder + path)
        os.symlink(PROGRAM, folder + "/opt/lexi/lexi-0.1.0-x86_64/lexi")
        os.symlink("lexi-0.1.0-x86_64", folder + "/opt/lexi/current")
        self.settings = self.read_settings()

    def moved(self, text):
        return re.sub(r"(?<![\w.])(/opt/lexi|/etc/lexi|/var/lib/lexi|/var/backups/lexi|/tmp)(?=[/\s\"']|$)", self.folder + r"\1", text)

    def read_settings(self):
        """lexi.env as systemd reads it, with the lines for backups switched on as the page says."""
        text = (FILES / "lexi.env").read_text()
        for name, value in (("PORT", "8000"), ("ACCESS_KEY_ID", "lexi-backup"), ("SECRET_ACCESS_KEY", "")):
            line = f"#LEXI_DYNAMODB_{name}={value}"
            failures.check(f"lexi.env, the line {line}", text.count(line + "\n"), 1)
            text = text.replace(line, line[1:] + (SECRET if not value else ""))
        for port, other in self.ports.items():
            text = re.sub(rf"(=|:){port}$", rf"\g<1>{other}", text, flags=re.M)
        text = self.moved(text)
        pathlib.Path(self.folder + "/etc/lexi/lexi.env").write_text(text)
        lines = [line for line in text.splitlines() if line.strip() and line[0] not in "#;"]
        return dict(line.split("=", 1) for line in lines)

    def start(self, words, **options):
        return subprocess.Popen(
            words, env={"PATH": "/usr/local/bin:/usr/bin:/bin", **self.settings}, umask=0o077, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, **options)

    def run(self, words):
        process = self.start(words)
        output, _ = process.communicate(timeout=120)
        return process.returncode, output


def directives(name):
    """What a unit says, by name: lines that go on are one, as systemd reads them."""
    found = {}
    for line in re.sub(r"\\\n\s*", " ", (FILES / name).read_text()).splitlines():
        if "=" in line and line[0] not in "#;[":
            key, value = line.split("=", 1)
            found.setdefault(key, []).append(value)
    return found


def command(machine, unit, key):
    """The words of a command line. The units use no variable that systemd would put in itself, and no specifier but %%."""
    line = directives(unit)[key][0]
    failures.check(f"{unit}: variables of systemd's own", re.findall(r"\$\{|(?<=\s)\$\w+(?=\s)", line), [])
    failures.check(f"{unit}: specifiers", re.findall(r"%[^%]", line.replace("%%", "")), [])
    words = shlex.split(line.replace("%%", "%"))
    return [machine.moved(word) for word in words]


def analysed(machine):
    """What systemd says of the units, which start programs that are there."""
    program = shutil.which("systemd-analyze")
    if not program:
        raise SystemExit("systemd-analyze is not there: run 'make tools'")
    paths = []
    for name in UNITS:
        path = pathlib.Path(machine.folder, "units", name)
        path.write_text(machine.moved((FILES / name).read_text()))
        paths.append(str(path))
    verified = subprocess.run([program, "verify", "--man=no", *paths], capture_output=True, text=True)
    own = [line for line in (verified.stdout + verified.stderr).splitlines() if "lexi" in line]
    failures.check("systemd-analyze verify", (verified.returncode, own), (0, []))
    security = subprocess.run(
        [program, "security", "--offline=true", f"--threshold={EXPOSURE}", "--no-pager", paths[0]], capture_output=True, text=True)
    last = (security.stdout.strip().splitlines() or [""])[-1]
    failures.check(f"systemd-analyze security: {last} {security.stderr}", security.returncode, 0)


def token(machine, data):
    return machine.run([PROGRAM, "token", "--sub", "me", "--email", "me@example.com", "--data", data])[1].strip().splitlines()[-1]


@contextlib.contextmanager
def served(machine, words):
    """The service while it runs; afterwards it must have ended well, and within the time that the unit gives it."""
    process = machine.start(words)
    base = "http://127.0.0.1:" + machine.ports["8080"]
    try:
        deadline = time.time() + 60
        while True:
            with contextlib.suppress(OSError):
                if ask(base, "GET", "/health/ready")[0] == 200:
                    break
            if process.poll() is not None or time.time() > deadline:
                process.kill()
                raise SystemExit("the service did not start: " + process.communicate()[0])
            time.sleep(0.1)
        yield base
    finally:
        process.terminate()
        limit = int(directives("lexi.service")["TimeoutStopSec"][0])
        try:
            process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            process.kill()
    failures.check("the status after SIGTERM", process.returncode, 0)


def backups(machine):
    """The service and a nightly export, as the units start them."""
    data, folder = machine.settings["LEXI_DATA"], machine.folder + "/var/backups/lexi"
    old, recent = pathlib.Path(folder, "lexi-2026-01-01.json.gz"), pathlib.Path(folder, "lexi-2026-02-01.json.gz")
    for path, days in ((old, 32), (recent, 29)):
        path.write_bytes(b"")
        os.utime(path, (time.time() - days * 86_400,) * 2)
    with served(machine, command(machine, "lexi.service", "ExecStart")) as base:
        bearer = token(machine, data)
        failures.check("registering", ask(base, "POST", "/v1/users", bearer, {})[0], 201)
        failures.check("a card", ask(base, "POST", "/v1/flashcards", bearer, {"word": "kept", "translation_vi": "giữ"})[0], 201)
        before = datetime.date.today()
        status, output = machine.run(command(machine, "lexi-backup.service", "ExecStart"))
        failures.check(f"the export: {output}", status, 0)
        status, output = machine.run(command(machine, "lexi-backup.service", "ExecStartPost"))
        failures.check(f"the removal of old exports: {output}", (status, old.exists(), recent.exists()), (0, False, True))
    for name in UNITS[:2]:
        failures.check(f"{name}, who may read what it writes", directives(name)["UMask"], ["0077"])
    recent.unlink()
    days = {f"lexi-{day:%F}.json.gz" for day in (before, datetime.date.today())}
    made = os.listdir(folder)
    failures.check(f"the name of the export, {made}", len(made) == 1 and made[0] in days, True)
    if failures:
        raise SystemExit("\n".join(failures))
    path = os.path.join(folder, made[0])
    failures.check("who may read it", oct(os.stat(path).st_mode & 0o777), "0o600")
    return path


def restored(machine, export):
    """The page's commands, with the export of today; then the service on what they made, with the secrets."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.S)
    block = next(block for block in blocks if "table import" in block)
    failures.check("the page's commands of a restore", len(block.strip().splitlines()), 3)
    for line in block.strip().splitlines():
        words = [export if word.startswith("/var/backups/") else machine.moved(word) for word in shlex.split(line)]
        status, output = machine.run(words)
        failures.check(f"{line}: {output}", status, 0)
    data = machine.settings["LEXI_DATA"]
    os.rename(data, data + ".old")
    os.rename(machine.folder + "/tmp/restored", data)
    for name in ("jwt-secret", "cursor-secret"):
        shutil.copy2(os.path.join(data + ".old", name), data)
    with served(machine, command(machine, "lexi.service", "ExecStart")) as base:
        status, _, text = ask(base, "GET", "/v1/flashcards?word=kept", token(machine, data))
        failures.check(f"the card after the restore: {text}", (status, "giữ" in text.decode()), (200, True))


def wrong_settings(machine):
    """Wrong settings end the service with the status after which the unit does not start it again."""
    machine.settings["LEXI_PORT"] = "none"
    status, output = machine.run(command(machine, "lexi.service", "ExecStart"))
    failures.check(f"a wrong setting: {output}", [str(status)], directives("lexi.service")["RestartPreventExitStatus"])


with tempfile.TemporaryDirectory() as folder:
    machine = Machine(folder)
    analysed(machine)
    restored(machine, backups(machine))
    wrong_settings(machine)
print("\n".join(failures))
sys.exit(1 if failures else 0)
