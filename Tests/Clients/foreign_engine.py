#!/usr/bin/env python3
"""Runs a command while moto, an engine by other people, serves DynamoDB's protocol on a free port of this machine.

The command finds the address in LEXI_TEST_ENDPOINT, the engine's name in LEXI_TEST_ENGINE, and some keys, which moto does not look at.
Its exit status is this program's.

moto answers one request at a time here: a transaction that it cancels takes back whatever was written to the table since it began, so
that with several at once the outcome of a test would be a matter of luck.
"""
import logging
import os
import subprocess
import sys
import threading

# No settings of the user's, and nothing that moto might ask its own cloud for.
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "AKIDTEST", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1",
    "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}


def application():
    """moto's service, for one request at a time."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    service, turn = DomainDispatcherApplication(create_backend_app), threading.Lock()

    def one_at_a_time(environ, start_response):
        with turn:
            return service(environ, start_response)

    return one_at_a_time


def serve():
    """A server on a free port, on a thread that ends with the program."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    # Its faults come to the tests as answers with status 500; their traces would bury what fails.
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)

    class Quiet(WSGIRequestHandler):
        def log_request(self, *_):
            pass

    server = make_server("127.0.0.1", 0, application(), threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.port


def main():
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(ENVIRONMENT)
    port = serve()
    os.environ.update({"LEXI_TEST_ENDPOINT": f"http://127.0.0.1:{port}", "LEXI_TEST_ENGINE": "moto"})
    return subprocess.run(sys.argv[1:]).returncode


if __name__ == "__main__":
    sys.exit(main())
