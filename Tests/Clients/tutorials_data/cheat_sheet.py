"""A cheat sheet of the aws CLI: tables, items, batches, transactions, queries, scans, indexes, streams, backups, PartiQL, patterns."""
import re

from steps import (
    TIME, Aws, InAnyOrder, Like, Ours, Refused, Script, With, arn, backup, deleted, error, index, listed_backup, one_page, page, schema, table)

SOURCE = "004_9509841c651fc814.txt"
PLACEHOLDERS = {}
ALICE = {"userId": {"S": "u1"}, "name": {"S": "Alice"}, "age": {"N": "30"}, "active": {"BOOL": True}}
BOB = {"userId": {"S": "u2"}, "name": {"S": "Bob"}}
CAROL = {"userId": {"S": "u3"}, "name": {"S": "Carol"}}
DAVE = {"userId": {"S": "u4"}, "name": {"S": "Dave"}}
FAILED = "The conditional request failed"
NOT_FOUND = "Requested resource not found"


def order(number, status, created):
    return {"customerId": {"S": "c1"}, "orderId": {"S": number}, "status": {"S": status}, "total": {"N": "5"},
            "createdAt": {"S": created}}


ORDERS = [order("2024-001", "shipped", "2024-02-01"), order("2024-002", "pending", "2024-03-01"),
          order("2025-001", "shipped", "2025-02-01")]
PUT_ORDERS = "for item in %r: client.put_item(TableName='Orders', Item=item)" % ORDERS
ORDERS_ATTRIBUTES = "customerId orderId"
# What the three orders make of the table's description, which was paid by request before.
STORED = {"ItemCount": 3, "TableSizeBytes": 198,
          "BillingModeSummary": {"BillingMode": "PROVISIONED", "LastUpdateToPayPerRequestDateTime": TIME}}
LABEL = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}"
STATUS_INDEX = "status-createdAt-index"


def create(name, hash, range=None):
    """Has a table made that the tutorial does not make."""
    names = [hash] + ([range] if range else [])
    return Ours(f"""
        client.create_table(
            TableName={name!r}, BillingMode="PAY_PER_REQUEST", KeySchema={schema(hash, range)!r},
            AttributeDefinitions=[{{"AttributeName": name, "AttributeType": "S"}} for name in {names!r}])
        client.get_waiter("table_exists").wait(TableName={name!r})""")


def drop(name):
    return Ours(f"""
        client.delete_table(TableName={name!r})
        client.get_waiter("table_not_exists").wait(TableName={name!r})""")


def stored(table_name, key, /, **attributes):
    """What an item has become."""
    return Ours(f"""
        item = client.get_item(TableName={table_name!r}, Key={key!r})["Item"]
        assert item == {({**key, **attributes})!r}, item""")


TABLES = [
    Aws(r"""aws dynamodb create-table \
--table-name Users \
--attribute-definitions AttributeName=userId,AttributeType=S \
--key-schema AttributeName=userId,KeyType=HASH \
--billing-mode PAY_PER_REQUEST""", {"TableDescription": table("Users", "userId", "userId", status="CREATING")}),
    Aws(r"""aws dynamodb create-table \
--table-name Orders \
--attribute-definitions \
AttributeName=customerId,AttributeType=S \
AttributeName=orderId,AttributeType=S \
--key-schema \
AttributeName=customerId,KeyType=HASH \
AttributeName=orderId,KeyType=RANGE \
--billing-mode PAY_PER_REQUEST""", {"TableDescription": table(
        "Orders", ORDERS_ATTRIBUTES, "customerId", "orderId", status="CREATING")}),
    Aws(r"""aws dynamodb create-table \
--table-name Events \
--attribute-definitions AttributeName=eventId,AttributeType=S \
--key-schema AttributeName=eventId,KeyType=HASH \
--provisioned-throughput ReadCapacityUnits=5,WriteCapacityUnits=5""", {"TableDescription": table(
        "Events", "eventId", "eventId", status="CREATING", units=(5, 5))}),
    Aws("aws dynamodb wait table-exists --table-name Users", None),
    Aws("aws dynamodb describe-table --table-name Users", {"Table": table("Users", "userId", "userId")}),
    Aws(r"""aws dynamodb describe-table \ --table-name Users \ --query "Table.TableStatus" --output text""", "ACTIVE"),
    Aws("aws dynamodb list-tables", {"TableNames": ["Events", "Orders", "Users"]}),
    Aws("""aws dynamodb list-tables --query "TableNames[]" --output text""", "Events\tOrders\tUsers"),
    Aws(r"""aws dynamodb update-table \ --table-name Events \ --provisioned-throughput ReadCapacityUnits=20,WriteCapacityUnits=10""",
        lambda answer: answer["TableDescription"]["TableStatus"] == "UPDATING"),
    Ours("""
        import time
        while client.describe_table(TableName="Events")["Table"]["TableStatus"] != "ACTIVE": time.sleep(0.01)
        found = client.describe_table(TableName="Events")["Table"]["ProvisionedThroughput"]
        assert (found["ReadCapacityUnits"], found["WriteCapacityUnits"]) == (20, 10), found"""),
    Aws(r"""aws dynamodb update-table \ --table-name Events \ --billing-mode PAY_PER_REQUEST""",
        lambda answer: answer["TableDescription"]["TableStatus"] == "UPDATING"),
    Ours("""
        while client.describe_table(TableName="Events")["Table"]["TableStatus"] != "ACTIVE": time.sleep(0.01)
        found = client.describe_table(TableName="Events")["Table"]["BillingModeSummary"]
        assert found["BillingMode"] == "PAY_PER_REQUEST", found"""),
    # The tutorial has not made the table.
    Aws(r"""aws dynamodb update-time-to-live \ --table-name Sessions \ --time-to-live-specification Enabled=true,AttributeName=ttl""",
        Refused(re.compile(r"\(ResourceNotFoundException\) when calling the UpdateTimeToLive operation: Requested resource not found"))),
    create("Sessions", "id"),
    Aws(r"""aws dynamodb update-time-to-live \ --table-name Sessions \ --time-to-live-specification Enabled=true,AttributeName=ttl""",
        {"TimeToLiveSpecification": {"Enabled": True, "AttributeName": "ttl"}}, again=True),
    Aws("aws dynamodb delete-table --table-name Users", {"TableDescription": deleted("Users")}),
    Aws("aws dynamodb wait table-not-exists --table-name Users", None),
]

ITEMS = [
    create("Users", "userId"),
    Aws(r"""aws dynamodb put-item \
--table-name Users \
--item '{"userId":{"S":"u1"},"name":{"S":"Alice"},"age":{"N":"30"},"active":{"BOOL":true}}'""", None),
    Aws(r"""aws dynamodb put-item \
--table-name Users \
--item '{"userId":{"S":"u1"},"name":{"S":"Alice"}}' \
--condition-expression "attribute_not_exists(userId)" """, error("ConditionalCheckFailedException", "PutItem", FAILED)),
    Aws(r"""aws dynamodb put-item \
--table-name Users \
--item '{"userId":{"S":"u2"},"name":{"S":"Bob"}}' \
--return-values ALL_OLD""", None),
    # The second time there is an old item.
    Aws(r"""aws dynamodb put-item \
--table-name Users \
--item '{"userId":{"S":"u2"},"name":{"S":"Bob"}}' \
--return-values ALL_OLD""", {"Attributes": BOB}, again=True),
    Aws(r"""aws dynamodb get-item \
--table-name Users \
--key '{"userId":{"S":"u1"}}'""", {"Item": ALICE}),
    Aws(r"""aws dynamodb get-item \
--table-name Orders \
--key '{"customerId":{"S":"c1"},"orderId":{"S":"ord-001"}}'""", None),
    # A reserved word without a placeholder.
    Aws(r"""aws dynamodb get-item \
--table-name Users \
--key '{"userId":{"S":"u1"}}' \
--projection-expression "name, age" """, error(
        "ValidationException", "GetItem",
        "Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: name")),
    Aws(r"""aws dynamodb get-item \
--table-name Users \
--key '{"userId":{"S":"u1"}}' \
--consistent-read""", {"Item": ALICE}),
    Aws(r"""aws dynamodb update-item \
--table-name Users \
--key '{"userId":{"S":"u1"}}' \
--update-expression "SET #n = :name, age = :age" \
--expression-attribute-names '{"#n":"name"}' \
--expression-attribute-values '{":name":{"S":"Alice Smith"},":age":{"N":"31"}}' \
--return-values ALL_NEW""", {"Attributes": {**ALICE, "name": {"S": "Alice Smith"}, "age": {"N": "31"}}}),
    create("Posts", "postId"),
    Aws(r"""aws dynamodb update-item \
--table-name Posts \
--key '{"postId":{"S":"p1"}}' \
--update-expression "ADD viewCount :inc" \
--expression-attribute-values '{":inc":{"N":"1"}}'""", None),
    stored("Posts", {"postId": {"S": "p1"}}, viewCount={"N": "1"}),
    Aws(r"""aws dynamodb update-item \
--table-name Users \
--key '{"userId":{"S":"u1"}}' \
--update-expression "REMOVE tempToken" """, None),
    # Nothing has given the item a version yet.
    Aws(r"""aws dynamodb update-item \
--table-name Users \
--key '{"userId":{"S":"u1"}}' \
--update-expression "SET version = :newV, #n = :name" \
--condition-expression "version = :oldV" \
--expression-attribute-names '{"#n":"name"}' \
--expression-attribute-values '{":newV":{"N":"2"},":name":{"S":"Alice"},":oldV":{"N":"1"}}'""",
        error("ConditionalCheckFailedException", "UpdateItem", FAILED)),
    Ours("""client.update_item(
        TableName="Users", Key={"userId": {"S": "u1"}}, UpdateExpression="SET version = :v",
        ExpressionAttributeValues={":v": {"N": "1"}})"""),
    Aws(r"""aws dynamodb update-item \
--table-name Users \
--key '{"userId":{"S":"u1"}}' \
--update-expression "SET version = :newV, #n = :name" \
--condition-expression "version = :oldV" \
--expression-attribute-names '{"#n":"name"}' \
--expression-attribute-values '{":newV":{"N":"2"},":name":{"S":"Alice"},":oldV":{"N":"1"}}'""", None, again=True),
    stored("Users", {"userId": {"S": "u1"}}, **{**ALICE, "age": {"N": "31"}, "version": {"N": "2"}}),
    Aws(r"""aws dynamodb delete-item \
--table-name Users \
--key '{"userId":{"S":"u1"}}'""", None),
    Aws(r"""aws dynamodb delete-item \
--table-name Users \
--key '{"userId":{"S":"u1"}}' \
--condition-expression "active = :false" \
--expression-attribute-values '{":false":{"BOOL":false}}'""", error("ConditionalCheckFailedException", "DeleteItem", FAILED)),
    Aws(r"""aws dynamodb delete-item \
--table-name Users \
--key '{"userId":{"S":"u1"}}' \
--return-values ALL_OLD""", None),
    Ours(f"client.put_item(TableName='Users', Item={ALICE!r})"),
    Aws(r"""aws dynamodb delete-item \
--table-name Users \
--key '{"userId":{"S":"u1"}}' \
--return-values ALL_OLD""", {"Attributes": ALICE}, again=True),
    Ours(f"client.put_item(TableName='Users', Item={ALICE!r})"),
]

SEVERAL = [
    Aws(r"""aws dynamodb batch-get-item \
--request-items '{
"Users": {
"Keys": [
{"userId":{"S":"u1"}},
{"userId":{"S":"u2"}}
],
"ProjectionExpression": "userId, #n",
"ExpressionAttributeNames": {"#n": "name"}
}
}'""", {"Responses": {"Users": InAnyOrder([{"userId": {"S": "u1"}, "name": {"S": "Alice"}}, BOB])}, "UnprocessedKeys": {}}),
    Aws(r"""aws dynamodb batch-write-item \
--request-items '{
"Users": [
{"PutRequest": {"Item": {"userId":{"S":"u3"},"name":{"S":"Carol"}}}},
{"PutRequest": {"Item": {"userId":{"S":"u4"},"name":{"S":"Dave"}}}},
{"DeleteRequest": {"Key": {"userId":{"S":"u0"}}}}
]
}'""", {"UnprocessedItems": {}}),
    create("Accounts", "accountId"),
    Aws(r"""aws dynamodb transact-get-items \
--transact-items '[
{"Get": {"TableName":"Users","Key":{"userId":{"S":"u1"}}}},
{"Get": {"TableName":"Accounts","Key":{"accountId":{"S":"a1"}}}}
]'""", {"Responses": [{"Item": ALICE}, {}]}),
    # There is no Inventory; and when there is, the order lacks the key that Orders has in this tutorial.
    Aws(r"""aws dynamodb transact-write-items \
--transact-items '[
{
"Put": {
"TableName": "Orders",
"Item": {"orderId":{"S":"ord-1"},"status":{"S":"placed"}},
"ConditionExpression": "attribute_not_exists(orderId)"
}
},
{
"Update": {
"TableName": "Inventory",
"Key": {"itemId":{"S":"sku-1"}},
"UpdateExpression": "ADD stock :dec",
"ConditionExpression": "stock >= :min",
"ExpressionAttributeValues": {":dec":{"N":"-1"},":min":{"N":"1"}}
}
}
]'""", error("ResourceNotFoundException", "TransactWriteItems", NOT_FOUND)),
    create("Inventory", "itemId"),
    Aws(r"""aws dynamodb transact-write-items \
--transact-items '[
{
"Put": {
"TableName": "Orders",
"Item": {"orderId":{"S":"ord-1"},"status":{"S":"placed"}},
"ConditionExpression": "attribute_not_exists(orderId)"
}
},
{
"Update": {
"TableName": "Inventory",
"Key": {"itemId":{"S":"sku-1"}},
"UpdateExpression": "ADD stock :dec",
"ConditionExpression": "stock >= :min",
"ExpressionAttributeValues": {":dec":{"N":"-1"},":min":{"N":"1"}}
}
}
]'""", error(
        "TransactionCanceledException", "TransactWriteItems",
        "Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError, None]"), again=True),
    drop("Orders"),
    create("Orders", "orderId"),
    # With the order's number as the whole key, and nothing in stock.
    Aws(r"""aws dynamodb transact-write-items \
--transact-items '[
{
"Put": {
"TableName": "Orders",
"Item": {"orderId":{"S":"ord-1"},"status":{"S":"placed"}},
"ConditionExpression": "attribute_not_exists(orderId)"
}
},
{
"Update": {
"TableName": "Inventory",
"Key": {"itemId":{"S":"sku-1"}},
"UpdateExpression": "ADD stock :dec",
"ConditionExpression": "stock >= :min",
"ExpressionAttributeValues": {":dec":{"N":"-1"},":min":{"N":"1"}}
}
}
]'""", error(
        "TransactionCanceledException", "TransactWriteItems",
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]"), again=True),
    Ours("""client.put_item(TableName="Inventory", Item={"itemId": {"S": "sku-1"}, "stock": {"N": "1"}})"""),
    Aws(r"""aws dynamodb transact-write-items \
--transact-items '[
{
"Put": {
"TableName": "Orders",
"Item": {"orderId":{"S":"ord-1"},"status":{"S":"placed"}},
"ConditionExpression": "attribute_not_exists(orderId)"
}
},
{
"Update": {
"TableName": "Inventory",
"Key": {"itemId":{"S":"sku-1"}},
"UpdateExpression": "ADD stock :dec",
"ConditionExpression": "stock >= :min",
"ExpressionAttributeValues": {":dec":{"N":"-1"},":min":{"N":"1"}}
}
}
]'""", None, again=True),
    stored("Orders", {"orderId": {"S": "ord-1"}}, status={"S": "placed"}),
    stored("Inventory", {"itemId": {"S": "sku-1"}}, stock={"N": "0"}),
    drop("Orders"),
    create("Orders", "customerId", "orderId"),
    Ours(PUT_ORDERS),
]

QUERIES = [
    Aws(r"""aws dynamodb query \
--table-name Orders \
--key-condition-expression "customerId = :cid" \
--expression-attribute-values '{":cid":{"S":"c1"}}'""", page(ORDERS)),
    Aws(r"""aws dynamodb query \
--table-name Orders \
--key-condition-expression "customerId = :cid AND begins_with(orderId, :prefix)" \
--expression-attribute-values '{":cid":{"S":"c1"},":prefix":{"S":"2024-"}}'""", page(ORDERS[:2])),
    # The tutorial's Events has another key.
    Aws(r"""aws dynamodb query \
--table-name Events \
--key-condition-expression "userId = :uid AND #ts BETWEEN :start AND :end" \
--expression-attribute-names '{"#ts":"timestamp"}' \
--expression-attribute-values '{
":uid":{"S":"u1"},
":start":{"S":"2024-01-01"},
":end":{"S":"2024-12-31"}
}'""", error("ValidationException", "Query", "Query condition missed key schema element: eventId")),
    drop("Events"),
    create("Events", "userId", "timestamp"),
    Ours("""
        for day in ("2023-12-31", "2024-01-01", "2024-06-01", "2025-01-01"):
            client.put_item(TableName="Events", Item={"userId": {"S": "u1"}, "timestamp": {"S": day}})"""),
    Aws(r"""aws dynamodb query \
--table-name Events \
--key-condition-expression "userId = :uid AND #ts BETWEEN :start AND :end" \
--expression-attribute-names '{"#ts":"timestamp"}' \
--expression-attribute-values '{
":uid":{"S":"u1"},
":start":{"S":"2024-01-01"},
":end":{"S":"2024-12-31"}
}'""", page([{"userId": {"S": "u1"}, "timestamp": {"S": day}} for day in ("2024-01-01", "2024-06-01")]), again=True),
    Aws(r"""aws dynamodb query \
--table-name Orders \
--key-condition-expression "customerId = :cid" \
--filter-expression "#s = :status" \
--expression-attribute-names '{"#s":"status"}' \
--expression-attribute-values '{":cid":{"S":"c1"},":status":{"S":"shipped"}}'""", page([ORDERS[0], ORDERS[2]], 3)),
    # The aws CLI refuses a value for a switch.
    Aws(r"""aws dynamodb query \
--table-name Orders \
--key-condition-expression "customerId = :cid" \
--expression-attribute-values '{":cid":{"S":"c1"}}' \
--scan-index-forward false""", Refused(re.compile("Unknown options: false"))),
    Aws(r"""aws dynamodb query \
--table-name Orders \
--key-condition-expression "customerId = :cid" \
--expression-attribute-values '{":cid":{"S":"c1"}}' \
--no-scan-index-forward""", page(ORDERS[::-1]), again=True),
    Aws(r"""aws dynamodb query \
--table-name Orders \
--key-condition-expression "customerId = :cid" \
--expression-attribute-values '{":cid":{"S":"c1"}}' \
--limit 10""", one_page(ORDERS)),
    # A reserved word without a placeholder.
    Aws(r"""aws dynamodb query \
--table-name Orders \
--key-condition-expression "customerId = :cid" \
--expression-attribute-values '{":cid":{"S":"c1"}}' \
--projection-expression "orderId, #s, total" \
--expression-attribute-names '{"#s":"status"}'""", error(
        "ValidationException", "Query",
        "Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: total")),
    Aws(r"""aws dynamodb query \
--table-name Orders \
--key-condition-expression "customerId = :cid" \
--expression-attribute-values '{":cid":{"S":"c1"}}' \
--select COUNT""", {"Count": 3, "ScannedCount": 3, "ConsumedCapacity": None}),
    Aws("aws dynamodb scan --table-name Users", page(InAnyOrder([ALICE, BOB, CAROL, DAVE]))),
    Aws(r"""aws dynamodb scan \
--table-name Users \
--filter-expression "age > :min AND active = :true" \
--expression-attribute-values '{":min":{"N":"25"},":true":{"BOOL":true}}'""", page([ALICE], 4)),
    Aws(r"""aws dynamodb scan \
--table-name Users \
--projection-expression "userId, #n" \
--expression-attribute-names '{"#n":"name"}'""",
        page(InAnyOrder([{"userId": {"S": "u1"}, "name": {"S": "Alice"}}, BOB, CAROL, DAVE]))),
    Aws(r"""aws dynamodb scan \
--table-name Users \
--filter-expression "active = :true" \
--expression-attribute-values '{":true":{"BOOL":true}}' \
--select COUNT""", {"Count": 1, "ScannedCount": 4, "ConsumedCapacity": None}),
    create("LargeTable", "id"),
    Ours("""
        for number in range(40): client.put_item(TableName="LargeTable", Item={"id": {"S": str(number)}})
        segments = [client.scan(TableName="LargeTable", TotalSegments=4, Segment=segment)["Items"] for segment in range(4)]
        assert sorted(int(item["id"]["S"]) for items in segments for item in items) == list(range(40)), segments"""),
    Aws(r"""aws dynamodb scan \ --table-name LargeTable \ --total-segments 4 \ --segment 0""",
        lambda answer: 0 < answer["Count"] < 40 and answer["Count"] == len(answer["Items"])),
    Aws(r"""aws dynamodb scan \ --table-name LargeTable \ --total-segments 4 \ --segment 1""",
        lambda answer: 0 < answer["Count"] < 40 and answer["Count"] == len(answer["Items"])),
    # All users fit on the first page: there is no key to go on from, and the aws CLI refuses `null` for it.
    Script(r"""LAST_KEY=$(aws dynamodb scan --table-name Users --limit 100 \ --query "LastEvaluatedKey" --output json)
aws dynamodb scan \ --table-name Users \ --limit 100 \ --exclusive-start-key "$LAST_KEY" """, Refused(re.compile("Error parsing parameter '--exclusive-start-key'"))),
    Script(r"""LAST_KEY=""
while true; do
ARGS="--table-name Users"
[ -n "$LAST_KEY" ] && ARGS="$ARGS --exclusive-start-key $LAST_KEY"
RESULT=$(aws dynamodb scan $ARGS --limit 100)
echo "$RESULT" | jq -r '.Items[].userId.S'
LAST_KEY=$(echo "$RESULT" | jq -r '.LastEvaluatedKey // empty')
[ -z "$LAST_KEY" ] && break
done""", Like("(u[1-4]\n){3}u[1-4]")),
    Ours("""
        for number in range(150): client.put_item(TableName="Users", Item={"userId": {"S": f"more-{number}"}})"""),
    Script(r"""LAST_KEY=$(aws dynamodb scan --table-name Users --limit 100 \ --query "LastEvaluatedKey" --output json)
aws dynamodb scan \ --table-name Users \ --limit 100 \ --exclusive-start-key "$LAST_KEY" """,
           lambda answer: answer["Count"] == 54 and "LastEvaluatedKey" not in answer, again=True),
]

INDEXES = [
    # The page has made this table before, without the index.
    Aws(r"""aws dynamodb create-table \
--table-name Orders \
--attribute-definitions \
AttributeName=customerId,AttributeType=S \
AttributeName=orderId,AttributeType=S \
AttributeName=status,AttributeType=S \
AttributeName=createdAt,AttributeType=S \
--key-schema \
AttributeName=customerId,KeyType=HASH \
AttributeName=orderId,KeyType=RANGE \
--global-secondary-indexes '[
{
"IndexName": "status-createdAt-index",
"KeySchema": [
{"AttributeName":"status","KeyType":"HASH"},
{"AttributeName":"createdAt","KeyType":"RANGE"}
],
"Projection": {"ProjectionType":"ALL"}
}
]' \
--billing-mode PAY_PER_REQUEST""", error("ResourceInUseException", "CreateTable", "Table already exists: Orders")),
    drop("Orders"),
    Aws(r"""aws dynamodb create-table \
--table-name Orders \
--attribute-definitions \
AttributeName=customerId,AttributeType=S \
AttributeName=orderId,AttributeType=S \
AttributeName=status,AttributeType=S \
AttributeName=createdAt,AttributeType=S \
--key-schema \
AttributeName=customerId,KeyType=HASH \
AttributeName=orderId,KeyType=RANGE \
--global-secondary-indexes '[
{
"IndexName": "status-createdAt-index",
"KeySchema": [
{"AttributeName":"status","KeyType":"HASH"},
{"AttributeName":"createdAt","KeyType":"RANGE"}
],
"Projection": {"ProjectionType":"ALL"}
}
]' \
--billing-mode PAY_PER_REQUEST""", {"TableDescription": table(
        "Orders", "customerId orderId status createdAt", "customerId", "orderId", status="CREATING",
        indexes=[index(STATUS_INDEX, "Orders", "status", "createdAt", status=Like("CREATING|ACTIVE"))])}, again=True),
    drop("Orders"),
    create("Orders", "customerId", "orderId"),
    Ours(PUT_ORDERS),
    # A throughput for an index of a table that is paid by request.
    Aws(r"""aws dynamodb update-table \
--table-name Orders \
--attribute-definitions \
AttributeName=status,AttributeType=S \
AttributeName=createdAt,AttributeType=S \
--global-secondary-index-updates '[
{
"Create": {
"IndexName": "status-createdAt-index",
"KeySchema": [
{"AttributeName":"status","KeyType":"HASH"},
{"AttributeName":"createdAt","KeyType":"RANGE"}
],
"Projection": {"ProjectionType":"INCLUDE","NonKeyAttributes":["orderId","total"]},
"ProvisionedThroughput": {"ReadCapacityUnits":5,"WriteCapacityUnits":5}
}
}
]'""", Refused(re.compile(
        r"\(ValidationException\) when calling the UpdateTable operation: One or more parameter values were invalid: .* "
        "specified for index: status-createdAt-index when BillingMode is PAY_PER_REQUEST"))),
    Ours("""client.update_table(TableName="Orders", BillingMode="PROVISIONED", ProvisionedThroughput={
        "ReadCapacityUnits": 5, "WriteCapacityUnits": 5})"""),
    Aws(r"""aws dynamodb update-table \
--table-name Orders \
--attribute-definitions \
AttributeName=status,AttributeType=S \
AttributeName=createdAt,AttributeType=S \
--global-secondary-index-updates '[
{
"Create": {
"IndexName": "status-createdAt-index",
"KeySchema": [
{"AttributeName":"status","KeyType":"HASH"},
{"AttributeName":"createdAt","KeyType":"RANGE"}
],
"Projection": {"ProjectionType":"INCLUDE","NonKeyAttributes":["orderId","total"]},
"ProvisionedThroughput": {"ReadCapacityUnits":5,"WriteCapacityUnits":5}
}
}
]'""", {"TableDescription": table(
        "Orders", "customerId orderId status createdAt", "customerId", "orderId", status="UPDATING", units=(5, 5),
        indexes=[index(
            STATUS_INDEX, "Orders", "status", "createdAt", status="CREATING", units=5,
            projection={"ProjectionType": "INCLUDE", "NonKeyAttributes": ["orderId", "total"]})], **STORED)}, again=True),
    Ours("""
        import time
        while client.describe_table(TableName="Orders")["Table"]["GlobalSecondaryIndexes"][0]["IndexStatus"] != "ACTIVE":
            time.sleep(0.01)"""),
    # The index is asked before the page deletes it, and after.
    Aws(r"""aws dynamodb query \
--table-name Orders \
--index-name status-createdAt-index \
--key-condition-expression "#s = :status AND createdAt > :since" \
--expression-attribute-names '{"#s":"status"}' \
--expression-attribute-values '{
":status":{"S":"shipped"},
":since":{"S":"2024-01-01"}
}' \
--scan-index-forward false""", Refused(re.compile("Unknown options: false"))),
    Aws(r"""aws dynamodb query \
--table-name Orders \
--index-name status-createdAt-index \
--key-condition-expression "#s = :status AND createdAt > :since" \
--expression-attribute-names '{"#s":"status"}' \
--expression-attribute-values '{
":status":{"S":"shipped"},
":since":{"S":"2024-01-01"}
}' \
--no-scan-index-forward""", page([ORDERS[2], ORDERS[0]]), again=True),
    Aws(r"""aws dynamodb scan \
--table-name Orders \
--index-name status-createdAt-index \
--filter-expression "#s = :status" \
--expression-attribute-names '{"#s":"status"}' \
--expression-attribute-values '{":status":{"S":"pending"}}'""", page([ORDERS[1]], 3)),
    Aws(r"""aws dynamodb update-table \
--table-name Orders \
--global-secondary-index-updates '[{"Delete":{"IndexName":"status-createdAt-index"}}]'""", {"TableDescription": With.optionally(
        table("Orders", "customerId orderId", "customerId", "orderId", status="UPDATING", units=(5, 5), **STORED),
        "GlobalSecondaryIndexes", "WarmThroughput")}),
    Ours("""
        while "GlobalSecondaryIndexes" in client.describe_table(TableName="Orders")["Table"]:
            time.sleep(0.01)"""),
    Aws(r"""aws dynamodb scan \
--table-name Orders \
--index-name status-createdAt-index \
--filter-expression "#s = :status" \
--expression-attribute-names '{"#s":"status"}' \
--expression-attribute-values '{":status":{"S":"pending"}}'""", error(
        "ValidationException", "Scan", "The table does not have the specified index: status-createdAt-index"), again=True),
]

STREAM = {"LatestStreamLabel": Like(LABEL), "LatestStreamArn": arn("Orders/stream/" + LABEL)}
STREAM_ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/Orders/stream/2024-01-01T00:00:00.000"
LISTED = {"Streams": [{"StreamArn": STREAM["LatestStreamArn"], "TableName": "Orders", "StreamLabel": STREAM["LatestStreamLabel"]}]}
STREAMS = [
    Aws(r"""aws dynamodb update-table \ --table-name Orders \ --stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES""",
        {"TableDescription": table(
            "Orders", "customerId orderId", "customerId", "orderId", status="UPDATING", units=(5, 5),
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}, **STREAM, **STORED)}),
    Aws(r"""aws dynamodb describe-table \ --table-name Orders \ --query "Table.LatestStreamArn" --output text""",
        STREAM["LatestStreamArn"]),
    Aws("aws dynamodbstreams list-streams", LISTED),
    Aws("aws dynamodbstreams list-streams --table-name Orders", LISTED),
    Aws(r"""aws dynamodbstreams describe-stream \ --stream-arn """ + STREAM_ARN, error(
        "ResourceNotFoundException", "DescribeStream", f"Requested resource not found: Stream: {STREAM_ARN} not found")),
    Aws(r"""aws dynamodb update-table \ --table-name Orders \ --stream-specification StreamEnabled=false""",
        {"TableDescription": table(
            "Orders", "customerId orderId", "customerId", "orderId", status="UPDATING", units=(5, 5), **STREAM, **STORED)}),
    Script(r"""STREAM_ARN=$(aws dynamodb describe-table \ --table-name Orders \ --query "Table.LatestStreamArn" --output text)
SHARD_ID=$(aws dynamodbstreams describe-stream \ --stream-arn $STREAM_ARN \ --query "StreamDescription.Shards[0].ShardId" --output text)
ITERATOR=$(aws dynamodbstreams get-shard-iterator \ --stream-arn $STREAM_ARN \ --shard-id $SHARD_ID \ --shard-iterator-type TRIM_HORIZON \ --query "ShardIterator" --output text)
# ShardIteratorType options: TRIM_HORIZON | LATEST | AT_SEQUENCE_NUMBER | AFTER_SEQUENCE_NUMBER # 2. Read records using the iterator
aws dynamodbstreams get-records --shard-iterator $ITERATOR""",
           {"Records": []}),
]

# The quotes of the tutorial's batches end the shell's own: `userId = u1` compares two attributes.
NO_KEY = {
    "Code": "ValidationError",
    "Message": "Select statements within BatchExecuteStatement must specify the primary key in the where clause."}
BACKUP = "arn:aws:dynamodb:us-east-1:123:table/Orders/backup/01234567890"
RECOVERY = {"ContinuousBackupsDescription": {
    "ContinuousBackupsStatus": "ENABLED",
    "PointInTimeRecoveryDescription": {
        "PointInTimeRecoveryStatus": "ENABLED", "RecoveryPeriodInDays": 35, "EarliestRestorableDateTime": TIME,
        "LatestRestorableDateTime": TIME}}}
LATER = [
    Aws(r"aws dynamodb create-backup \ --table-name Orders \ --backup-name orders-backup-2024", {
        "BackupDetails": backup("Orders", "orders-backup-2024", "CREATING")}),
    Aws("aws dynamodb list-backups --table-name Orders", {"BackupSummaries": [listed_backup("Orders", "orders-backup-2024")]}),
    Aws("aws dynamodb list-backups", {"BackupSummaries": [listed_backup("Orders", "orders-backup-2024")]}),
    Aws(r"aws dynamodb describe-backup \ --backup-arn " + BACKUP, error("BackupNotFoundException", "DescribeBackup", f"Backup not found: {BACKUP}")),
    Aws(r"aws dynamodb restore-table-from-backup \ --target-table-name Orders-Restored \ --backup-arn " + BACKUP,
        error("BackupNotFoundException", "RestoreTableFromBackup", f"Backup not found: {BACKUP}")),
    Aws(r"aws dynamodb delete-backup \ --backup-arn " + BACKUP, error("BackupNotFoundException", "DeleteBackup", f"Backup not found: {BACKUP}")),
    Aws(r"""aws dynamodb update-continuous-backups \ --table-name Orders \ --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true""",
        RECOVERY),
    Aws("aws dynamodb describe-continuous-backups --table-name Orders", RECOVERY),
    Aws(r"""aws dynamodb restore-table-to-point-in-time \ --source-table-name Orders \ --target-table-name Orders-PITR-Restore \ --restore-date-time 2024-06-15T12:00:00Z""",
        error(
            "InvalidRestoreTimeException", "RestoreTableToPointInTime",
            "An invalid restore time was specified. RestoreDateTime must be between EarliestRestorableDateTime and LatestRestorableDateTime.")),
    Aws(r"""aws dynamodb restore-table-to-point-in-time \ --source-table-name Orders \ --target-table-name Orders-Latest-Restore \ --use-latest-restorable-time""",
        {"TableDescription": With.optionally(
            {"TableName": "Orders-Latest-Restore", "TableStatus": "CREATING", "RestoreSummary": {
                "SourceTableArn": arn("Orders"), "RestoreDateTime": TIME, "RestoreInProgress": True}},
            "AttributeDefinitions", "KeySchema", "CreationDateTime", "ProvisionedThroughput", "TableSizeBytes", "ItemCount",
            "TableArn", "TableId", "BillingModeSummary", "WarmThroughput", "DeletionProtectionEnabled",
            "LocalSecondaryIndexes", "GlobalSecondaryIndexes")}),
    Aws(r"""aws dynamodb execute-statement \
--statement "SELECT * FROM Users WHERE userId = 'u1'" """, {"Items": [ALICE]}),
    Aws(r"""aws dynamodb execute-statement \
--statement "SELECT userId, name FROM Users WHERE userId = 'u1'" """, {"Items": [{"userId": ALICE["userId"], "name": ALICE["name"]}]}),
    Aws(r"""aws dynamodb execute-statement \
--statement "INSERT INTO Users VALUE {'userId':'u5','name':'Eve','age':28}" """, {"Items": []}),
    Aws(r"""aws dynamodb execute-statement \
--statement "UPDATE Users SET name='Eve Smith' WHERE userId='u5'" """, {"Items": []}),
    Aws(r"""aws dynamodb execute-statement \
--statement "DELETE FROM Users WHERE userId='u5'" """, {"Items": []}),
    Aws(r"""aws dynamodb execute-statement \
--statement "SELECT * FROM Orders WHERE customerId = ? AND begins_with(orderId, ?)" \
--parameters '[{"S":"c1"},{"S":"2024"}]'""", {"Items": ORDERS[:2]}),
    Aws(r"""aws dynamodb batch-execute-statement \
--statements '[
{"Statement": "SELECT * FROM Users WHERE userId = '''u1'''"},
{"Statement": "SELECT * FROM Orders WHERE customerId = '''c1'''"}
]'""", {"Responses": [{"Error": NO_KEY}, {"Error": NO_KEY}]}),
    Aws(r"""aws dynamodb execute-transaction \
--transact-statements '[
{
"Statement": "UPDATE Inventory SET stock = stock - 1 WHERE itemId = '''sku-1''' AND stock > 0"
},
{
"Statement": "INSERT INTO Orders VALUE {'''orderId''':'''ord-99''','''status''':'''placed'''}"
}
]'""", error(
        "ValidationException", "ExecuteTransaction", "Validation failed in TransactStatements[0]: Unsupported operation: Minus")),
]

APP_ORDER = {"PK": {"S": "CUSTOMER#c1"}, "SK": {"S": "ORDER#2024-06-01#ord-1"}, "total": {"N": "99.99"}, "type": {"S": "order"}}
PATTERNS = [
    create("App", "PK", "SK"),
    Aws(r"""aws dynamodb put-item --table-name App \
--item '{"PK":{"S":"USER#u1"},"SK":{"S":"PROFILE"},"name":{"S":"Alice"},"type":{"S":"user"}}'""", None),
    Aws(r"""aws dynamodb put-item --table-name App \
--item '{"PK":{"S":"CUSTOMER#c1"},"SK":{"S":"ORDER#2024-06-01#ord-1"},"total":{"N":"99.99"},"type":{"S":"order"}}'""", None),
    Aws(r"""aws dynamodb query \
--table-name App \
--key-condition-expression "PK = :pk AND begins_with(SK, :prefix)" \
--expression-attribute-values '{":pk":{"S":"CUSTOMER#c1"},":prefix":{"S":"ORDER#"}}'""", page([APP_ORDER])),
    create("Products", "productId"),
    Ours("""client.put_item(TableName="Products", Item={"productId": {"S": "p1"}, "version": {"N": "2"}})"""),
    Aws(r"""aws dynamodb get-item --table-name Products \
--key '{"productId":{"S":"p1"}}' \
--query "Item.version" """, {"N": "2"}),
    Aws(r"""aws dynamodb update-item \
--table-name Products \
--key '{"productId":{"S":"p1"}}' \
--update-expression "SET price = :newPrice, version = :newV" \
--condition-expression "version = :oldV" \
--expression-attribute-values '{":newPrice":{"N":"49.99"},":newV":{"N":"3"},":oldV":{"N":"2"}}'""", None),
    stored("Products", {"productId": {"S": "p1"}}, price={"N": "49.99"}, version={"N": "3"}),
]

STEPS = TABLES + ITEMS + SEVERAL + QUERIES + INDEXES + STREAMS + LATER + PATTERNS
