#!/usr/bin/env python3
"""The remote client over TLS: `lexi table …` through an encrypting relay in front of the endpoint, which verifies the signatures.

The relay has a certificate made here, which has to be refused: nothing may get through. Then the program runs where that certificate is
trusted, and has to work. FoundationNetworking takes nobody's word but the system's for whom to trust, so that the certificate is put among
the system's in a mount namespace of its own. A system that allows nobody but root such a namespace shows the first part only.
"""
import datetime
import ipaddress
import os
import pathlib
import socket
import ssl
import subprocess
import tempfile
import threading

import boto3
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from endpoint import REGION, ROOT, endpoint, settings

KEY, SECRET = "AKIDTLS", "a secret of the tests"
AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"
NAMESPACE = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
PROGRAM = os.environ.get("LEXI_PROGRAM") or str(ROOT / ".build/debug/lexi")


def certificate(folder):
    """A certificate for this machine that is its own authority: the file, with its key in another."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return files


class Relay:
    """Takes connections over TLS and passes their bytes on, as they are."""

    def __init__(self, port, files):
        self.target = ("127.0.0.1", port)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*files)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            plain, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(plain,), daemon=True).start()

    def serve(self, plain):
        try:
            client = self.context.wrap_socket(plain, server_side=True)
        except (ssl.SSLError, OSError):
            return
        self.connections += 1
        server = socket.create_connection(self.target)
        for side in (client, server):
            side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=self.copy, args=(server, client), daemon=True).start()
        self.copy(client, server)

    @staticmethod
    def copy(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def lexi(arguments, url, trusted=None, **environment):
    everything = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "LEXI_"))}
    everything |= {
        "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull, **environment,
    }
    command = [PROGRAM, *arguments, "--table-endpoint", url, "--region", REGION]
    if trusted:
        mount = 'mount --bind "$1" "$2" && shift 2 && exec "$@"'
        command = [*NAMESPACE, "sh", "-ec", mount, "sh", trusted, AUTHORITIES, *command]
    return subprocess.run(command, env=everything, capture_output=True, text=True, timeout=100)


def main():
    with tempfile.TemporaryDirectory() as name, endpoint(KEY, SECRET) as plain:
        files = certificate(pathlib.Path(name))
        relay = Relay(int(plain.rsplit(":", 1)[1]), files)
        url = f"https://localhost:{relay.port}"
        refused = lexi(["table", "create"], url)
        assert refused.returncode == 1 and "certificate" in refused.stderr, refused
        assert relay.connections == 0, "a connection was made with a certificate of nobody"
        if mounting():
            trusting(pathlib.Path(name), plain, url, files[0])
            assert relay.connections > 0
        else:
            print("NOT SHOWN: a certificate that is trusted; this system allows no mount namespace")


def mounting():
    """Whether a file can be put in the place of the system's authorities."""
    probe = [*NAMESPACE, "mount", "--bind", os.devnull, AUTHORITIES]
    return subprocess.run(probe, capture_output=True).returncode == 0


def trusting(folder, plain, url, certificate):
    """The table is made, filled and read through the relay; wrong keys are reported as such."""
    authorities = folder / "authorities.pem"
    authorities.write_bytes(pathlib.Path(AUTHORITIES).read_bytes() + certificate.read_bytes())
    trusted = str(authorities)
    for arguments in [
        ["table", "create"], ["table", "check"], ["seed", "--fixtures", str(ROOT / "fixtures")],
        ["table", "export", "--output", str(folder / "items.json.gz")],
    ]:
        done = lexi(arguments, url, trusted)
        assert done.returncode == 0, (arguments, done)
        print(" ".join(arguments[:2]), "|", done.stderr.strip().splitlines()[-1])
    pages = boto3.client("dynamodb", **settings(plain, KEY, SECRET)).get_paginator("scan").paginate(TableName="LexiApp")
    assert f"Exported {sum(page['Count'] for page in pages)} items" in done.stderr, done
    wrong = lexi(["table", "check"], url, trusted, AWS_SECRET_ACCESS_KEY="not the secret")
    assert wrong.returncode == 1 and "does not admit us" in wrong.stderr, wrong
    assert "not the secret" not in wrong.stderr, wrong


if __name__ == "__main__":
    main()
