#!/usr/bin/env python3
"""Sends mutated requests: truncated, changed, mistyped, deeply nested, with bytes that are no UTF-8. Each must be answered with one of
the protocol's errors or with success, on a connection that stays usable, and the endpoint must not crash. With a seed as the
argument the run can be repeated."""
import http.client
import json
import random
import sys
import urllib.parse

from endpoint import endpoint

ROUNDS = 4000
SIGNATURE = "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00"
HEADERS = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Date": "20260101T000000Z", "Authorization": SIGNATURE}
KEY = {"PK": {"S": "a"}, "SK": {"N": "1"}}
ITEM = {**KEY, "l": {"L": [{"M": {"a": {"SS": ["x", "y"]}}}]}, "b": {"B": "AAEC"}, "t": {"BOOL": True}, "z": {"NULL": True}}
REQUESTS = {
    "PutItem": {"TableName": "abc", "Item": ITEM, "ConditionExpression": "attribute_not_exists(#p) OR size(l) > :n",
                "ExpressionAttributeNames": {"#p": "PK"}, "ExpressionAttributeValues": {":n": {"N": "1"}}, "ReturnValues": "ALL_OLD"},
    "GetItem": {"TableName": "abc", "Key": KEY, "ProjectionExpression": "l[0].a, t", "ConsistentRead": True},
    "UpdateItem": {"TableName": "abc", "Key": KEY, "UpdateExpression": "SET n = if_not_exists(n, :z) + :o REMOVE l[0] ADD c :o",
                   "ExpressionAttributeValues": {":z": {"N": "0"}, ":o": {"N": "1"}}, "ReturnValues": "ALL_NEW"},
    "Query": {"TableName": "abc", "KeyConditionExpression": "PK = :p AND SK BETWEEN :a AND :b", "Limit": 3, "ScanIndexForward": False,
              "ExpressionAttributeValues": {":p": {"S": "a"}, ":a": {"N": "-1"}, ":b": {"N": "1e5"}}, "ReturnConsumedCapacity": "INDEXES"},
    "Scan": {"TableName": "abc", "TotalSegments": 4, "Segment": 1, "FilterExpression": "contains(l, :v)",
             "ExpressionAttributeValues": {":v": {"S": "x"}}, "ExclusiveStartKey": KEY},
    "BatchWriteItem": {"RequestItems": {"abc": [{"PutRequest": {"Item": ITEM}}, {"DeleteRequest": {"Key": {**KEY, "SK": {"N": "2"}}}}]}},
    "BatchGetItem": {"RequestItems": {"abc": {"Keys": [KEY], "ConsistentRead": True}}},
    "TransactWriteItems": {"TransactItems": [{"Update": {"TableName": "abc", "Key": KEY, "UpdateExpression": "SET a = :a",
                           "ExpressionAttributeValues": {":a": {"S": "x"}}}}], "ClientRequestToken": "t"},
    "DescribeTable": {"TableName": "abc"},
    "ListTables": {"Limit": 5, "ExclusiveStartTableName": "abc"},
    "UpdateTimeToLive": {"TableName": "abc", "TimeToLiveSpecification": {"Enabled": True, "AttributeName": "ttl"}},
    "CreateTable": {"TableName": "abcd", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
                    "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}]},
}
LEGACY = {
    "Query": {"TableName": "abc", "KeyConditions": {"PK": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]}},
              "QueryFilter": {"c": {"ComparisonOperator": "IN", "AttributeValueList": [{"N": "1"}]}}, "AttributesToGet": ["c"]},
    "UpdateItem": {"TableName": "abc", "Key": KEY, "AttributeUpdates": {"c": {"Action": "ADD", "Value": {"N": "1"}}},
                   "Expected": {"x": {"Exists": False}}},
}
VALUES = [None, True, 0, -1, 1.5, 1e300, 10**30, "", "x", "\0", "é", "#a", ":a", [], {}, [None], {"S": "x"}, {"N": "NaN"}, {"N": "1" * 500},
          {"L": []}, {"SS": []}, {"B": "="}, "a" * 5000, {"": {}}, {"M": {"": {"S": ""}}}]


def places(value, path=()):
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from places(child, path + (key,))


def changed(rng, request):
    """The request with a value replaced, removed or renamed."""
    request = json.loads(json.dumps(request))
    path = rng.choice([place for place in places(request) if place] or [()])
    if not path:
        return request
    parent = request
    for key in path[:-1]:
        parent = parent[key]
    if rng.random() < 0.2:
        del parent[path[-1]]
    elif rng.random() < 0.2 and isinstance(parent[path[-1]], str):
        text = parent[path[-1]]
        cut = rng.randint(0, len(text))
        parent[path[-1]] = text[:cut] + rng.choice(["(", ")", " AND ", ".", "[", "]", "#", ":", ",", "\t", "é", "NOT "]) + text[cut:]
    else:
        parent[path[-1]] = rng.choice(VALUES)
    return request


def broken(rng, body):
    """The bytes with something done to them."""
    kind = rng.randrange(5)
    if kind == 0:
        return body[:rng.randint(0, len(body))]
    place = rng.randrange(len(body) + 1)
    noise = [b"\xff", b"\x00", b"{", b"[" * rng.choice([1, 300, 60000]), b'"', b"\\ud800", b"\xed\xa0\x80", b"1e999", b",", b"null"]
    if kind == 1:
        return body[:place] + rng.choice(noise) + body[place:]
    if kind == 2:
        return body[:place] + bytes([rng.randrange(256)]) + body[place + 1:]
    return body


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.randrange(1 << 30)
    rng, failures, statuses = random.Random(seed), [], {}
    with endpoint() as url:
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=30)

        def send(operation, body):
            connection.request("POST", "/", body, {**HEADERS, "X-Amz-Target": "DynamoDB_20120810." + operation})
            answer = connection.getresponse()
            return answer.status, answer.read()

        create = {"TableName": "abc", "BillingMode": "PAY_PER_REQUEST",
                  "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "SK", "KeyType": "RANGE"}],
                  "AttributeDefinitions": [{"AttributeName": "PK", "AttributeType": "S"}, {"AttributeName": "SK", "AttributeType": "N"}]}
        assert send("CreateTable", json.dumps(create))[0] == 200
        for number in range(ROUNDS):
            operation, request = rng.choice(list((LEGACY if rng.random() < 0.15 else REQUESTS).items()))
            for _ in range(rng.choice([0, 1, 1, 1, 2, 3])):
                request = changed(rng, request)
            body = json.dumps(request, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
            body = broken(rng, body) if rng.random() < 0.3 else body
            try:
                status, answer = send(operation, body)
            except Exception as error:
                failures.append((number, operation, body[:400], repr(error)))
                break
            statuses[status] = statuses.get(status, 0) + 1
            parsed = json.loads(answer)
            if status not in (200, 400) or status == 400 and not parsed.get("__type"):
                failures.append((number, operation, body[:400], status, answer[:300]))
    for failure in failures[:10]:
        print("FAILED:", *failure)
    print(f"{ROUNDS} requests of seed {seed}: {statuses}, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
