#!/usr/bin/env python3
"""Compares the endpoint's verifier with botocore's signer: random requests that botocore signs are accepted, the same requests with
one byte changed are refused with AWS's errors. With a seed as the argument the run can be repeated."""
import http.client
import random
import sys
import urllib.parse

from endpoint import REGION, endpoint

KEY, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
ROUNDS = 300


def text(rng, alphabet, most):
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(0, most)))


def random_request(rng, url):
    """Method, URL, headers and body; the answer to the request itself does not matter."""
    words = "ab/~-_.%é +*"
    path = "/" + urllib.parse.quote(text(rng, words, 8), safe="/~%" if rng.random() < 0.2 else "/~").replace("%%", "%25")
    path = urllib.parse.quote(urllib.parse.unquote(path), safe="/~")
    query = "&".join(
        urllib.parse.quote(text(rng, "abé ~+", 5), safe="~") + rng.choice(["=", "="]) + urllib.parse.quote(text(rng, "xyzé/ ", 5), safe="~")
        for _ in range(rng.randint(0, 3)))
    headers = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.ListTables"}
    for number in range(rng.randint(0, 3)):
        headers[f"X-Extra-{number}"] = text(rng, "ab  ,;=", 12).strip() or "v"
    if rng.random() < 0.3:
        headers["X-Amz-Meta"] = "m" + text(rng, "ab  c", 6).rstrip()
    body = rng.choice([b"{}", b'{"Limit": 5}', b' {"ExclusiveStartTableName": "abc"} '])
    return "POST", url + path + ("?" + query if query else ""), headers, body


def sign(method, url, headers, body, secret=SECRET, service="dynamodb"):
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    request = AWSRequest(method=method, url=url, headers=headers, data=body)
    SigV4Auth(Credentials(KEY, secret), service, REGION).add_auth(request)
    # http.client counts the body itself.
    return {name: value for name, value in request.prepare().headers.items() if name.lower() != "content-length"}


def presign(method, url, headers, body):
    from botocore.auth import SigV4QueryAuth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    request = AWSRequest(method=method, url=url, headers=headers, data=body)
    SigV4QueryAuth(Credentials(KEY, SECRET), "dynamodb", REGION, expires=60).add_auth(request)
    return request.url


def send(connection, method, url, headers, body):
    parts = urllib.parse.urlsplit(url)
    connection.request(method, parts.path + ("?" + parts.query if parts.query else ""), body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def changed(rng, headers, body):
    """The request with one thing changed that is signed."""
    headers, kind = dict(headers), rng.randrange(4)
    if kind == 0:
        return headers, body + b" "
    if kind == 1:
        headers["X-Amz-Target"] = "DynamoDB_20120810.DescribeLimits"
    elif kind == 2:
        value = headers["Authorization"]
        headers["Authorization"] = value[:-1] + ("0" if value[-1] != "0" else "1")
    else:
        headers["Content-Type"] = "application/json"
    return headers, body


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.randrange(1 << 30)
    rng, failures = random.Random(seed), []
    with endpoint(KEY, SECRET) as url:
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc)
        for number in range(ROUNDS):
            method, target, headers, body = random_request(rng, url)
            signed = sign(method, target, headers, body)
            status, answer = send(connection, method, target, signed, body)
            if status != 200:
                failures.append((number, "refused", target, headers, answer))
            status, answer = send(connection, method, target, *changed(rng, signed, body))
            if status != 400 or "InvalidSignatureException" not in answer:
                failures.append((number, "accepted", target, headers, answer))
        base = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.ListTables"}
        other = sign("POST", url + "/", base, b"{}")
        other["Authorization"] = other["Authorization"].replace(KEY, "OTHER")
        for expected, headers in {
            "UnrecognizedClientException": other,
            "Credential should be scoped to correct service: 'dynamodb'": sign("POST", url + "/", base, b"{}", service="s3"),
            "MissingAuthenticationTokenException": base,
        }.items():
            status, answer = send(connection, "POST", url + "/", headers, b"{}")
            if status != 400 or expected not in answer:
                failures.append((expected, status, answer))
        target = presign("POST", url + "/", {**base, "Host": urllib.parse.urlsplit(url).netloc}, b"")
        status, answer = send(connection, "POST", target, base, b"")
        if "Serialization" not in answer:
            failures.append(("presigned", status, answer))
    for failure in failures[:10]:
        print("FAILED:", *failure)
    print(f"{ROUNDS} requests of seed {seed}, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
