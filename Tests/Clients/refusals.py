#!/usr/bin/env python3
"""Bad input, case by case: what the protocol answers to what is truncated, mistyped, nested too deeply, not UTF-8, aimed or signed wrongly.
After each case the same connection is used again, and the table has what it had."""
import gzip
import json
import re
import sys

from endpoint import endpoint
from wire import SIGNATURE, Client

SERIALIZATION, VALIDATION = "SerializationException", "ValidationException"
COUNTED = "1 validation error detected: "
ITEM = {"pk": {"S": "a"}, "n": {"N": "1"}}
GET = {"TableName": "abc", "Key": {"pk": {"S": "a"}}}


def put(value, **more):
    """The body of a PutItem with an attribute of this value."""
    return {"TableName": "abc", "Item": {"pk": {"S": "bad"}, "x": value}, **more}


def nested(levels):
    value = {"S": "x"}
    for _ in range(levels):
        value = {"L": [value]}
    return value


# What is not a JSON text at all, whatever the operation.
TEXTS = {
    "empty": b"", "blank": b" \n", "truncated object": b'{"TableName": "abc"', "truncated string": b'{"TableName": "ab',
    "truncated escape": b'{"TableName": "\\u12', "text": b"hello", "array": b"[]", "null": b"null", "number": b"1", "two objects": b"{}{}",
    "trailing comma": b'{"TableName": "abc",}', "comment": b'{"TableName": "abc" /* x */}', "single quotes": b"{'TableName': 'abc'}",
    "bare name": b'{TableName: "abc"}', "not a number": b'{"TableName": "abc", "Limit": NaN}', "leading zero": b'{"TableName": "abc", "Limit": 01}',
    "control byte": b'{"TableName": "a\nbc"}', "byte order mark": b'\xef\xbb\xbf{"TableName": "abc"}',
    "UTF-16": '{"TableName": "abc"}'.encode("utf-16"), "no UTF-8": b'{"TableName": "a\xffbc"}', "overlong UTF-8": b'{"TableName": "a\xc0\xafbc"}',
    "surrogates in UTF-8": b'{"TableName": "a\xed\xa0\x80bc"}', "truncated UTF-8": b'{"TableName": "a\xc3"}',
    "lone surrogate": b'{"TableName": "\\ud800"}', "name twice": b'{"TableName": "abc", "TableName": "abc"}',
    "name twice within": b'{"TableName": "abc", "Key": {"pk": {"S": "a"}, "pk": {"S": "b"}}}',
    "deep arrays": b"[" * 100_000, "deep objects": b'{"a":' * 100_000,
    "deep and whole": b'{"TableName": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
}

# JSON of the wrong shape: operation, parameters, type and message. Without a type: the service takes it.
SHAPES = {
    "name a number": ("GetItem", {**GET, "TableName": 1}, SERIALIZATION, "NUMBER_VALUE cannot be converted to String"),
    "name a truth": ("GetItem", {**GET, "TableName": True}, SERIALIZATION, "TRUE_VALUE cannot be converted to String"),
    "name a list": ("GetItem", {**GET, "TableName": []}, SERIALIZATION, "Unrecognized collection type class java.lang.String"),
    "name an object": ("GetItem", {**GET, "TableName": {}}, SERIALIZATION, "Start of structure or map found where not expected"),
    "key a text": ("GetItem", {**GET, "Key": "a"}, SERIALIZATION, "Unexpected field type"),
    "switch a text": ("GetItem", {**GET, "ConsistentRead": "yes"}, SERIALIZATION, "Unexpected token received from parser"),
    "limit a text": ("Scan", {"TableName": "abc", "Limit": "3"}, SERIALIZATION, "STRING_VALUE cannot be converted to Integer"),
    "limit a fraction": ("Scan", {"TableName": "abc", "Limit": 1.5}, None, None),
    "limit beyond": ("Scan", {"TableName": "abc", "Limit": 10**30}, None, None),
    "value a text": ("PutItem", put("x"), SERIALIZATION, "Unexpected value type in payload"),
    "value null": ("PutItem", put(None), VALIDATION, "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"),
    "value empty": ("PutItem", put({}), VALIDATION, "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"),
    "value of no type": ("PutItem", put({"X": "x"}), VALIDATION, "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"),
    "value of two types": ("PutItem", put({"S": "x", "N": "1"}), VALIDATION,
                           "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"),
    "text a number": ("PutItem", put({"S": 1}), SERIALIZATION, "NUMBER_VALUE cannot be converted to String"),
    "number a number": ("PutItem", put({"N": 1}), SERIALIZATION, "NUMBER_VALUE cannot be converted to String"),
    "truth a text": ("PutItem", put({"BOOL": "maybe"}), SERIALIZATION, "Unexpected token received from parser"),
    "null false": ("PutItem", put({"NULL": False}), VALIDATION,
                   COUNTED + "One or more parameter values were invalid: Null attribute value types must have the value of true"),
    "binary no base64": ("PutItem", put({"B": "="}), SERIALIZATION, ""),
    "set a text": ("PutItem", put({"SS": "x"}), SERIALIZATION, "Unexpected field type"),
    "set empty": ("PutItem", put({"SS": []}), VALIDATION,
                  COUNTED + "One or more parameter values were invalid: An string set  may not be empty"),
    "set of numbers in a set of texts": ("PutItem", put({"SS": [1]}), SERIALIZATION, "NUMBER_VALUE cannot be converted to String"),
    "set with one twice": ("PutItem", put({"SS": ["a", "a"]}), VALIDATION,
                           COUNTED + 'One or more parameter values were invalid: Input collection ["a", "a"] contains duplicates.'),
    "list an object": ("PutItem", put({"L": {}}), SERIALIZATION, ""),
    "map a list": ("PutItem", put({"M": []}), SERIALIZATION, ""),
    "33 levels": ("PutItem", put(nested(32)), VALIDATION, COUNTED + "Nesting Levels have exceeded supported limits"),
    "100 levels": ("PutItem", put(nested(100)), VALIDATION, "Nesting Levels have exceeded supported limits"),
    "400 KB and more": ("PutItem", put({"S": "x" * 410_000}), VALIDATION, "Item size has exceeded the maximum allowed size"),
    "no name": ("GetItem", {"Key": {"pk": {"S": "a"}}}, VALIDATION, ""),
    "no key": ("GetItem", {"TableName": "abc"}, VALIDATION, ""),
    "no such table": ("GetItem", {**GET, "TableName": "none"}, "ResourceNotFoundException", "Requested resource not found"),
    "bad name": ("GetItem", {**GET, "TableName": "a;b"}, VALIDATION, ""),
    "requests a list": ("BatchWriteItem", {"RequestItems": []}, SERIALIZATION, ""),
    "a request of both kinds": ("BatchWriteItem", {"RequestItems": {"abc": [
        {"PutRequest": {"Item": {"pk": {"S": "b"}}}, "DeleteRequest": {"Key": {"pk": {"S": "a"}}}}]}}, VALIDATION, ""),
    "a good and a bad put": ("BatchWriteItem", {"RequestItems": {"abc": [
        {"PutRequest": {"Item": {"pk": {"S": "b"}}}}, {"PutRequest": {"Item": {"pk": {"N": "1"}}}}]}}, VALIDATION,
        "The provided key element does not match the schema"),
}

# The envelope: fields that differ, status, type.
UNKNOWN = (400, "UnknownOperationException")
PLAIN = (404, "<UnknownOperationException/>")
ENVELOPES = {
    "no target": ({"X-Amz-Target": None}, *UNKNOWN), "empty target": ({"X-Amz-Target": ""}, *UNKNOWN),
    "target of another service": ({"X-Amz-Target": "Kinesis_20131202.PutRecord"}, *UNKNOWN),
    "target of another version": ({"X-Amz-Target": "DynamoDB_20111205.GetItem"}, *UNKNOWN),
    "no operation": ({"X-Amz-Target": "DynamoDB_20120810."}, *UNKNOWN),
    "unknown operation": ({"X-Amz-Target": "DynamoDB_20120810.DropItem"}, *UNKNOWN),
    "operation in lower case": ({"X-Amz-Target": "DynamoDB_20120810.getItem"}, *UNKNOWN),
    "operation and more": ({"X-Amz-Target": "DynamoDB_20120810.GetItem.x"}, *UNKNOWN),
    "no content type": ({"Content-Type": None}, *PLAIN), "plain text": ({"Content-Type": "text/plain"}, *PLAIN),
    "form": ({"Content-Type": "application/x-www-form-urlencoded"}, *PLAIN),
    "JSON 1.1": ({"Content-Type": "application/x-amz-json-1.1"}, *PLAIN),
    "no signature": ({"Authorization": None}, 400, "MissingAuthenticationTokenException"),
    "signature of another kind": ({"Authorization": "Basic YTpi"}, 400, "MissingAuthenticationTokenException|IncompleteSignatureException"),
    "half a signature": ({"Authorization": "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request"},
                         400, "IncompleteSignatureException"),
    "no date": ({"X-Amz-Date": None}, 400, "IncompleteSignatureException"),
    "no gzip": ({"Content-Encoding": "gzip"}, 400, SERIALIZATION), "other coding": ({"Content-Encoding": "br"}, 400, SERIALIZATION),
    "from a page": ({"Origin": "http://example.com"}, 403, "AccessDeniedException"),
    "by another name": ({"Host": "example.com"}, 403, "AccessDeniedException"),
}


class Cases:
    def __init__(self, url):
        self.client, self.failures, self.count = Client(url), [], 0

    def check(self, name, answer, status, type, message=""):
        """Compares the answer; then the connection must be of use, and the table as it was."""
        self.count += 1
        found_status, body = answer
        found = body.decode()
        fine = found_status == status
        if status >= 400 and body.startswith(b'{"__type"'):
            error = json.loads(body)
            found = error["__type"].split("#")[1]
            fine = fine and ("message" in error or "Message" in error) and (message or "") in error.get("message", error.get("Message", ""))
        if not fine or not re.match(type, found):
            self.failures.append(f"{name}: {found_status} {body[:300]}")
        items = self.client.call("Scan", TableName="abc")["Items"]
        if items != [ITEM]:
            self.failures.append(f"{name}: the table has {items}")


def main():
    with endpoint() as url:
        cases = Cases(url)
        client = cases.client
        client.call("CreateTable", TableName="abc", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                    AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}])
        client.call("PutItem", TableName="abc", Item=ITEM)
        for name, text in TEXTS.items():
            for operation in ("GetItem", "DeleteItem"):
                cases.check(name, client.send(operation, text), 400, SERIALIZATION)
        for name, (operation, parameters, type, message) in SHAPES.items():
            answer = client.send(operation, json.dumps(parameters).encode())
            if type is None:
                cases.check(name, answer, 200, r"\{")
            else:
                cases.check(name, answer, 400, type, message)
        for name, (fields, status, type) in ENVELOPES.items():
            cases.check(name, client.send("GetItem", json.dumps(GET).encode(), **fields), status, type)
        bomb = gzip.compress(b'{"TableName": "' + b"a" * (17 << 20) + b'"}')
        cases.check("gzip of 17 MB", client.send("GetItem", bomb, **{"Content-Encoding": "gzip"}), 400, SERIALIZATION)
        cases.check("gzip cut off", client.send("GetItem", gzip.compress(b"{}")[:-4], **{"Content-Encoding": "gzip"}), 400, SERIALIZATION)
        large = client.send("PutItem", json.dumps(put({"S": "x" * (17 << 20)})).encode())
        cases.check("17 MB", large, 413, "RequestEntityTooLargeException", "16777216")
        for failure in cases.failures:
            print("FAILED:", failure)
        print(f"{cases.count} cases, {len(cases.failures)} failures")
        return 1 if cases.failures else 0


if __name__ == "__main__":
    sys.exit(main())
