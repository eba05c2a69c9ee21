#!/usr/bin/env python3
"""Long requests do not make others wait: while pages of a scan are read, and while an index is filled, requests on other connections are
answered again and again. What is counted is answers, not time."""
import json
import pathlib
import selectors
import sys
import tempfile

from endpoint import endpoint
from wire import Client

ROWS = 20_000
# How many pages are read at most until the others must have had their answers: one at a time that waited for its end would have one or two a page.
PAGES = 20
ANSWERS = 100
# Writes go in between the steps in which an index is filled.
WRITES = 10
TABLE = {"TableName": "rows", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
         "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}]}
SCAN = {"TableName": "rows", "FilterExpression": "attribute_exists(absent)"}
GET = {"TableName": "rows", "Key": {"pk": {"S": "1"}}}
INDEX = {"TableName": "rows", "AttributeDefinitions": [{"AttributeName": "n", "AttributeType": "N"}],
         "GlobalSecondaryIndexUpdates": [{"Create": {
             "IndexName": "by-n", "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}}]}


class Asking:
    """A connection on which a request follows each answer."""

    def __init__(self, url, operation, parameters):
        self.client = Client(url)
        self.operation, self.body = operation, json.dumps(parameters).encode()
        self.answers = 0

    def ask(self):
        self.client.send_only(self.operation, self.body)

    def take(self):
        """Takes the answer that is there."""
        status, body = self.client.receive()
        assert status == 200, body
        self.answers += 1
        return json.loads(body)


def load(client):
    client.call("CreateTable", **TABLE)
    for start in range(0, ROWS, 25):
        puts = [{"PutRequest": {"Item": {"pk": {"S": str(row)}, "n": {"N": str(row % 7)}}}} for row in range(start, start + 25)]
        assert client.call("BatchWriteItem", RequestItems={"rows": puts}) == {"UnprocessedItems": {}}


def while_long(long, others, is_over, begin=lambda: None):
    """Keeps all connections asking until the long one's answers say that it is over; what takes long begins when all have asked."""
    with selectors.DefaultSelector() as ready:
        for each in [*others, long]:
            ready.register(each.client.socket, selectors.EVENT_READ, each)
            if each is long:
                begin()
            each.ask()
        open = len(others) + 1
        over = False
        while open:
            answered = ready.select(timeout=60)
            assert answered, "no answer for a minute"
            for key, _ in answered:
                answer = key.data.take()
                over = over or key.data is long and is_over(answer)
                if over:
                    ready.unregister(key.fileobj)
                    open -= 1
                else:
                    key.data.ask()


def scanning(url):
    """Each of the others has many answers while pages are read."""
    others = [Asking(url, "GetItem", GET) for _ in range(4)]
    scan = Asking(url, "Scan", SCAN)

    def is_over(page):
        assert page["Count"] == 0 and page["ScannedCount"] > ROWS / 2
        return scan.answers == PAGES or all(each.answers >= ANSWERS for each in others)

    while_long(scan, others, is_over)
    counts = [each.answers for each in others]
    print(f"scan: {scan.answers} pages, {counts} answers")
    return all(count >= ANSWERS for count in counts)


def filling(url):
    """Each of the others reads and writes while an index is filled."""
    others = [Asking(url, "GetItem", GET) for _ in range(3)]
    writer = Asking(url, "PutItem", {"TableName": "rows", "Item": {"pk": {"S": "new"}, "n": {"N": "1"}}})
    described = Asking(url, "DescribeTable", {"TableName": "rows"})
    while_long(described, [*others, writer], lambda answer: answer["Table"]["GlobalSecondaryIndexes"][0]["IndexStatus"] == "ACTIVE",
               begin=lambda: Client(url).call("UpdateTable", **INDEX))
    found = sum(Client(url).call("Query", TableName="rows", IndexName="by-n", KeyConditionExpression="n = :n", Select="COUNT",
                                 ExpressionAttributeValues={":n": {"N": str(number)}})["Count"] for number in range(7))
    print(f"index: {writer.answers} writes, {[each.answers for each in others]} reads, {found} entries")
    return writer.answers >= WRITES and all(each.answers >= WRITES for each in others) and found == ROWS + 1


def main():
    fine = True
    with tempfile.TemporaryDirectory() as folder:
        for arguments in ([], [str(pathlib.Path(folder) / "table.lexi")]):
            with endpoint(*arguments) as url:
                load(Client(url))
                fine = scanning(url) and filling(url) and fine
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
