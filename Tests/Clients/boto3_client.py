#!/usr/bin/env python3
"""What boto3 has besides plain calls: waiters, paginators, batch_writer, every form of Key and Attr, types, the classes of its errors."""
import decimal
import sys
import traceback

from endpoint import endpoint, settings

CHECKS = []
ROWS = [{"pk": f"p{number % 3}", "sk": number, "name": f"row {number:02}", "tags": {"a", f"t{number}"}, "list": [number, "x"],
         **({"even": True} if number % 2 == 0 else {})} for number in range(30)]


def check(function):
    CHECKS.append(function)
    return function


def raised(kind, action):
    """The response of the error that the action raises."""
    try:
        action()
    except kind as error:
        return error.response
    raise AssertionError(f"{kind.__name__} was expected")


@check
def waiters(client, table):
    """A waiter asks until the table is there, or is not any more; of a table that never was it gives up."""
    from botocore.exceptions import WaiterError

    client.get_waiter("table_exists").wait(TableName="rows", WaiterConfig={"Delay": 0, "MaxAttempts": 1})
    client.get_waiter("table_not_exists").wait(TableName="none", WaiterConfig={"Delay": 0, "MaxAttempts": 1})
    for name, of in (("table_exists", "none"), ("table_not_exists", "rows")):
        try:
            client.get_waiter(name).wait(TableName=of, WaiterConfig={"Delay": 0, "MaxAttempts": 2})
        except WaiterError as error:
            assert "Max attempts exceeded" in str(error), error
        else:
            raise AssertionError(name)
    other = table.meta.client.create_table(
        TableName="waited", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}])
    assert other["TableDescription"]["TableStatus"] == "CREATING"
    client.get_waiter("table_exists").wait(TableName="waited")
    client.delete_table(TableName="waited")
    client.get_waiter("table_not_exists").wait(TableName="waited")


@check
def paginators(client, table):
    """Every paginator of the service that has an operation here follows the pages to their end, and stops and continues where it is asked to."""
    sizes = lambda name, **more: [page["Count"] for page in client.get_paginator(name).paginate(TableName="rows", **more)]
    assert sizes("scan", PaginationConfig={"PageSize": 9}) == [9, 9, 9, 3]
    query = dict(KeyConditionExpression="pk = :p", ExpressionAttributeValues={":p": {"S": "p1"}})
    assert sizes("query", PaginationConfig={"PageSize": 4}, **query) == [4, 4, 2]
    assert sizes("query", PaginationConfig={"PageSize": 5}, **query) == [5, 5, 0]
    pages = client.get_paginator("query").paginate(TableName="rows", PaginationConfig={"MaxItems": 3, "PageSize": 2}, **query)
    first = pages.build_full_result()
    assert [item["sk"]["N"] for item in first["Items"]] == ["1", "4", "7"]
    rest = client.get_paginator("query").paginate(
        TableName="rows", PaginationConfig={"StartingToken": first["NextToken"]}, **query).build_full_result()
    assert [item["sk"]["N"] for item in rest["Items"]] == ["10", "13", "16", "19", "22", "25", "28"]
    assert list(client.get_paginator("query").paginate(TableName="rows", **query).search("Items[].sk.N"))[-1] == "28"
    for number in range(5):
        client.create_table(
            TableName=f"table-{number}", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}])
    pages = list(client.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 2}))
    assert [page["TableNames"] for page in pages] == [["rows", "table-0"], ["table-1", "table-2"], ["table-3", "table-4"]]
    for number in range(5):
        client.delete_table(TableName=f"table-{number}")
    arn = table.table_arn
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": f"k{number}", "Value": "v"} for number in range(12)])
    tags = client.get_paginator("list_tags_of_resource").paginate(ResourceArn=arn).build_full_result()["Tags"]
    assert sorted(tag["Key"] for tag in tags) == sorted(f"k{number}" for number in range(12))


@check
def batch_writer(client, table):
    """Puts and deletes in groups of 25; of several with the same key the last one counts, if the writer is told the key's names."""
    with table.batch_writer(overwrite_by_pkeys=["pk", "sk"]) as batch:
        for number in range(60):
            batch.put_item(Item={"pk": "batch", "sk": number % 40, "n": number})
        batch.delete_item(Key={"pk": "batch", "sk": 39})
    found = table.query(KeyConditionExpression="pk = :p", ExpressionAttributeValues={":p": "batch"})["Items"]
    assert {int(item["sk"]): int(item["n"]) for item in found} == {sk: sk + 40 if sk < 20 else sk for sk in range(39)}

    def twice():
        with table.batch_writer() as batch:
            for _ in range(2):
                batch.put_item(Item={"pk": "batch", "sk": 1})

    error = raised(client.exceptions.ClientError, twice)["Error"]
    assert error == {"Code": "ValidationException", "Message": "Provided list of item keys contains duplicates"}, error
    with table.batch_writer() as batch:
        for item in found:
            batch.delete_item(Key={"pk": "batch", "sk": item["sk"]})


@check
def keys_and_attributes(client, table):
    """Every form of a condition that boto3 builds, on a key and on an attribute."""
    from boto3.dynamodb.conditions import Attr, Key

    numbers = lambda answer: [int(item["sk"]) for item in answer["Items"]]
    mine = Key("pk").eq("p0")
    for condition, expected in [
        (Key("sk").eq(6), [6]), (Key("sk").lt(6), [0, 3]), (Key("sk").lte(6), [0, 3, 6]), (Key("sk").gt(21), [24, 27]),
        (Key("sk").gte(21), [21, 24, 27]), (Key("sk").between(5, 12), [6, 9, 12]),
    ]:
        assert numbers(table.query(KeyConditionExpression=mine & condition)) == expected, expected
    by_name = dict(IndexName="by-name", KeyConditionExpression=mine & Key("name").begins_with("row 1"))
    assert numbers(table.query(**by_name)) == [12, 15, 18]
    everything = {row["sk"] for row in ROWS}
    scan = lambda condition: {int(item["sk"]) for item in table.scan(FilterExpression=condition)["Items"]}
    small = Attr("sk").lt(5)
    for condition, expected in [
        (Attr("sk").eq(3), {3}), (Attr("sk").ne(3), everything - {3}), (small, {0, 1, 2, 3, 4}), (Attr("sk").lte(1), {0, 1}),
        (Attr("sk").gt(27), {28, 29}), (Attr("sk").gte(27), {27, 28, 29}), (Attr("sk").between(2, 4), {2, 3, 4}),
        (Attr("sk").is_in([1, 2, 99]), {1, 2}), (Attr("even").exists() & small, {0, 2, 4}), (Attr("even").not_exists() & small, {1, 3}),
        (Attr("name").begins_with("row 2"), set(range(20, 30))), (Attr("name").contains("w 0"), set(range(10))),
        (Attr("tags").contains("t7"), {7}), (Attr("list").contains(8), {8}), (Attr("list[0]").eq(9), {9}),
        (Attr("tags").size().eq(2) & small, {0, 1, 2, 3, 4}), (Attr("name").size().gt(6), set()),
        (Attr("even").attribute_type("BOOL") & small, {0, 2, 4}), (~Attr("sk").gt(1), {0, 1}),
        ((Attr("sk").eq(1) | Attr("sk").eq(2)) & ~Attr("even").eq(True), {1}), (Attr("missing").ne(1) & small, {0, 1, 2, 3, 4}),
    ]:
        assert scan(condition) == expected, expected


@check
def types(client, table):
    """What the serializer makes of Python's values comes back equal: decimals to the last digit, binaries, sets, nested things.

    (Not numbers from 1E+38 on: DynamoDB writes them with all their zeros, which boto3 cannot read: its issue 2500.)"""
    from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer

    values = [
        None, True, False, 0, -7, decimal.Decimal("0.1"), decimal.Decimal("-1E-130"), decimal.Decimal("-" + "9" * 38), decimal.Decimal("9" * 38 + "E-100"), "", "é\0\u2028",
        Binary(b""), Binary(bytes(range(256))), {1, 2}, {decimal.Decimal("1.5"), 3}, {"a", "é"}, {Binary(b"x"), Binary(b"")},
        [], {}, [[[]]], {"a": {"b": [None, {"c": {"d"}}]}}]
    for number, value in enumerate(values):
        table.put_item(Item={"pk": "types", "sk": number, "value": value})
        found = table.get_item(Key={"pk": "types", "sk": number}, ConsistentRead=True)["Item"]["value"]
        assert found == value and (isinstance(found, bool) == isinstance(value, bool)), (found, value)
        plain = client.get_item(TableName="rows", Key={"pk": {"S": "types"}, "sk": {"N": str(number)}})["Item"]["value"]
        assert TypeDeserializer().deserialize(plain) == value
        assert next(iter(plain)) == next(iter(TypeSerializer().serialize(value))), plain
        table.delete_item(Key={"pk": "types", "sk": number})


@check
def errors(client, table):
    """Each error has its class, its status and what comes with it."""
    key = {"pk": {"S": "p0"}, "sk": {"N": "0"}}
    condition = dict(ConditionExpression="attribute_not_exists(pk)", ReturnValuesOnConditionCheckFailure="ALL_OLD")
    failed = client.exceptions.ConditionalCheckFailedException
    for call in (
        lambda **more: client.put_item(TableName="rows", Item=key, **more), lambda **more: client.delete_item(TableName="rows", Key=key, **more),
        lambda **more: client.update_item(TableName="rows", Key=key, UpdateExpression="REMOVE x", **more),
    ):
        response = raised(failed, lambda: call(**condition))
        assert response["Item"]["name"] == {"S": "row 00"}, response
        assert response["ResponseMetadata"]["HTTPStatusCode"] == 400 and response["ResponseMetadata"]["RetryAttempts"] == 0
        assert "Item" not in raised(failed, lambda: call(ConditionExpression="attribute_not_exists(pk)"))
    response = raised(client.exceptions.TransactionCanceledException, lambda: client.transact_write_items(TransactItems=[
        {"Put": {"TableName": "rows", "Item": {"pk": {"S": "new"}, "sk": {"N": "0"}}}},
        {"Put": {"TableName": "rows", "Item": key, **condition}},
        {"ConditionCheck": {"TableName": "rows", "Key": {**key, "sk": {"N": "99"}}, "ConditionExpression": "attribute_exists(pk)"}},
        {"Update": {"TableName": "rows", "Key": {**key, "sk": {"N": "3"}}, "UpdateExpression": "ADD #n :one",
                    "ExpressionAttributeNames": {"#n": "list"}, "ExpressionAttributeValues": {":one": {"N": "1"}}}}]))
    reasons = response["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == ["None", "ConditionalCheckFailed", "ConditionalCheckFailed", "ValidationError"], reasons
    assert reasons[1]["Item"]["name"] == {"S": "row 00"} and "Item" not in reasons[2]
    assert reasons[1]["Message"] == "The conditional request failed"
    assert reasons[3]["Message"] == "An operand in the update expression has an incorrect data type", reasons[3]
    assert "Item" not in client.get_item(TableName="rows", Key={"pk": {"S": "new"}, "sk": {"N": "0"}})
    raised(client.exceptions.ResourceNotFoundException, lambda: client.get_item(TableName="none", Key=key))
    raised(client.exceptions.ResourceInUseException, lambda: client.create_table(
        TableName="rows", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}]))
    put = lambda name: client.transact_write_items(ClientRequestToken="once", TransactItems=[
        {"Put": {"TableName": "rows", "Item": {"pk": {"S": "token"}, "sk": {"N": "0"}, "name": {"S": name}}}}])
    put("a")
    raised(client.exceptions.IdempotentParameterMismatchException, lambda: put("b"))
    client.delete_item(TableName="rows", Key={"pk": {"S": "token"}, "sk": {"N": "0"}})


@check
def statements(client, table):
    """PartiQL through boto3: pages by NextToken, parameters, the classes of its errors, batches and transactions."""
    select = dict(Statement='SELECT sk FROM "rows" WHERE pk = ?', Parameters=[{"S": "p1"}])
    pages, token = [], {}
    while True:
        answer = client.execute_statement(Limit=4, **select, **token)
        pages.append([item["sk"]["N"] for item in answer["Items"]])
        if "NextToken" not in answer:
            break
        token = {"NextToken": answer["NextToken"]}
    assert pages == [["1", "4", "7", "10"], ["13", "16", "19", "22"], ["25", "28"]], pages
    client.execute_statement(Statement="INSERT INTO \"rows\" VALUE {'pk': 'new', 'sk': 1, 's': <<'a'>>}")
    again = raised(client.exceptions.DuplicateItemException, lambda: client.execute_statement(
        Statement="INSERT INTO \"rows\" VALUE {'pk': 'new', 'sk': 1}"))
    assert again["Error"]["Message"] == "Duplicate primary key exists in table", again
    changed = client.execute_statement(
        Statement="UPDATE \"rows\" SET s = set_add(s, ?) WHERE pk = 'new' AND sk = 1 RETURNING MODIFIED NEW *",
        Parameters=[{"SS": ["b"]}])["Items"]
    assert changed == [{"s": {"SS": ["a", "b"]}}], changed
    kept = raised(client.exceptions.ConditionalCheckFailedException, lambda: client.execute_statement(
        Statement='UPDATE "rows" SET x = 1 WHERE pk = \'new\' AND sk = 1 AND x = 2', ReturnValuesOnConditionCheckFailure="ALL_OLD"))
    assert kept["Item"]["sk"] == {"N": "1"}, kept
    number = raised(client.exceptions.ClientError, lambda: client.execute_statement(
        Statement='SELECT * FROM "rows" WHERE pk = ?', Parameters=[{"N": "1e99999999999"}]))["Error"]["Message"]
    assert number == "The parameter cannot be converted to a numeric value: 1e99999999999", number
    batch = client.batch_execute_statement(ReturnConsumedCapacity="TOTAL", Statements=[
        {"Statement": 'SELECT * FROM "rows" WHERE pk = ? AND sk = ?', "Parameters": [{"S": "new"}, {"N": "1"}]},
        {"Statement": 'SELECT * FROM "rows" WHERE pk = ?', "Parameters": [{"N": ""}]}])
    assert batch["Responses"][0]["Item"]["pk"] == {"S": "new"} and batch["Responses"][0]["TableName"] == "rows", batch
    assert batch["Responses"][1] == {
        "Error": {"Code": "ValidationError", "Message": "The parameter cannot be converted to a numeric value"}}, batch
    assert batch["ConsumedCapacity"] == [{"TableName": "rows", "CapacityUnits": 0.5}], batch
    cancelled = raised(client.exceptions.TransactionCanceledException, lambda: client.execute_transaction(TransactStatements=[
        {"Statement": "DELETE FROM \"rows\" WHERE pk = 'p0' AND sk = 0"},
        {"Statement": "INSERT INTO \"rows\" VALUE {'pk': 'new', 'sk': 1}"}]))
    assert [reason["Code"] for reason in cancelled["CancellationReasons"]] == ["None", "DuplicateItem"], cancelled
    done = client.execute_transaction(ReturnConsumedCapacity="TOTAL", TransactStatements=[
        {"Statement": "DELETE FROM \"rows\" WHERE pk = 'new' AND sk = 1"}])
    assert done["Responses"] == [] and done["ConsumedCapacity"] == [
        {"TableName": "rows", "CapacityUnits": 2.0, "WriteCapacityUnits": 2.0}], done


@check
def capacity(client, table):
    """What a request consumes: halves for reads that need not be consistent, doubles in transactions, each index for itself."""
    key = {"pk": {"S": "p0"}, "sk": {"N": "0"}}
    units = lambda answer: answer["ConsumedCapacity"]["CapacityUnits"]
    get = lambda **more: units(client.get_item(TableName="rows", Key=key, ReturnConsumedCapacity="TOTAL", **more))
    assert (get(), get(ConsistentRead=True)) == (0.5, 1.0)
    answer = client.transact_get_items(TransactItems=[{"Get": {"TableName": "rows", "Key": key}}], ReturnConsumedCapacity="TOTAL")
    assert answer["ConsumedCapacity"][0]["CapacityUnits"] == 2.0
    item = {"pk": {"S": "capacity"}, "sk": {"N": "0"}, "name": {"S": "x"}, "text": {"S": "x" * 1500}}
    answer = client.put_item(TableName="rows", Item=item, ReturnConsumedCapacity="INDEXES")["ConsumedCapacity"]
    assert answer["CapacityUnits"] == 4.0 and answer["Table"]["CapacityUnits"] == 2.0
    assert answer["LocalSecondaryIndexes"]["by-name"]["CapacityUnits"] == 2.0
    client.delete_item(TableName="rows", Key={"pk": item["pk"], "sk": item["sk"]})


def main():
    import boto3

    failures = 0
    with endpoint() as url:
        resource = boto3.resource("dynamodb", **settings(url))
        table = resource.create_table(
            TableName="rows", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": t} for n, t in (("pk", "S"), ("sk", "N"), ("name", "S"))],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            LocalSecondaryIndexes=[{"IndexName": "by-name", "Projection": {"ProjectionType": "ALL"}, "KeySchema": [
                {"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "name", "KeyType": "RANGE"}]}])
        table.wait_until_exists()
        with table.batch_writer() as batch:
            for row in ROWS:
                batch.put_item(Item=row)
        client = boto3.client("dynamodb", **settings(url))
        for function in CHECKS:
            try:
                function(client, table)
            except Exception as error:
                failures += 1
                print(f"FAILED: {function.__name__}: {type(error).__name__}: {error}")
                traceback.print_tb(error.__traceback__, limit=-2, file=sys.stdout)
    print(f"{len(CHECKS)} checks, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
