#!/usr/bin/env python3
"""Runs what the tutorials do with boto3: resource and client, waiters, paginators, batch_writer, conditions of Key and Attr."""
import concurrent.futures
import decimal
import sys

from endpoint import endpoint, settings

CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def fails(code, message, action):
    from botocore.exceptions import ClientError

    try:
        action()
    except ClientError as error:
        found = error.response["Error"]
        assert found["Code"] == code, found
        assert message in found["Message"], found
        return error.response
    raise AssertionError(f"{code} was expected")


@check
def table_is_made_and_waited_for(db, table):
    table.reload()
    assert table.table_status == "ACTIVE" and table.item_count == 0
    assert [t.name for t in db.tables.all()] == ["Users"]


@check
def crud(db, table):
    key = {"PK": "USER#123", "SK": "PROFILE"}
    table.put_item(Item={**key, "name": "John Doe", "email": "john@example.com", "version": 5})
    assert table.get_item(Key=key)["Item"]["name"] == "John Doe"
    table.update_item(
        Key=key, UpdateExpression="SET #name = :name, updated_at = :updated", ExpressionAttributeNames={"#name": "name"},
        ExpressionAttributeValues={":name": "John Smith", ":updated": "2024-01-16T10:30:00Z"})
    lock = dict(
        Key=key, UpdateExpression="SET #name = :name, version = version + :inc",
        ConditionExpression="version = :current_version", ExpressionAttributeNames={"#name": "name"},
        ExpressionAttributeValues={":name": "New Name", ":inc": 1, ":current_version": 5})
    table.update_item(**lock)
    fails("ConditionalCheckFailedException", "The conditional request failed", lambda: table.update_item(**lock))
    response = fails(
        "ConditionalCheckFailedException", "The conditional request failed",
        lambda: table.update_item(**lock, ReturnValuesOnConditionCheckFailure="ALL_OLD"))
    assert response["Item"]["version"] == {"N": "6"} or response["Item"]["version"] == decimal.Decimal(6)
    fails(
        "ValidationException", "Attribute name is a reserved keyword; reserved keyword: name",
        lambda: table.update_item(Key=key, UpdateExpression="SET name = :n", ExpressionAttributeValues={":n": 1}))
    fails(
        "ValidationException", "The provided key element does not match the schema",
        lambda: table.get_item(Key={"PK": "USER#123"}))
    table.delete_item(Key=key)
    assert "Item" not in table.get_item(Key=key)


@check
def every_type_comes_back(db, table):
    from boto3.dynamodb.types import Binary

    item = {
        "PK": "t", "SK": "t", "s": "ộ\0\n\"é", "n": decimal.Decimal("-1.5E-3"), "big": decimal.Decimal("9" * 38), "b": Binary(b"\0\xff"),
        "t": True, "z": None, "l": [1, [2, {"a": "b"}]], "m": {"k": {"k": []}}, "ss": {"a", "b"}, "ns": {1, decimal.Decimal("2.5")},
        "bs": {Binary(b"1"), Binary(b"2")}, "e": "", "eb": Binary(b""),
    }
    table.put_item(Item=item)
    assert table.get_item(Key={"PK": "t", "SK": "t"})["Item"] == item
    table.delete_item(Key={"PK": "t", "SK": "t"})


@check
def queries(db, table):
    from boto3.dynamodb.conditions import Attr, Key

    for number in range(30):
        table.put_item(Item={
            "PK": "USER#1", "SK": f"ORDER#{number:03}", "status": "active" if number % 3 == 0 else "done", "total": number,
            "GSI1PK": f"G{number % 2}", "GSI1SK": f"{number:03}"})
    answer = table.query(KeyConditionExpression=Key("PK").eq("USER#1") & Key("SK").begins_with("ORDER#"))
    assert answer["Count"] == 30
    answer = table.query(KeyConditionExpression=Key("PK").eq("USER#1"), FilterExpression=Attr("status").eq("active"))
    assert answer["Count"] == 10 and answer["ScannedCount"] == 30
    answer = table.query(
        KeyConditionExpression=Key("PK").eq("USER#1") & Key("SK").between("ORDER#005", "ORDER#009"), ScanIndexForward=False,
        ProjectionExpression="PK, SK, #t", ExpressionAttributeNames={"#t": "total"})
    assert [item["total"] for item in answer["Items"]] == [9, 8, 7, 6, 5]
    condition = (Attr("total").gt(3) & Attr("total").lte(10) | Attr("status").is_in(["x"])) & ~Attr("missing").exists()
    found = sorted(int(item["total"]) for item in table.scan(FilterExpression=condition)["Items"])
    assert found == list(range(4, 11)), found
    for filter, count in [
        (Attr("status").contains("activ"), 10), (Attr("status").begins_with("d"), 20), (Attr("total").between(1, 2), 2),
        (Attr("status").ne("done"), 10), (Attr("status").size().eq(4), 20), (Attr("total").attribute_type("N"), 30),
    ]:
        assert table.scan(FilterExpression=filter)["Count"] == count, filter
    answer = table.query(IndexName="GSI1", KeyConditionExpression=Key("GSI1PK").eq("G1"), Limit=4)
    assert answer["LastEvaluatedKey"] == {"PK": "USER#1", "SK": "ORDER#007", "GSI1PK": "G1", "GSI1SK": "007"}


@check
def pages(db, table):
    from boto3.dynamodb.conditions import Key

    found, more = [], {}
    while True:
        answer = table.query(KeyConditionExpression=Key("PK").eq("USER#1"), Limit=7, **more)
        found += answer["Items"]
        if "LastEvaluatedKey" not in answer:
            break
        more = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
    assert [item["SK"] for item in found] == [f"ORDER#{number:03}" for number in range(30)]
    paginator = db.meta.client.get_paginator("query")
    pages = paginator.paginate(
        TableName="Users", KeyConditionExpression="PK = :pk", ExpressionAttributeValues={":pk": "USER#1"},
        PaginationConfig={"PageSize": 8})
    assert [page["Count"] for page in pages] == [8, 8, 8, 6]
    assert db.meta.client.get_paginator("list_tables").paginate().build_full_result()["TableNames"] == ["Users"]


@check
def batches(db, table):
    with table.batch_writer() as batch:
        for number in range(100):
            batch.put_item(Item={"PK": f"BATCH#{number}", "SK": "PROFILE", "name": f"User {number}"})
    keys = [{"PK": f"BATCH#{number}", "SK": "PROFILE"} for number in range(100)]
    answer = db.batch_get_item(RequestItems={"Users": {"Keys": keys}})
    assert len(answer["Responses"]["Users"]) == 100 and answer["UnprocessedKeys"] == {}
    fails(
        "ValidationException", "Value at 'RequestItems.Users.member.Keys' failed to satisfy constraint: Member must have length "
        "less than or equal to 100",
        lambda: db.batch_get_item(RequestItems={"Users": {"Keys": keys + [{"PK": "x", "SK": "y"}]}}))
    fails(
        "ValidationException", "Provided list of item keys contains duplicates",
        lambda: db.batch_get_item(RequestItems={"Users": {"Keys": keys[:1] * 2}}))
    with table.batch_writer(overwrite_by_pkeys=["PK", "SK"]) as batch:
        for key in keys:
            batch.delete_item(Key=key)


@check
def parallel_scan(db, table):
    def segment(number):
        return table.scan(Segment=number, TotalSegments=4)["Items"]

    with concurrent.futures.ThreadPoolExecutor() as executor:
        parts = list(executor.map(segment, range(4)))
    whole = sorted(item["SK"] for part in parts for item in part)
    assert whole == sorted(item["SK"] for item in table.scan()["Items"]) and len(whole) == 30


@check
def transactions(db, table):
    client = db.meta.client
    put = {"Put": {"TableName": "Users", "Item": {"PK": "T", "SK": "1", "n": 1}, "ConditionExpression": "attribute_not_exists(PK)"}}
    check_ = {"ConditionCheck": {"TableName": "Users", "Key": {"PK": "U", "SK": "1"}, "ConditionExpression": "attribute_not_exists(PK)"}}
    client.transact_write_items(TransactItems=[put, check_], ClientRequestToken="token-1")
    client.transact_write_items(TransactItems=[put, check_], ClientRequestToken="token-1")
    fails(
        "IdempotentParameterMismatchException", "",
        lambda: client.transact_write_items(TransactItems=[put], ClientRequestToken="token-1"))
    response = fails(
        "TransactionCanceledException", "[ConditionalCheckFailed, None]",
        lambda: client.transact_write_items(TransactItems=[put, check_]))
    assert [reason["Code"] for reason in response["CancellationReasons"]] == ["ConditionalCheckFailed", "None"]
    answer = client.transact_get_items(
        TransactItems=[{"Get": {"TableName": "Users", "Key": {"PK": "T", "SK": "1"}}}], ReturnConsumedCapacity="TOTAL")
    assert answer["Responses"] == [{"Item": {"PK": "T", "SK": "1", "n": 1}}]
    assert answer["ConsumedCapacity"] == [{"TableName": "Users", "CapacityUnits": 2.0, "ReadCapacityUnits": 2.0}]


@check
def legacy_parameters(db, table):
    client = db.meta.client
    key = {"PK": "L", "SK": "1"}
    update = lambda **more: client.update_item(TableName="Users", Key=key, ReturnValues="ALL_NEW", **more)["Attributes"]
    assert update(AttributeUpdates={"name": {"Value": "a", "Action": "PUT"}, "n": {"Value": 2, "Action": "ADD"}})["n"] == 2
    assert update(AttributeUpdates={"n": {"Value": 3, "Action": "ADD"}, "name": {"Action": "DELETE"}}) == {**key, "n": 5}
    assert update(AttributeUpdates={"set": {"Value": {"a", "b"}, "Action": "ADD"}})["set"] == {"a", "b"}
    assert update(AttributeUpdates={"set": {"Value": {"a"}, "Action": "DELETE"}})["set"] == {"b"}
    fails("ConditionalCheckFailedException", "", lambda: update(Expected={"n": {"Value": 1}}))
    update(Expected={"n": {"ComparisonOperator": "GE", "AttributeValueList": [5]}, "x": {"Exists": False}})
    condition = {"PK": {"ComparisonOperator": "EQ", "AttributeValueList": ["USER#1"]},
                 "SK": {"ComparisonOperator": "BEGINS_WITH", "AttributeValueList": ["ORDER#02"]}}
    answer = client.query(TableName="Users", KeyConditions=condition, AttributesToGet=["total"])
    assert [item["total"] for item in answer["Items"]] == list(range(20, 30))
    answer = client.query(
        TableName="Users", KeyConditions=condition, ConditionalOperator="OR", QueryFilter={
            "total": {"ComparisonOperator": "EQ", "AttributeValueList": [25]},
            "status": {"ComparisonOperator": "IN", "AttributeValueList": ["active"]}})
    assert [item["total"] for item in answer["Items"]] == [21, 24, 25, 27]
    answer = client.scan(TableName="Users", ScanFilter={"n": {"ComparisonOperator": "NOT_NULL"}})
    assert answer["Count"] == 2
    fails(
        "ValidationException", "Can not use both expression and non-expression parameters in the same request: "
        "Non-expression parameters: {Expected} Expression parameters: {UpdateExpression}",
        lambda: update(Expected={"n": {"Value": 1}}, UpdateExpression="SET a = :a", ExpressionAttributeValues={":a": 1}))


@check
def settings_of_tables(db, table):
    client = db.meta.client
    arn = table.table_arn
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}])
    client.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert client.list_tags_of_resource(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": ""}]
    client.update_table(TableName="Users", DeletionProtectionEnabled=True)
    fails("ValidationException", "protected against deletion", table.delete)
    client.update_table(TableName="Users", DeletionProtectionEnabled=False)
    client.update_table(
        TableName="Users", AttributeDefinitions=[{"AttributeName": "email", "AttributeType": "S"}],
        GlobalSecondaryIndexUpdates=[{"Create": {
            "IndexName": "email-index", "KeySchema": [{"AttributeName": "email", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "KEYS_ONLY"}}}])
    while any(index["IndexStatus"] != "ACTIVE" for index in client.describe_table(TableName="Users")["Table"]["GlobalSecondaryIndexes"]):
        pass
    # The ARN names the table as well as its name does.
    assert client.describe_table(TableName=arn)["Table"]["TableName"] == "Users"
    assert client.get_item(TableName=arn, Key={"PK": "T", "SK": "1"})["Item"]["n"] == 1
    # Validation that botocore leaves to the service.
    fails("ValidationException", "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: "
          "Member must have value greater than or equal to 1", lambda: client.list_tables(Limit=0))


@check
def table_goes(db, table):
    table.delete()
    table.wait_until_not_exists()
    assert list(db.tables.all()) == []


def main():
    import boto3

    failures = 0
    with endpoint() as url:
        db = boto3.resource("dynamodb", **settings(url, parameter_validation=False))
        definitions = [{"AttributeName": name, "AttributeType": "S"} for name in ("PK", "SK", "GSI1PK", "GSI1SK")]
        table = db.create_table(
            TableName="Users", AttributeDefinitions=definitions, BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "SK", "KeyType": "RANGE"}],
            GlobalSecondaryIndexes=[{
                "IndexName": "GSI1", "Projection": {"ProjectionType": "ALL"},
                "KeySchema": [{"AttributeName": "GSI1PK", "KeyType": "HASH"}, {"AttributeName": "GSI1SK", "KeyType": "RANGE"}]}])
        table.wait_until_exists()
        for function in CHECKS:
            try:
                function(db, table)
            except Exception as error:
                failures += 1
                print(f"FAILED: {function.__name__}: {type(error).__name__}: {error}", file=sys.stderr)
                import traceback
                traceback.print_tb(error.__traceback__, limit=-2)
    print(f"{len(CHECKS)} checks, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
