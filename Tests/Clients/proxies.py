#!/usr/bin/env python3
"""`lexi serve` behind nginx and Caddy, with the configurations of schema/operations/files.

Names, ports and certificates are the only lines that are changed. Over TLS: kept connections on both sides, bodies that are
larger than the proxies' defaults, streamed answers, problems of the service rather than the proxy's pages, and whose address counts.
"""
import contextlib
import datetime
import hashlib
import http.client
import ipaddress
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from serving import ROOT, TOOLS, Failures, Lexi, ask

FILES = ROOT / "schema/operations/files"
NAME = "api.example.com"
failures = Failures()


def program(name):
    found = shutil.which(name, path=TOOLS)
    if not found:
        raise SystemExit(f"{name} is not there: run 'make tools'")
    return found


def free_port():
    with contextlib.closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def replaced(text, *pairs):
    for old, new in pairs:
        if old not in text:
            raise SystemExit(f"the configuration has no '{old}' to replace")
        text = text.replace(old, new)
    return text


def certificate(folder):
    """A separate key and certificate for the proxy, where Let's Encrypt's would be."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now, address = datetime.datetime.now(datetime.timezone.utc), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now - datetime.timedelta(days=1), now + datetime.timedelta(days=2))
    made = made.add_extension(x509.SubjectAlternativeName([address]), False).sign(key, hashes.SHA256())
    private = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pathlib.Path(folder, "privkey.pem").write_bytes(key.private_bytes(*private))
    pathlib.Path(folder, "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))


def nginx(folder, upstream, port):
    """nginx as a user runs it, in the foreground, with everything that it writes in the folder."""
    server = replaced(
        (FILES / "nginx.conf").read_text(), ("127.0.0.1:8080", upstream), ("listen 443", f"listen 127.0.0.1:{port}"),
        (f"/etc/letsencrypt/live/{NAME}", folder))
    temporary = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    path = pathlib.Path(folder, "nginx.conf")
    path.write_text(
        f"pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off; worker_processes 1;\n"
        f"events {{}}\nhttp {{ access_log off; {temporary}\n{server}\n}}\n")
    if os.getuid() == 0:
        path.write_text("user root;\n" + path.read_text())
    return [program("nginx"), "-p", folder, "-c", str(path), "-e", f"{folder}/error.log"]


def caddy(folder, upstream, port):
    text = replaced(
        (FILES / "Caddyfile").read_text(), ("127.0.0.1:8080", upstream),
        (f"{NAME} {{", f"https://127.0.0.1:{port} {{\n\ttls {folder}/fullchain.pem {folder}/privkey.pem"))
    path = pathlib.Path(folder, "Caddyfile")
    path.write_text("{\n\tadmin off\n\tauto_https disable_redirects\n}\n" + text)
    return [program("caddy"), "run", "--adapter", "caddyfile", "--config", str(path)]


@contextlib.contextmanager
def proxied(start, lexi, folder):
    """The proxy's address, while it runs."""
    os.makedirs(folder)
    certificate(folder)
    port = free_port()
    command = start(folder, lexi.base.removeprefix("http://"), port)
    log = open(f"{folder}/said", "w+")
    process = subprocess.Popen(command, stdout=log, stderr=log, env={"PATH": TOOLS, "HOME": folder, "XDG_DATA_HOME": folder})
    try:
        deadline = time.time() + 30
        while True:
            with contextlib.closing(socket.socket()) as door:
                if door.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None or time.time() > deadline:
                raise SystemExit(f"{command[0]} did not start: " + pathlib.Path(log.name).read_text())
            time.sleep(0.05)
        yield port, ssl.create_default_context(cafile=f"{folder}/fullchain.pem")
    finally:
        process.terminate()
        process.wait(30)


def figure(lexi, name):
    lines = ask(lexi.base, "GET", "/metrics")[2].decode().splitlines()
    return next(float(line.split()[-1]) for line in lines if line.startswith(name + " "))


def kept(name, lexi, port, context):
    """Many requests take one connection of the client and few to the service."""
    client = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=30)
    client.connect()
    mine = client.sock.getsockname()
    for _ in range(200):
        client.request("GET", "/health/live")
        answer = client.getresponse()
        failures.check(f"{name}: a request on a kept connection", (answer.status, answer.read()), (200, b'{"status":"ok"}\n'))
    failures.check(f"{name}: the client's connection", client.sock.getsockname(), mine)
    failures.check(f"{name}: few connections to the service", figure(lexi, "lexi_open_connections") <= 4, True)
    client.close()


def bodies(name, lexi, base, context):
    """Bodies up to the service's limit arrive whole, chunked ones too; beyond it the service answers, not the proxy."""
    large = {"display_name": "Learner", "learning_goal": "x" * 1_000_000}
    status, headers, text = ask(base, "PATCH", "/v1/me", lexi.tokens["learner"], large, {"If-Match": "*"}, context)
    failures.check(f"{name}: a body of 1 MB is read by the service", (status, json.loads(text)["type"]), (422, "/problems/invalid-fields"))
    # Lexi answers before it has read such a body, and goes on reading: the proxy, which passes it on, is not reset.
    for size in (1_200_000, 30_000_000):
        try:
            status, headers, text = ask(base, "PATCH", "/v1/me", lexi.tokens["learner"], b" " * size, {"If-Match": "*"}, context)
        except urllib.error.URLError:
            status = 0
        # Caddy, which collects no bodies, closes towards a client that is still sending.
        failures.check(f"{name}: a body of {size} bytes", status in ((413,) if name == "nginx" else (0, 413)), True)
        if status == 413:
            failures.check(f"{name}: its problem", json.loads(text)["type"], "/problems/content-too-large")
            failures.check(f"{name}: its request id", headers["X-Request-Id"], json.loads(text)["request_id"])
    pieces = iter([b'{"learning_goal":"', b"by pieces", b'"}'])
    client = http.client.HTTPSConnection(base.removeprefix("https://"), context=context, timeout=30)
    fields = {"Authorization": "Bearer " + lexi.tokens["learner"], "Content-Type": "application/merge-patch+json", "If-Match": "*"}
    client.request("PATCH", "/v1/me", pieces, fields, encode_chunked=True)
    answer = client.getresponse()
    failures.check(f"{name}: a chunked body", (answer.status, json.loads(answer.read())["learning_goal"]), (200, "by pieces"))


def streams(name, lexi, port, base, context):
    """A streamed answer arrives whole, and its beginning before a reader that stops has taken the rest."""
    token = lexi.tokens["learner"]
    through, direct = (ask(*how, "/v1/me/export", token, context=context)[2] for how in ((base, "GET"), (lexi.base, "GET")))
    failures.check(f"{name}: the export is long", len(through) > 100_000, True)
    through, direct = json.loads(through), json.loads(direct)
    # An export has its time, and the audit trail has the exports before it.
    same = [part for part in direct if through.get(part) == direct[part]]
    failures.check(f"{name}: the export through the proxy", ("flashcards" in same, len(direct) - len(same) <= 2), (True, True))
    with context.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=10), server_hostname="127.0.0.1") as door:
        door.sendall(f"GET /v1/me/export HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        beginning = b""
        # The head, the size of the first chunk, and the first byte of the document.
        while not re.search(rb"\r\n\r\n[0-9a-f]+\r\n{", beginning):
            beginning += door.recv(4096) or sys.exit(f"{name}: the stream ended early: {beginning[:500]!r}")
    failures.check(f"{name}: the beginning of a stream", (b" 200 " in beginning[:40], b"chunked" in beginning.lower()), (True, True))


def passed_on(name, lexi, base, context):
    """Tags, conditions, ids and pages come through as they are."""
    status, headers, page = ask(base, "GET", "/", context=context)
    direct = ask(lexi.base, "GET", "/")
    failures.check(f"{name}: the page", (status, hashlib.sha256(page).digest()), (200, hashlib.sha256(direct[2]).digest()))
    failures.check(f"{name}: its policy", headers["Content-Security-Policy"], direct[1]["Content-Security-Policy"])
    tag = ask(base, "GET", "/v1/me", lexi.tokens["learner"], context=context)[1]["ETag"]
    held = ask(base, "GET", "/v1/me", lexi.tokens["learner"], headers={"If-None-Match": tag}, context=context)
    failures.check(f"{name}: a state that the client holds", (held[0], held[1]["ETag"]), (304, tag))
    packed = ask(base, "GET", "/openapi.json", headers={"Accept-Encoding": "gzip"}, context=context)
    failures.check(f"{name}: a packed answer", (packed[1]["Content-Encoding"], packed[2][:2]), ("gzip", b"\x1f\x8b"))
    named = ask(base, "GET", "/health/live", headers={"X-Request-Id": f"through-{name}"}, context=context)
    failures.check(f"{name}: the client's request id", named[1]["X-Request-Id"], f"through-{name}")


def addresses(name, lexi, port, context):
    """The log has the address that the proxy saw: neither the proxy's own nor the one that the client claims."""
    client = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=30, source_address=("127.0.0.2", 0))
    claims = {"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9", "X-Request-Id": f"claim-{name}"}
    client.request("GET", "/v1/scenarios", headers=claims)
    client.getresponse().read()
    mark, deadline = f'"claim-{name}"', time.time() + 30
    while mark not in lexi.said() and time.time() < deadline:
        time.sleep(0.05)
    line = next((json.loads(line) for line in lexi.said().splitlines() if mark in line), {})
    failures.check(f"{name}: the caller's address in the log", line.get("client", line.get("peer")), "127.0.0.2")


def main():
    with tempfile.TemporaryDirectory() as folder:
        lexi = Lexi(os.path.join(folder, "lexi"), "--trusted-proxy", "127.0.0.1/32")
        for number in range(150):
            word = "".join(chr(97 + int(digit)) for digit in f"{number:03}")
            lexi.ask("POST", "/v1/flashcards", "learner", {"word": f"word {word}", "example_sentence": "An example. " * 40})
        for start in (nginx, caddy):
            name = start.__name__
            with proxied(start, lexi, os.path.join(folder, name)) as (port, context):
                base = f"https://127.0.0.1:{port}"
                kept(name, lexi, port, context)
                bodies(name, lexi, base, context)
                streams(name, lexi, port, base, context)
                passed_on(name, lexi, base, context)
                addresses(name, lexi, port, context)
        failures.check("exit status", lexi.end(), 0)
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
