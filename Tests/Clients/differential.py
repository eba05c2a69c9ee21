#!/usr/bin/env python3
"""Compares the endpoint's answers with those of the model, for examples that hypothesis makes.

The examples are the same each time. With LEXI_EXAMPLES=20 they are random, and twenty times as many. Arguments: the parts to run."""
import importlib
import os
import sys
import traceback

from hypothesis import HealthCheck, Phase, settings

from endpoint import endpoint
from wire import Client

PARTS = ["numbers", "ordering", "conditions", "updates", "projections", "pages", "capacity", "machine"]
FACTOR = int(os.environ.get("LEXI_EXAMPLES", "1"))


def examples(count):
    """The settings of a test that has so many examples in the usual run."""
    return settings(
        max_examples=count * FACTOR, derandomize=FACTOR == 1, deadline=None, database=None, print_blob=FACTOR > 1,
        suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate, Phase.shrink))


class Endpoint:
    """What the tests talk to: a client, and new keys so that no example meets another's items."""

    def __init__(self):
        self.client = None
        self.number = 0

    def call(self, operation, **parameters):
        return self.client.call(operation, **parameters)

    def fresh(self):
        self.number += 1
        return {"S": f"example-{self.number}"}

    def make_table(self, name, keys, attributes, local=(), globals_=()):
        """Makes a table; `attributes` is a text of names with their types: `pk:S sk:N`."""
        schema = lambda names: [{"AttributeName": n, "KeyType": t} for n, t in zip(names, ("HASH", "RANGE"))]
        index = lambda pair: {"IndexName": pair[0], "KeySchema": schema(pair[1:]), "Projection": {"ProjectionType": "ALL"}}
        self.call(
            "CreateTable", TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=schema(keys),
            AttributeDefinitions=[dict(zip(("AttributeName", "AttributeType"), each.split(":"))) for each in attributes.split()],
            **({"LocalSecondaryIndexes": [index(pair) for pair in local]} if local else {}),
            **({"GlobalSecondaryIndexes": [index(pair) for pair in globals_]} if globals_ else {}))


ENDPOINT = Endpoint()


def main():
    failures = tests = 0
    for part in sys.argv[1:] or PARTS:
        module = importlib.import_module("properties." + part)
        with endpoint() as url:
            module.ENDPOINT.client = Client(url)
            module.prepare()
            for test in module.TESTS:
                tests += 1
                try:
                    test()
                except BaseException as error:
                    if isinstance(error, KeyboardInterrupt):
                        raise
                    failures += 1
                    print(f"FAILED: {part}.{getattr(test, '__name__', test)}")
                    traceback.print_exception(error, limit=-3, file=sys.stdout)
            module.ENDPOINT.client.close()
    print(f"{tests} tests, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    # The parts import this module by its name: there has to be one of it.
    sys.exit(importlib.import_module("differential").main())
