"""Starts the endpoint for a test: EndpointProgram serves an empty table until its input is closed."""
import contextlib
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
REGION = "us-east-1"


def program():
    """The built program: of the environment, or of the debug build."""
    return os.environ.get("LEXI_ENDPOINT_PROGRAM") or str(ROOT / ".build/debug/EndpointProgram")


@contextlib.contextmanager
def endpoint(*arguments):
    """Runs the endpoint and gives its URL. Arguments: none, for a table in memory; its file; or an access key id and a secret."""
    process = subprocess.Popen([program(), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        port = process.stdout.readline().strip()
        if not port:
            raise RuntimeError("the endpoint did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.stdin.close()
        process.wait(timeout=20)


def settings(url, key="AKIDTEST", secret="secret", **more):
    """The arguments of a boto3 client or resource."""
    from botocore.config import Config

    config = Config(retries={"max_attempts": 0}, **more)
    return dict(endpoint_url=url, region_name=REGION, aws_access_key_id=key, aws_secret_access_key=secret, config=config)
