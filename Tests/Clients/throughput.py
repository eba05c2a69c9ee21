#!/usr/bin/env python3
"""`lexi dynamodb --enforce-throughput` as boto3 meets it: refusals with their reasons, and a client that backs off until it is served."""
import sys
import tempfile
import time

from cloudwatch import free_port, running
from endpoint import settings


def patient(url):
    """A client that tries again, as clients do by default."""
    from botocore.config import Config

    return dict(settings(url), config=Config(retries={"max_attempts": 10, "mode": "standard"}))


def main():
    import boto3

    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        with running(port, "dynamodb", "--data", folder, "--port", str(port), "--enforce-throughput") as url:
            client = boto3.client("dynamodb", **settings(url))
            client.create_table(
                TableName="Orders", ProvisionedThroughput={"ReadCapacityUnits": 100, "WriteCapacityUnits": 5},
                KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
            put = lambda client, number: client.put_item(TableName="Orders", Item={"id": {"S": str(number)}})
            refusal = None
            for number in range(100):
                try:
                    put(client, number)
                except client.exceptions.ProvisionedThroughputExceededException as error:
                    refusal = error.response
                    break
            assert refusal, "nothing was refused"
            reason = refusal["ThrottlingReasons"][0]
            assert reason["reason"] == "TableWriteProvisionedThroughputExceeded", refusal
            assert reason["resource"] == "arn:aws:dynamodb:us-east-1:000000000000:table/Orders", refusal
            # A client that backs off gets everything done, by trying again.
            waiting, attempts = boto3.client("dynamodb", **patient(url)), 0
            start = time.monotonic()
            for number in range(12):
                attempts += put(waiting, number)["ResponseMetadata"]["RetryAttempts"]
            assert attempts > 0 and time.monotonic() - start > 1, (attempts, time.monotonic() - start)
            # Batches leave what they cannot do.
            batch = [{"PutRequest": {"Item": {"id": {"S": f"b{number}"}}}} for number in range(25)]
            left = waiting.batch_write_item(RequestItems={"Orders": batch})["UnprocessedItems"]["Orders"]
            assert 0 < len(left) < 25, left
            try:
                client.transact_write_items(TransactItems=[
                    {"Put": {"TableName": "Orders", "Item": {"id": {"S": f"t{number}"}}}} for number in range(20)])
            except client.exceptions.TransactionCanceledException as error:
                reasons = {reason["Code"] for reason in error.response["CancellationReasons"]}
                assert "ProvisionedThroughputExceeded" in reasons, error.response
            else:
                raise AssertionError("the transaction was carried out")
    return 0


if __name__ == "__main__":
    sys.exit(main())
