#!/usr/bin/env python3
"""Runs the aws CLI's commands of the tutorials against the endpoint, word for word, and compares the answers.

A command is followed by what is expected: a function of the answer that must be true, a text that the error must contain, or
OK. The commands stand in the order in which a reader would type them, so that each finds what those before it have left.
"""
import contextlib
import io
import json
import os
import pathlib
import shlex
import subprocess
import sys

from endpoint import REGION, endpoint

OK = lambda answer: True


def items(count):
    return lambda answer: answer["Count"] == count == len(answer["Items"])


TABLES = [
    ("aws dynamodb list-tables --region <REGION>", lambda a: a == {"TableNames": []}),
    ("""aws dynamodb create-table --table-name LexiApp
        --attribute-definitions AttributeName=PK,AttributeType=S AttributeName=SK,AttributeType=S
        --key-schema AttributeName=PK,KeyType=HASH AttributeName=SK,KeyType=RANGE
        --billing-mode PAY_PER_REQUEST""", lambda a: a["TableDescription"]["TableStatus"] == "CREATING"),
    ("""aws dynamodb create-table --table-name Users --attribute-definitions AttributeName=userId,AttributeType=S
        --key-schema AttributeName=userId,KeyType=HASH --billing-mode PAY_PER_REQUEST""", OK),
    ("""aws dynamodb create-table --table-name Orders
        --attribute-definitions AttributeName=customerId,AttributeType=S AttributeName=orderId,AttributeType=S
        --key-schema AttributeName=customerId,KeyType=HASH AttributeName=orderId,KeyType=RANGE
        --billing-mode PAY_PER_REQUEST""", OK),
    ("""aws dynamodb create-table --table-name Events --attribute-definitions AttributeName=eventId,AttributeType=S
        --key-schema AttributeName=eventId,KeyType=HASH
        --provisioned-throughput ReadCapacityUnits=5,WriteCapacityUnits=5""",
     lambda a: a["TableDescription"]["ProvisionedThroughput"]["ReadCapacityUnits"] == 5),
    ("aws dynamodb wait table-exists --table-name Users", OK),
    ("aws dynamodb describe-table --table-name Users", lambda a: a["Table"]["ItemCount"] == 0),
    ('aws dynamodb describe-table --table-name Users --query "Table.TableStatus" --output text', "ACTIVE"),
    ("aws dynamodb list-tables", lambda a: a["TableNames"] == ["Events", "LexiApp", "Orders", "Users"]),
    ('aws dynamodb list-tables --query "TableNames[]" --output text', "Events\tLexiApp\tOrders\tUsers"),
    ("""aws dynamodb update-table --table-name Events
        --provisioned-throughput ReadCapacityUnits=20,WriteCapacityUnits=10""",
     lambda a: a["TableDescription"]["ProvisionedThroughput"]["WriteCapacityUnits"] in (5, 10)),
    ("aws dynamodb update-table --table-name Events --billing-mode PAY_PER_REQUEST", OK),
    ("""aws dynamodb create-table --table-name Sessions --attribute-definitions AttributeName=id,AttributeType=S
        --key-schema AttributeName=id,KeyType=HASH --billing-mode PAY_PER_REQUEST""", OK),
    ("""aws dynamodb update-time-to-live --table-name Sessions
        --time-to-live-specification Enabled=true,AttributeName=ttl""",
     lambda a: a["TimeToLiveSpecification"] == {"Enabled": True, "AttributeName": "ttl"}),
    ("aws dynamodb describe-time-to-live --table-name Sessions",
     lambda a: a["TimeToLiveDescription"] == {"TimeToLiveStatus": "ENABLED", "AttributeName": "ttl"}),
    ("aws dynamodb create-table --table-name Users --attribute-definitions AttributeName=userId,AttributeType=S "
     "--key-schema AttributeName=userId,KeyType=HASH --billing-mode PAY_PER_REQUEST",
     "(ResourceInUseException) when calling the CreateTable operation: Table already exists: Users"),
    ("aws dynamodb delete-table --table-name Sessions", lambda a: a["TableDescription"]["TableStatus"] == "DELETING"),
    ("aws dynamodb wait table-not-exists --table-name Sessions", OK),
    ("aws dynamodb describe-table --table-name Sessions",
     "(ResourceNotFoundException) when calling the DescribeTable operation: Requested resource not found"),
    ("aws dynamodb describe-continuous-backups --table-name Orders",
     lambda a: a["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]
     == "DISABLED"),
    ("aws dynamodb describe-limits", lambda a: a["AccountMaxReadCapacityUnits"] == 80000),
    ("aws dynamodb describe-endpoints", lambda a: a["Endpoints"][0]["CachePeriodInMinutes"] == 1440),
]

LEXI = [
    ("""aws dynamodb put-item --table-name <TABLE_NAME> --item '{ "PK": {"S": "USER#123"},
        "SK": {"S": "CREATED#2026-05-02T10:30:00Z"}, "email": {"S": "user@example.com"}, "name": {"S": "John Doe"} }'
        --region <REGION>""", OK),
    ("""aws dynamodb get-item --table-name <TABLE_NAME>
        --key '{ "PK": {"S": "USER#123"}, "SK": {"S": "CREATED#2026-05-02T10:30:00Z"} }' --region <REGION>""",
     lambda a: a["Item"]["email"] == {"S": "user@example.com"}),
    ("""aws dynamodb update-item --table-name <TABLE_NAME>
        --key '{ "PK": {"S": "USER#123"}, "SK": {"S": "CREATED#2026-05-02T10:30:00Z"} }'
        --update-expression "SET #name = :name" --expression-attribute-names '{"#name":"name"}'
        --expression-attribute-values '{":name":{"S":"Jane Doe"}}' --region <REGION>""", OK),
    ("aws dynamodb scan --table-name <TABLE_NAME> --region <REGION> --limit 10", items(1)),
    ("""aws dynamodb scan --table-name <TABLE_NAME> --filter-expression "attribute_exists(#pk)"
        --expression-attribute-names '{"#pk":"PK"}' --region <REGION>""", items(1)),
    # The tutorial leaves out the name: DynamoDB says which.
    ('aws dynamodb scan --table-name <TABLE_NAME> --filter-expression "attribute_exists(#pk)" --region <REGION>',
     "(ValidationException) when calling the Scan operation: Invalid FilterExpression: An expression attribute name "
     "used in the document path is not defined; attribute name: #pk"),
    ("""aws dynamodb query --table-name <TABLE_NAME> --key-condition-expression "PK = :pk"
        --expression-attribute-values '{":pk":{"S":"USER#123"}}' --region <REGION>""",
     lambda a: a["Items"][0]["name"] == {"S": "Jane Doe"}),
    ("""aws dynamodb query --table-name <TABLE_NAME> --key-condition-expression "PK = :pk AND begins_with(SK, :sk)"
        --expression-attribute-values '{":pk":{"S":"USER#123"},":sk":{"S":"CREATED"}}' --region <REGION>""", items(1)),
    ("""aws dynamodb delete-item --table-name <TABLE_NAME>
        --key '{ "PK": {"S": "USER#123"}, "SK": {"S": "CREATED#2026-05-02T10:30:00Z"} }' --region <REGION>""", OK),
    ("""aws dynamodb describe-table --table-name <TABLE_NAME> --region <REGION>""",
     lambda a: a["Table"]["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"),
    # Later issues: until then there is no such operation.
    ("aws dynamodb create-backup --table-name <TABLE_NAME> --backup-name lexi-backup-2026-05-02 --region <REGION>",
     "(UnknownOperationException) when calling the CreateBackup operation"),
    ("aws dynamodb list-backups --table-name <TABLE_NAME> --region <REGION>", "(UnknownOperationException)"),
    ("""aws dynamodb execute-statement --statement "SELECT * FROM Users WHERE userId = 'u1'" ""","(UnknownOperationException)"),
]

ITEMS = [
    ("""aws dynamodb put-item --table-name Users
        --item '{"userId":{"S":"u1"},"name":{"S":"Alice"},"age":{"N":"30"},"active":{"BOOL":true},"version":{"N":"1"}}'""", OK),
    ("""aws dynamodb put-item --table-name Users --item '{"userId":{"S":"u1"},"name":{"S":"Alice"}}'
        --condition-expression "attribute_not_exists(userId)" """,
     "(ConditionalCheckFailedException) when calling the PutItem operation: The conditional request failed"),
    ("""aws dynamodb get-item --table-name Users --key '{"userId":{"S":"u1"}}' """, lambda a: a["Item"]["age"] == {"N": "30"}),
    ("""aws dynamodb get-item --table-name Users --key '{"userId":{"S":"u1"}}' --consistent-read """, OK),
    ("""aws dynamodb get-item --table-name Users --key '{"userId":{"S":"u1"}}' --projection-expression "name, age" """,
     "Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: name"),
    ("""aws dynamodb get-item --table-name Users --key '{"userId":{"S":"u1"}}' --projection-expression "#n, age"
        --expression-attribute-names '{"#n":"name"}'""", lambda a: a["Item"] == {"name": {"S": "Alice"}, "age": {"N": "30"}}),
    ("""aws dynamodb update-item --table-name Users --key '{"userId":{"S":"u1"}}'
        --update-expression "SET #n = :name, age = :age" --expression-attribute-names '{"#n":"name"}'
        --expression-attribute-values '{":name":{"S":"Alice B"},":age":{"N":"31"}}' --return-values ALL_NEW""",
     lambda a: a["Attributes"]["age"] == {"N": "31"}),
    ("""aws dynamodb update-item --table-name Users --key '{"userId":{"S":"u1"}}'
        --update-expression "ADD loginCount :inc" --expression-attribute-values '{":inc":{"N":"1"}}'
        --return-values UPDATED_NEW""", lambda a: a["Attributes"] == {"loginCount": {"N": "1"}}),
    ("""aws dynamodb update-item --table-name Users --key '{"userId":{"S":"u1"}}'
        --update-expression "REMOVE tempToken" """, OK),
    ("""aws dynamodb update-item --table-name Users --key '{"userId":{"S":"u1"}}'
        --update-expression "SET version = :newV, #n = :name" --condition-expression "version = :oldV"
        --expression-attribute-names '{"#n":"name"}'
        --expression-attribute-values '{":newV":{"N":"2"},":name":{"S":"Alice"},":oldV":{"N":"1"}}'""", OK),
    ("""aws dynamodb delete-item --table-name Users --key '{"userId":{"S":"u1"}}'
        --condition-expression "active = :false" --expression-attribute-values '{":false":{"BOOL":false}}'""",
     "(ConditionalCheckFailedException)"),
    ("""aws dynamodb delete-item --table-name Users --key '{"userId":{"S":"u1"}}' --return-values ALL_OLD""",
     lambda a: a["Attributes"]["version"] == {"N": "2"}),
    ("""aws dynamodb batch-write-item --request-items '{ "Users": [
        {"PutRequest": {"Item": {"userId":{"S":"u3"},"name":{"S":"Carol"}}}},
        {"PutRequest": {"Item": {"userId":{"S":"u4"},"name":{"S":"Dave"}}}},
        {"DeleteRequest": {"Key": {"userId":{"S":"u0"}}}} ] }'""", lambda a: a == {"UnprocessedItems": {}}),
    ("""aws dynamodb batch-get-item --request-items '{ "Users": { "Keys": [ {"userId":{"S":"u3"}}, {"userId":{"S":"u4"}} ],
        "ProjectionExpression": "userId, #n", "ExpressionAttributeNames": {"#n": "name"} } }'""",
     lambda a: len(a["Responses"]["Users"]) == 2),
    ("""aws dynamodb create-table --table-name Accounts --attribute-definitions AttributeName=accountId,AttributeType=S
        --key-schema AttributeName=accountId,KeyType=HASH --billing-mode PAY_PER_REQUEST""", OK),
    ("""aws dynamodb create-table --table-name Inventory --attribute-definitions AttributeName=itemId,AttributeType=S
        --key-schema AttributeName=itemId,KeyType=HASH --billing-mode PAY_PER_REQUEST""", OK),
    ("""aws dynamodb transact-get-items --transact-items '[
        {"Get": {"TableName":"Users","Key":{"userId":{"S":"u3"}}}},
        {"Get": {"TableName":"Accounts","Key":{"accountId":{"S":"a1"}}}} ]'""",
     lambda a: a["Responses"] == [{"Item": {"userId": {"S": "u3"}, "name": {"S": "Carol"}}}, {}]),
    # The tutorial's Orders has a sort key that this put leaves out, and nothing is in stock.
    ("""aws dynamodb transact-write-items --transact-items '[ { "Put": { "TableName": "Orders",
        "Item": {"orderId":{"S":"ord-1"},"status":{"S":"placed"}},
        "ConditionExpression": "attribute_not_exists(orderId)" } },
        { "Update": { "TableName": "Inventory", "Key": {"itemId":{"S":"sku-1"}}, "UpdateExpression": "ADD stock :dec",
        "ConditionExpression": "stock >= :min",
        "ExpressionAttributeValues": {":dec":{"N":"-1"},":min":{"N":"1"}} } } ]'""",
     "(TransactionCanceledException) when calling the TransactWriteItems operation: Transaction cancelled, please refer "
     "cancellation reasons for specific reasons [ValidationError, None]"),
]

INDEXES = [
    ("aws dynamodb delete-table --table-name Orders", OK),
    ("""aws dynamodb create-table --table-name Orders --attribute-definitions AttributeName=customerId,AttributeType=S
        AttributeName=orderId,AttributeType=S AttributeName=status,AttributeType=S AttributeName=createdAt,AttributeType=S
        --key-schema AttributeName=customerId,KeyType=HASH AttributeName=orderId,KeyType=RANGE
        --global-secondary-indexes '[ { "IndexName": "status-createdAt-index",
        "KeySchema": [ {"AttributeName":"status","KeyType":"HASH"}, {"AttributeName":"createdAt","KeyType":"RANGE"} ],
        "Projection": {"ProjectionType":"ALL"} } ]' --billing-mode PAY_PER_REQUEST""", OK),
    ("""aws dynamodb batch-write-item --request-items '{ "Orders": [ {"PutRequest": {"Item": {"customerId":{"S":"c1"},
        "orderId":{"S":"2024-1"},"status":{"S":"shipped"},"total":{"N":"1"},"createdAt":{"S":"2024-02-01"}}}},
        {"PutRequest": {"Item": {"customerId":{"S":"c1"},"orderId":{"S":"2025-1"},"status":{"S":"pending"},
        "total":{"N":"2"},"createdAt":{"S":"2025-02-01"}}}} ] }'""", OK),
    ("""aws dynamodb query --table-name Orders --key-condition-expression "customerId = :cid"
        --expression-attribute-values '{":cid":{"S":"c1"}}'""", items(2)),
    ("""aws dynamodb query --table-name Orders
        --key-condition-expression "customerId = :cid AND begins_with(orderId, :prefix)"
        --expression-attribute-values '{":cid":{"S":"c1"},":prefix":{"S":"2024-"}}'""", items(1)),
    # Events has no sort key in the tutorial: the condition on one is refused.
    ("""aws dynamodb query --table-name Events
        --key-condition-expression "userId = :uid AND #ts BETWEEN :start AND :end"
        --expression-attribute-names '{"#ts":"timestamp"}' --expression-attribute-values '{ ":uid":{"S":"u1"},
        ":start":{"S":"2024-01-01"}, ":end":{"S":"2024-12-31"} }'""",
     "(ValidationException) when calling the Query operation: Query condition missed key schema element: eventId"),
    ("""aws dynamodb query --table-name Orders --key-condition-expression "customerId = :cid"
        --filter-expression "#s = :status" --expression-attribute-names '{"#s":"status"}'
        --expression-attribute-values '{":cid":{"S":"c1"},":status":{"S":"shipped"}}'""",
     lambda a: a["Count"] == 1 and a["ScannedCount"] == 2),
    ("""aws dynamodb query --table-name Orders --key-condition-expression "customerId = :cid"
        --expression-attribute-values '{":cid":{"S":"c1"}}' --scan-index-forward false""", "Unknown options: false"),
    ("""aws dynamodb query --table-name Orders --key-condition-expression "customerId = :cid"
        --expression-attribute-values '{":cid":{"S":"c1"}}' --no-scan-index-forward""",
     lambda a: a["Items"][0]["orderId"] == {"S": "2025-1"}),
    ("""aws dynamodb query --table-name Orders --key-condition-expression "customerId = :cid"
        --expression-attribute-values '{":cid":{"S":"c1"}}' --limit 10""", items(2)),
    ("""aws dynamodb query --table-name Orders --key-condition-expression "customerId = :cid"
        --expression-attribute-values '{":cid":{"S":"c1"}}' --projection-expression "orderId, #s, total"
        --expression-attribute-names '{"#s":"status"}'""",
     "Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: total"),
    ("""aws dynamodb query --table-name Orders --key-condition-expression "customerId = :cid"
        --expression-attribute-values '{":cid":{"S":"c1"}}' --select COUNT""",
     lambda a: a["Count"] == 2 and "Items" not in a),
    ("aws dynamodb scan --table-name Users", items(2)),
    ("""aws dynamodb scan --table-name Users --filter-expression "age > :min AND active = :true"
        --expression-attribute-values '{":min":{"N":"25"},":true":{"BOOL":true}}'""", items(0)),
    ("""aws dynamodb scan --table-name Users --projection-expression "userId, #n"
        --expression-attribute-names '{"#n":"name"}'""", items(2)),
    ("""aws dynamodb scan --table-name Users --filter-expression "active = :true"
        --expression-attribute-values '{":true":{"BOOL":true}}' --select COUNT""", lambda a: a["Count"] == 0),
    ("aws dynamodb scan --table-name Users --total-segments 4 --segment 0", OK),
    ("aws dynamodb scan --table-name Users --total-segments 4 --segment 1", OK),
    ("""aws dynamodb query --table-name Orders --index-name status-createdAt-index
        --key-condition-expression "#s = :status AND createdAt > :since" --expression-attribute-names '{"#s":"status"}'
        --expression-attribute-values '{ ":status":{"S":"shipped"}, ":since":{"S":"2024-01-01"} }'""", items(1)),
    ("""aws dynamodb scan --table-name Orders --index-name status-createdAt-index --filter-expression "#s = :status"
        --expression-attribute-names '{"#s":"status"}' --expression-attribute-values '{":status":{"S":"pending"}}'""",
     items(1)),
    ("""aws dynamodb update-table --table-name Orders
        --global-secondary-index-updates '[{"Delete":{"IndexName":"status-createdAt-index"}}]'""", OK),
    ("aws dynamodb wait table-exists --table-name Orders", OK),
    # A throughput in a table that is paid by request is the tutorial's mistake.
    ("""aws dynamodb update-table --table-name Orders --attribute-definitions AttributeName=status,AttributeType=S
        AttributeName=createdAt,AttributeType=S --global-secondary-index-updates '[ { "Create": {
        "IndexName": "status-createdAt-index", "KeySchema": [ {"AttributeName":"status","KeyType":"HASH"},
        {"AttributeName":"createdAt","KeyType":"RANGE"} ],
        "Projection": {"ProjectionType":"INCLUDE","NonKeyAttributes":["orderId","total"]},
        "ProvisionedThroughput": {"ReadCapacityUnits":5,"WriteCapacityUnits":5} } } ]'""",
     "(ValidationException) when calling the UpdateTable operation: One or more parameter values were invalid: "
     "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: status-createdAt-index when BillingMode is PAY_PER_REQUEST"),
    ("""aws dynamodb update-table --table-name Users --attribute-definitions AttributeName=email,AttributeType=S
        --global-secondary-index-updates '[ { "Create": { "IndexName": "email-index",
        "KeySchema": [{"AttributeName": "email", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"} } } ]'""",
     lambda a: a["TableDescription"]["GlobalSecondaryIndexes"][0]["IndexStatus"] == "CREATING"),
    ("""aws dynamodb update-table --table-name Orders
        --stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES""", OK),
    ('aws dynamodb describe-table --table-name Orders --query "Table.LatestStreamArn" --output text',
     "table/Orders/stream/"),
    ("aws dynamodb update-table --table-name Orders --stream-specification StreamEnabled=false", OK),
    ("""aws dynamodb create-table --endpoint-url <ENDPOINT> --table-name MyTable
        --attribute-definitions AttributeName=PK,AttributeType=S AttributeName=SK,AttributeType=S
        AttributeName=GSI1PK,AttributeType=S AttributeName=GSI1SK,AttributeType=S
        --key-schema AttributeName=PK,KeyType=HASH AttributeName=SK,KeyType=RANGE --global-secondary-indexes
        'IndexName=GSI1,KeySchema=[{AttributeName=GSI1PK,KeyType=HASH},{AttributeName=GSI1SK,KeyType=RANGE}],Projection={ProjectionType=ALL}'
        --billing-mode PAY_PER_REQUEST""", OK),
    ("""aws dynamodb put-item --table-name MyTable --item '{"PK":{"S":"USER#1"},"SK":{"S":"PROFILE"}}'""", OK),
    ("""aws dynamodb get-item --table-name MyTable --key '{"PK":{"S":"USER#1"},"SK":{"S":"PROFILE"}}'""",
     lambda a: a["Item"]["SK"] == {"S": "PROFILE"}),
    ("""aws dynamodb tag-resource --resource-arn $(aws dynamodb describe-table --table-name MyTable
        --query Table.TableArn --output text) --tags Key=team,Value=lexi""", OK),
]


def run(driver, words):
    """Runs one command in this process; gives what it printed, and its errors."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            driver.main(words)
        except SystemExit:
            pass
    return out.getvalue(), err.getvalue()


def words_of(driver, command, url):
    for name, value in {"<TABLE_NAME>": "LexiApp", "<REGION>": REGION, "<ENDPOINT>": url}.items():
        command = command.replace(name, value)
    if "$(" in command:
        start, end = command.index("$("), command.index(")")
        inner, _ = run(driver, words_of(driver, command[start + 2:end], url))
        command = command[:start] + inner.strip() + command[end + 1:]
    words = shlex.split(command)[1:]
    return words if "--endpoint-url" in words else words + ["--endpoint-url", url]


def meets(expected, out, err):
    if isinstance(expected, str):
        return expected in out + err
    if err.strip():
        return False
    return bool(expected(json.loads(out) if out.strip() else {}))


def main():
    from awscli.clidriver import create_clidriver

    os.environ.update(
        AWS_ACCESS_KEY_ID="AKIDTEST", AWS_SECRET_ACCESS_KEY="secret", AWS_DEFAULT_REGION=REGION, AWS_PAGER="",
        AWS_MAX_ATTEMPTS="1", AWS_EC2_METADATA_DISABLED="true")
    commands = TABLES + LEXI + ITEMS + INDEXES
    failures = 0
    with endpoint() as url:
        driver = create_clidriver()
        for command, expected in commands:
            out, err = run(driver, words_of(driver, command, url))
            try:
                fine = meets(expected, out, err)
            except Exception as error:
                fine, err = False, err + repr(error)
            if not fine:
                failures += 1
                print("FAILED:", " ".join(command.split()), "\n ", (out + err).strip()[:600])
        # The commands above ran in this process, which is quick; the program itself is tried once.
        program = pathlib.Path(sys.executable).with_name("aws")
        listed = subprocess.run([program, *words_of(driver, "aws dynamodb list-tables", url)], capture_output=True, text=True)
        if listed.returncode != 0 or "LexiApp" not in json.loads(listed.stdout)["TableNames"]:
            failures += 1
            print("FAILED: the aws program:", (listed.stdout + listed.stderr).strip()[:600])
    print(f"{len(commands)} commands, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
