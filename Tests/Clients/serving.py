"""`lexi serve` for scripts that need more of it than the API: pages in a browser, proxies, figures."""
import json
import os
import pathlib
import subprocess
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("LEXI_PROGRAM") or str(ROOT / ".build/debug/lexi")
# Programs that are not on everybody's PATH: Debian keeps nginx in sbin, and 'make tools' unpacks what is not installed.
TOOLS = os.pathsep.join([os.environ["PATH"], "/usr/sbin", str(ROOT / ".build/tools/usr/sbin"), str(ROOT / ".build/tools/usr/bin")])
ENVIRONMENT = {"PATH": os.environ["PATH"], "LEXI_JWT_SECRET": "s" * 32}


class Failures(list):
    def check(self, what, found, wanted):
        if found != wanted:
            self.append(f"{what}: {found!r}, not {wanted!r}")


def ask(base, method, path, token=None, body=None, headers=None, context=None):
    """Status, header fields and body of an answer, whatever the status."""
    headers = {"Content-Type": "application/json", **({"Authorization": "Bearer " + token} if token else {}), **(headers or {})}
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60, context=context) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


class Lexi:
    """`lexi serve` on a free port, with people who are registered: an admin, and a learner who has a card."""

    def __init__(self, folder, *words, environment=None, people=("admin", "learner")):
        os.makedirs(folder, exist_ok=True)
        self.log = open(os.path.join(folder, "log"), "w+")
        admin = ["--admin-email", "admin@example.com"] if "admin" in people else []
        words = ["--port", "0", "--data", os.path.join(folder, "data"), "--rate-limit", "0", *admin, *words]
        self.process = subprocess.Popen(
            [PROGRAM, "serve", *words], stdout=self.log, stderr=self.log, env={**ENVIRONMENT, **(environment or {})})
        deadline = time.time() + 60
        while "serves on " not in self.said():
            if self.process.poll() is not None or time.time() > deadline:
                raise SystemExit("lexi serve did not start: " + self.said())
            time.sleep(0.05)
        self.base = self.said().split("serves on ")[1].split()[0]
        self.tokens = {name: self.register(name) for name in people}
        if "learner" in people:
            self.ask("POST", "/v1/flashcards", "learner", {"word": "serendipity", "translation_vi": "sự tình cờ"})

    def said(self):
        with open(self.log.name) as log:
            return log.read()

    def ask(self, method, path, name=None, body=None):
        """The answer to one of the people, which must be good."""
        status, _, text = ask(self.base, method, path, self.tokens.get(name, name), body)
        if status >= 300:
            raise SystemExit(f"{method} {path}: {status} {text.decode()}")
        return text

    def register(self, name):
        command = [PROGRAM, "token", "--sub", name, "--email", f"{name}@example.com"]
        token = subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True, text=True).stdout.strip()
        status, _, text = ask(self.base, "POST", "/v1/users", token, {"display_name": name.title()})
        if status != 201:
            raise SystemExit(f"registering: {status} {text.decode()}")
        return token

    def end(self):
        """Asks it to stop; its exit status."""
        self.process.terminate()
        return self.process.wait(30)
