#!/usr/bin/env python3
"""`lexi serve` with identity providers: discovery, key sets, rotation, outages, and tokens as Amazon Cognito issues them.

The provider is a server here, whose keys and mood the checks change. Tokens are made by PyJWT and Authlib.
"""
import base64
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import warnings

warnings.simplefilter("ignore")  # Deprecated names of Authlib, short keys on purpose.
import jwt
from authlib.jose import jwt as authlib_jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import serving

CLIENT = "app-client-1"
failures = serving.Failures()
check = failures.check


def number(value, size=None):
    data = value.to_bytes(size or (value.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Key:
    """A pair of keys with its name; RS256, or ES256."""

    def __init__(self, kid, kind="RSA", bits=2048):
        self.kid, self.kind = kid, kind
        self.private = rsa.generate_private_key(65537, bits) if kind == "RSA" else ec.generate_private_key(ec.SECP256R1())
        self.algorithm = "RS256" if kind == "RSA" else "ES256"

    def public(self):
        numbers = self.private.public_key().public_numbers()
        if self.kind == "RSA":
            return {"kty": "RSA", "kid": self.kid, "use": "sig", "alg": "RS256", "n": number(numbers.n), "e": number(numbers.e)}
        return {"kty": "EC", "crv": "P-256", "kid": self.kid, "use": "sig", "x": number(numbers.x, 32), "y": number(numbers.y, 32)}

    def pem(self):
        return self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


class Provider:
    """An issuer on a free port of loopback."""

    def __init__(self, keys):
        self.keys, self.status, self.asked = keys, 200, 0
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                if self.path == "/.well-known/openid-configuration":
                    body = {"issuer": provider.issuer, "jwks_uri": provider.issuer + "/keys"}
                else:
                    provider.asked += 1
                    body = {"keys": [key.public() for key in provider.keys]}
                data = json.dumps(body).encode()
                self.send_response(provider.status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def claims(self, subject, **more):
        """The claims of an ID token; None takes one away."""
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": subject, "email": f"{subject}@example.com", "email_verified": True,
            "token_use": "id", "cognito:username": subject, "auth_time": now, "iat": now, "exp": now + 3600, "jti": subject,
        }
        claims.update(more)
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, subject, key=None, headers=None, **more):
        key = key or self.keys[0]
        return jwt.encode(self.claims(subject, **more), key.private, algorithm=key.algorithm, headers={"kid": key.kid, **(headers or {})})


class Lexi(serving.Lexi):
    """`lexi serve` for callers with their own tokens."""

    def __init__(self, folder, *words):
        super().__init__(folder, *words, people=())

    def ask(self, method, path, token):
        status, headers, text = serving.ask(self.base, method, path, token)
        return status, json.loads(text or b"{}"), headers

    def status(self, token, method="GET", path="/v1/me"):
        return self.ask(method, path, token)[0]

    def stop(self):
        check("exit status", self.end(), 0)


def cognito(folder):
    """Discovery; ID and access tokens; addresses; refused tokens; rotation and outages."""
    first, curve, small = Key("first"), Key("curve", "EC"), Key("small", bits=1024)
    provider = Provider([first, curve, small])
    lexi = Lexi(folder, "--oidc-issuer", provider.issuer, "--jwt-audience", f"lexi-api,{CLIENT}", "--admin-email", "boss@example.com")
    token = provider.token("anna")
    check("register with an ID token", lexi.status(token, "POST", "/v1/users"), 201)
    check("read with it", lexi.status(token), 200)
    access = provider.token("anna", aud=None, email=None, email_verified=None, token_use="access", client_id=CLIENT, scope="openid")
    check("read with an access token", lexi.status(access), 200)
    check("register with an access token", lexi.status(provider.token("bert", aud=None, email=None, token_use="access", client_id=CLIENT), "POST", "/v1/users"), 422)
    by_authlib = authlib_jwt.encode({"alg": "RS256", "kid": "first", "typ": "JWT"}, provider.claims("anna"), first.pem())
    check("a token of Authlib", lexi.status(by_authlib.decode() if isinstance(by_authlib, bytes) else by_authlib), 200)
    check("a token of ES256", lexi.status(provider.token("anna", curve)), 200)
    for name, bad in {
        "another audience": provider.token("anna", aud="other"),
        "no audience": provider.token("anna", aud=None),
        "an ID token with a client_id only": provider.token("anna", aud=None, client_id=CLIENT),
        "another use": provider.token("anna", token_use="refresh"),
        "another issuer": provider.token("anna", iss=provider.issuer + "/"),
        "expired": provider.token("anna", exp=int(time.time()) - 60),
        "not yet valid": provider.token("anna", nbf=int(time.time()) + 600),
        "critical extensions": provider.token("anna", headers={"crit": ["b64"], "b64": True}),
        "the other key's name": provider.token("anna", curve, headers={"kid": "first"}),
        "no signature": jwt.encode(provider.claims("anna"), None, algorithm="none", headers={"kid": "first"}),
        # The public key taken as a shared secret: the confusion of RFC 8725, section 2.1.
        "the shared secret": jwt.encode(provider.claims("anna"), "s" * 32, algorithm="HS256", headers={"kid": "first"}),
        "RS512": jwt.encode(provider.claims("anna"), first.private, algorithm="RS512", headers={"kid": "first"}),
        "PS256": jwt.encode(provider.claims("anna"), first.private, algorithm="PS256", headers={"kid": "first"}),
        "a changed payload": ".".join([token.split(".")[0], provider.token("eve").split(".")[1], token.split(".")[2]]),
    }.items():
        check(name, lexi.status(bad), 401)
    for verified, status in {"false": 403, "true": 201, False: 403, None: 403, True: 201}.items():
        subject = f"v-{verified}-{type(verified).__name__}".lower()
        answer = lexi.ask("POST", "/v1/users", provider.token(subject, email_verified=verified))
        check(f"email_verified {verified!r}", answer[0], status)
        if status == 403:
            check("its type", answer[1]["type"], "/problems/email-not-verified")
    check("an unverified admin", lexi.status(provider.token("crook", email="boss@example.com", email_verified=False), "POST", "/v1/users"), 403)
    check("a verified admin", lexi.ask("POST", "/v1/users", provider.token("boss", email="boss@example.com"))[1].get("role"), "ADMIN")

    own = {"iss": "lexi", "aud": "lexi-api", "sub": "own", "email": "own@example.com", "exp": int(time.time()) + 600}
    check("a token of the shared secret", lexi.status(jwt.encode(own, "s" * 32, algorithm="HS256"), "POST", "/v1/users"), 201)
    check("the same with a kid", lexi.status(jwt.encode(own, "s" * 32, algorithm="HS256", headers={"kid": "any"})), 200)
    check("its issuer with the provider's key", lexi.status(jwt.encode(own, first.private, algorithm="RS256", headers={"kid": "first"})), 401)

    # A new key is found when a token names it, once a minute: made-up names do not load the provider.
    asked, second = provider.asked, Key("second")
    check("the keys were read at start", asked, 1)
    provider.keys = [second]
    check("a token of the new key", lexi.status(provider.token("anna", second)), 200)
    check("readings for the new key", provider.asked, asked + 1)
    check("a token of the withdrawn key", lexi.status(token), 401)
    check("a key under 2048 bits", lexi.status(provider.token("anna", small)), 401)
    for name in range(5):
        check("an unknown key", lexi.status(provider.token("anna", second, headers={"kid": f"unknown-{name}"})), 401)
    check("readings for unknown keys", provider.asked, asked + 1)
    provider.status = 503
    check("in an outage", lexi.status(provider.token("anna", second, jti="another")), 200)
    lexi.stop()


def outage(folder):
    """A provider that is down at the start: 503 until it is there."""
    provider = Provider([Key("only")])
    provider.status = 500
    lexi = Lexi(folder, "--oidc-issuer", provider.issuer, "--jwt-audience", CLIENT)
    status, problem, headers = lexi.ask("GET", "/v1/me", provider.token("anna"))
    check("without keys", (status, problem["type"], headers["Retry-After"]), (503, "/problems/unavailable", "5"))
    provider.status = 200
    deadline = time.time() + 20
    while (status := lexi.status(provider.token("anna"))) == 503 and time.time() < deadline:
        time.sleep(0.5)
    check("with keys", status, 403)
    lexi.stop()


def several(folder):
    """Several issuers in a file; a key set in a file, which is replaced."""
    one, two, old, new = Provider([Key("k")]), Provider([Key("k")]), Key("old"), Key("new")
    keys, config = os.path.join(folder, "keys.json"), os.path.join(folder, "providers.json")
    pathlib.Path(keys).write_text(json.dumps({"keys": [old.public()]}))
    pathlib.Path(config).write_text(json.dumps([
        {"issuer": one.issuer, "audiences": [CLIENT]},
        {"issuer": two.issuer, "audiences": [CLIENT], "jwks": two.issuer + "/keys", "require_verified_email": False},
    ]))
    lexi = Lexi(folder, "--oidc-config", config, "--jwks", keys, "--jwt-issuer", "https://id.example", "--jwt-audience", CLIENT)
    file = {"iss": "https://id.example"}
    check("the first", lexi.status(one.token("anna"), "POST", "/v1/users"), 201)
    check("the second, other keys of the same name", lexi.status(two.token("bert", email_verified=None), "POST", "/v1/users"), 201)
    check("the first's issuer with the second's key", lexi.status(two.token("anna", iss=one.issuer)), 401)
    check("the file", lexi.status(one.token("carl", old, **file), "POST", "/v1/users"), 201)
    pathlib.Path(keys).write_text(json.dumps({"keys": [new.public()]}))
    check("the file's new key", lexi.status(one.token("carl", new, **file)), 200)
    lexi.stop()


def settings(folder):
    """What cannot work is refused at the start, with the setting's name."""
    config = os.path.join(folder, "bad.json")
    for words, message in [
        (["--oidc-issuer", "http://id.example"], "--oidc-issuer"),
        (["--oidc-issuer", "id.example"], "--oidc-issuer"),
        (["--jwks", "keys.json"], "--jwt-issuer"),
        (["--oidc-issuer", "https://a.example", "--jwks", "k", "--jwt-issuer", "https://a.example"], "configured twice"),
        (["--oidc-config", os.path.join(folder, "none.json")], "cannot read"),
        (["--oidc-config", config], "there is no member 'audience'"),
    ]:
        pathlib.Path(config).write_text('[{"issuer": "https://a.example", "audience": "x"}]')
        ended = subprocess.run(
            [serving.PROGRAM, "serve", "--port", "0", "--data", os.path.join(folder, "settings"), *words],
            capture_output=True, text=True, timeout=60, env=serving.ENVIRONMENT)
        check(f"{words[:2]} ends", ended.returncode in (1, 2), True)
        check(f"{words[:2]} names {message}", message in ended.stderr, True)


for part in (cognito, outage, several, settings):
    with tempfile.TemporaryDirectory() as folder:
        part(folder)
print("\n".join(failures))
sys.exit(1 if failures else 0)
