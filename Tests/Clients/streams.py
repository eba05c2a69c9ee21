#!/usr/bin/env python3
"""boto3 and the aws CLI read streams as they stand, and so does a handler as Lambda would call it."""
import json
import os
import subprocess
import sys

from endpoint import REGION, endpoint, settings


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


def main():
    import boto3

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
