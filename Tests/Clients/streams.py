#!/usr/bin/env python3
"""boto3 and the aws CLI read streams as they stand, and so does a handler as Lambda would call it."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

from cloudwatch import PROGRAM, free_port, running
from endpoint import REGION, endpoint, settings
from steps import Code, schema


def shards(streams, arn):
    return streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]


def records(streams, arn):
    """All records, by boto3."""
    found = []
    for shard in shards(streams, arn):
        iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        while iterator:
            page = streams.get_records(ShardIterator=iterator, Limit=2)
            found += page["Records"]
            iterator = page.get("NextShardIterator") if page["Records"] else None
    return found


def handler(event, context):
    """What people deploy to Lambda: it goes by the members of an event's records."""
    counts = {}
    for record in event["Records"]:
        assert record["eventSource"] == "aws:dynamodb" and record["eventVersion"] == "1.1" and record["awsRegion"] == REGION
        change = record["dynamodb"]
        name = record["eventName"]
        counts[name] = counts.get(name, 0) + 1
        assert ("NewImage" in change) == (name != "REMOVE") and ("OldImage" in change) == (name != "INSERT"), record
    return counts


def aws(url, *arguments):
    environment = dict(os.environ, AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b", AWS_DEFAULT_REGION=REGION, AWS_PAGER="",
                       AWS_ENDPOINT_URL=url)
    return json.loads(subprocess.run(["aws", *arguments, "--output", "json"], env=environment, check=True, capture_output=True, text=True).stdout)


def in_shards(streams, arn):
    """The records of each shard, by boto3: four at a time, each item in one of them, in its order."""
    found = {}
    open_shards = shards(streams, arn)
    assert len(open_shards) == 4 and not any("ParentShardId" in shard for shard in open_shards), open_shards
    for shard in open_shards:
        iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        found[shard["ShardId"]] = streams.get_records(ShardIterator=iterator)["Records"]
    assert sum(map(bool, found.values())) > 1, found
    places = {}
    for shard, page in found.items():
        for record in page:
            places.setdefault(record["dynamodb"]["Keys"]["PK"]["S"], set()).add(shard)
        numbers = [int(record["dynamodb"]["SequenceNumber"]) for record in page]
        assert numbers == sorted(numbers), numbers
    assert all(len(place) == 1 for place in places.values()), places
    return [record for page in found.values() for record in page]


def lesson_program(folder):
    """The handler of the lesson on appointments as it stands there, as a program; what it calls is noted, a line for each call."""
    from tutorials_data import appointments

    handler, = [step.text for step in appointments.STEPS if isinstance(step, Code) and step.text.startswith("def handler(")]
    notes, program = folder / "notes", folder / "handler.py"
    program.write_text(f"""import json, sys
def note(*what):
    with open({str(notes)!r}, "a") as file: file.write(json.dumps(what) + "\\n")
notify_new_appointment = handle_status_change = note
{handler}
handler(json.load(sys.stdin), None)
""")
    return program, lambda: [json.loads(line) for line in notes.read_text().splitlines()] if notes.exists() else []


def until(what, found, done):
    deadline = time.monotonic() + 60
    while not done(found()):
        assert time.monotonic() < deadline, (what, found())
        time.sleep(0.05)


def check_lesson(folder):
    """The lesson's event source mapping, by `lexi stream consume`: from now on, up to 100 records, cut in two when the handler fails."""
    import boto3

    program, notes = lesson_program(folder)
    port = free_port()
    with running(port, "dynamodb", "--data", str(folder / "data"), "--port", str(port), "--stream-shards", "4") as url:
        client, streams = boto3.client("dynamodb", **settings(url)), boto3.client("dynamodbstreams", **settings(url))
        table = client.create_table(
            TableName="appointments", BillingMode="PAY_PER_REQUEST", KeySchema=schema("PK", "SK"),
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("PK", "SK")],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})["TableDescription"]
        put = lambda clinic, name, **more: client.put_item(TableName="appointments", Item={
            "PK": {"S": f"CLINIC#{clinic}"}, "SK": {"S": f"APPT#{name}"}, "type": {"S": "APPOINTMENT"}, **more})
        new = lambda clinic, name, status: put(clinic, name, id={"S": name}, status={"S": status})
        new(0, "earlier", "scheduled")
        # The position is a second: what came before it is not brought.
        second = int(time.time())
        while int(time.time()) == second:
            time.sleep(0.02)
        checkpoint, failures = folder / "place.json", folder / "failed.jsonl"
        consumer = subprocess.Popen(
            [PROGRAM, "stream", "consume", "--table", "appointments", "--table-endpoint", url, "--region", REGION,
             "--starting-position", "LATEST", "--batch-size", "100", "--bisect", "--retries", "1", "--checkpoint", str(checkpoint),
             "--failures", str(failures), "--command", f"{sys.executable} {program}"],
            env=dict(os.environ, AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b"), stderr=subprocess.DEVNULL)
        try:
            until("a place", checkpoint.exists, bool)
            for clinic in range(8):
                new(clinic, f"A{clinic}", "scheduled")
                if clinic == 3:
                    # The handler fails at an appointment without an id.
                    put(clinic, "broken")
                new(clinic, f"A{clinic}", "confirmed")
                client.put_item(TableName="appointments", Item={"PK": {"S": f"CLINIC#{clinic}"}, "SK": {"S": "META"}})
            expected = {(f"A{clinic}",) for clinic in range(8)} | {(f"A{clinic}", "scheduled", "confirmed") for clinic in range(8)}
            until("the calls", notes, lambda calls: expected <= set(map(tuple, calls)))
            until("what failed", failures.exists, bool)
        finally:
            consumer.send_signal(signal.SIGTERM)
            assert consumer.wait(30) == 0
        calls = list(map(tuple, notes()))
        assert set(calls) == expected, calls
        assert all(calls.index((f"A{clinic}",)) < calls.index((f"A{clinic}", "scheduled", "confirmed")) for clinic in range(8)), calls
        failed = [json.loads(line) for line in failures.read_text().splitlines()]
        keys = [record["dynamodb"]["Keys"]["SK"]["S"] for one in failed for record in json.loads(one["payload"])["Records"]]
        assert keys == ["APPT#broken"], failed
        assert len(in_shards(streams, table["LatestStreamArn"])) == 1 + 8 * 3 + 1


def main():
    import boto3

    with tempfile.TemporaryDirectory() as folder:
        check_lesson(pathlib.Path(folder))
    with endpoint() as url:
        client, streams = boto3.client("dynamodb", **settings(url)), boto3.client("dynamodbstreams", **settings(url))
        table = client.create_table(
            TableName="Orders", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})["TableDescription"]
        arn = table["LatestStreamArn"]
        assert arn == f"{table['TableArn']}/stream/{table['LatestStreamLabel']}", arn
        for number in range(3):
            client.put_item(TableName="Orders", Item={"id": {"S": str(number)}, "blob": {"B": b"\\x00\\xff"}})
        client.update_item(TableName="Orders", Key={"id": {"S": "0"}}, UpdateExpression="SET price = :t", ExpressionAttributeValues={":t": {"N": "9.50"}})
        client.delete_item(TableName="Orders", Key={"id": {"S": "1"}})
        assert [stream["StreamArn"] for stream in streams.list_streams(TableName="Orders")["Streams"]] == [arn]
        found = records(streams, arn)
        assert handler({"Records": found}, None) == {"INSERT": 3, "MODIFY": 1, "REMOVE": 1}
        assert found[3]["dynamodb"]["NewImage"]["price"] == {"N": "9.5"}
        description = streams.describe_stream(StreamArn=arn)["StreamDescription"]
        assert description["StreamStatus"] == "ENABLED" and description["KeySchema"] == table["KeySchema"], description
        # Errors have their classes.
        for error, action in (
            (streams.exceptions.ResourceNotFoundException, lambda: streams.describe_stream(StreamArn=arn[:-1] + "x")),
            (streams.exceptions.ClientError, lambda: streams.get_records(ShardIterator="nothing")),
        ):
            try:
                action()
            except error:
                continue
            raise AssertionError(error)
        # The commands of the tutorial.
        assert aws(url, "dynamodbstreams", "list-streams", "--table-name", "Orders")["Streams"][0]["StreamArn"] == arn
        shard = aws(url, "dynamodbstreams", "describe-stream", "--stream-arn", arn)["StreamDescription"]["Shards"][0]["ShardId"]
        iterator = aws(url, "dynamodbstreams", "get-shard-iterator", "--stream-arn", arn, "--shard-id", shard, "--shard-iterator-type", "TRIM_HORIZON")
        shown = aws(url, "dynamodbstreams", "get-records", "--shard-iterator", iterator["ShardIterator"])["Records"]
        assert [record["eventID"] for record in shown] == [record["eventID"] for record in found]
        # Each service knows its own operations only.
        for name in ("DynamoDB_20120810.GetRecords", "DynamoDBStreams_20120810.GetItem"):
            assert "UnknownOperation" in post(url, name), name
    return 0


def post(url, target):
    import urllib.error
    import urllib.request

    request = urllib.request.Request(url, data=b"{}", headers={"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.0"})
    try:
        return urllib.request.urlopen(request).read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


if __name__ == "__main__":
    sys.exit(main())
