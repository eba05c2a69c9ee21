"""What the checks of copies of a table share: the table that they copy, and how they wait and refuse."""
import sys
import time

from botocore.exceptions import ClientError

KEY = {
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "level", "AttributeType": "S"}],
    "GlobalSecondaryIndexes": [{
        "IndexName": "byLevel", "KeySchema": [{"AttributeName": "level", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}],
    "BillingMode": "PAY_PER_REQUEST",
}


def expect(condition, what):
    if not condition:
        sys.exit(f"not as expected: {what}")


def refused(code, words, call, **arguments):
    """The call is refused with this code, and with these words in the message."""
    try:
        call(**arguments)
    except ClientError as error:
        expect(error.response["Error"]["Code"] == code and words in error.response["Error"]["Message"], f"{code} {words}, but {error}")
        return
    sys.exit(f"not refused with {code}")


def wait(what, probe):
    """What the probe returns when it returns something."""
    for _ in range(2000):
        answer = probe()
        if answer:
            return answer
        time.sleep(0.02)
    sys.exit(f"waited too long for {what}")


def items(client, table, **more):
    """All items of a table, by their keys."""
    found = [item for page in client.get_paginator("scan").paginate(TableName=table, **more) for item in page["Items"]]
    return sorted(found, key=lambda item: item["pk"]["S"])
