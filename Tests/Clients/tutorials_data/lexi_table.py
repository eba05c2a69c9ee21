"""The app's own page on its table: list, describe, scan, query, put, get, update, delete, metrics, backups."""
import json
import pathlib

from steps import Aws, Ours, backup, error, index, listed_backup, one_page, page, table

SOURCE = "000_77d4d2a7c7b94160.txt"
PLACEHOLDERS = {
    "<NEW_TABLE_NAME>": "LexiRestored", "<TABLE_NAME>": "LexiApp", "<user_id>": "u1", "<LAMBDA_ROLE>": "lexi-service",
    "<POLICY_NAME>": "lexi-table", "<BACKUP_ARN>": "arn:aws:dynamodb:us-east-1:000000000000:table/LexiApp/backup/01789"}

CREATED = [{"PK": {"S": "USER#u1"}, "SK": {"S": f"CREATED#2026-05-{day:02}"}} for day in range(1, 12)]
PROFILE = {"PK": {"S": "USER#u1"}, "SK": {"S": "METADATA#profile"}}
POLICY = json.loads((pathlib.Path(__file__).resolve().parents[3] / "schema/iam-policy.json").read_text())


def nothing_of(metric):
    """The tutorial names no table, and its day has passed: as on CloudWatch there is nothing to find."""
    return {"Label": metric, "Datapoints": []}


GSIS = [index(f"GSI{n}", "LexiApp", f"GSI{n}PK", f"GSI{n}SK") for n in range(1, 6)]
ATTRIBUTES = "PK SK " + " ".join(f"GSI{n}PK GSI{n}SK" for n in range(1, 6))

STEPS = [
    Ours("""
        letters = ["PK", "SK"] + [f"GSI{n}{part}" for n in range(1, 6) for part in ("PK", "SK")]
        keys = lambda prefix: [{"AttributeName": prefix + "PK", "KeyType": "HASH"}, {"AttributeName": prefix + "SK", "KeyType": "RANGE"}]
        client.create_table(
            TableName="LexiApp", BillingMode="PAY_PER_REQUEST", KeySchema=keys(""),
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in letters],
            GlobalSecondaryIndexes=[
                {"IndexName": f"GSI{n}", "KeySchema": keys(f"GSI{n}"), "Projection": {"ProjectionType": "ALL"}} for n in range(1, 6)])
        client.get_waiter("table_exists").wait(TableName="LexiApp")"""),
    Aws("aws dynamodb list-tables --region <REGION>", {"TableNames": ["LexiApp"]}),
    Aws(r"""aws dynamodb describe-table \
  --table-name <TABLE_NAME> \
  --region <REGION>""", {"Table": table("LexiApp", ATTRIBUTES, "PK", "SK", indexes=GSIS)}),
    Ours("""
        for day in range(1, 12):
            client.put_item(TableName="LexiApp", Item={"PK": {"S": "USER#u1"}, "SK": {"S": f"CREATED#2026-05-{day:02}"}})
        client.put_item(TableName="LexiApp", Item={"PK": {"S": "USER#u1"}, "SK": {"S": "METADATA#profile"}})"""),
    Aws(r"""aws dynamodb scan \
  --table-name <TABLE_NAME> \
  --region <REGION> \
  --limit 10""", one_page(CREATED[:10], LastEvaluatedKey=CREATED[9])),
    Aws(r"""aws dynamodb scan \
  --table-name <TABLE_NAME> \
  --filter-expression "attribute_exists(#pk)" \
  --expression-attribute-names '{"#pk":"PK"}' \
  --region <REGION>""", page(CREATED + [PROFILE])),
    Aws(r"""aws dynamodb query \
  --table-name <TABLE_NAME> \
  --key-condition-expression "PK = :pk" \
  --expression-attribute-values '{":pk":{"S":"USER#<user_id>"}}' \
  --region <REGION>""", page(CREATED + [PROFILE])),
    Aws(r"""aws dynamodb query \
  --table-name <TABLE_NAME> \
  --key-condition-expression "PK = :pk AND begins_with(SK, :sk)" \
  --expression-attribute-values '{":pk":{"S":"USER#<user_id>"},":sk":{"S":"CREATED"}}' \
  --region <REGION>""", page(CREATED)),
    Aws(r"""aws dynamodb put-item \
  --table-name <TABLE_NAME> \
  --item '{
    "PK": {"S": "USER#123"},
    "SK": {"S": "CREATED#2026-05-02T10:30:00Z"},
    "email": {"S": "user@example.com"},
    "name": {"S": "John Doe"}
  }' \
  --region <REGION>""", None),
    Aws(r"""aws dynamodb get-item \
  --table-name <TABLE_NAME> \
  --key '{
    "PK": {"S": "USER#123"},
    "SK": {"S": "CREATED#2026-05-02T10:30:00Z"}
  }' \
  --region <REGION>""", {"Item": {
      "PK": {"S": "USER#123"}, "SK": {"S": "CREATED#2026-05-02T10:30:00Z"}, "email": {"S": "user@example.com"},
      "name": {"S": "John Doe"}}}),
    Aws(r"""aws dynamodb update-item \
  --table-name <TABLE_NAME> \
  --key '{
    "PK": {"S": "USER#123"},
    "SK": {"S": "CREATED#2026-05-02T10:30:00Z"}
  }' \
  --update-expression "SET #name = :name" \
  --expression-attribute-names '{"#name":"name"}' \
  --expression-attribute-values '{":name":{"S":"Jane Doe"}}' \
  --region <REGION>""", None),
    Ours("""
        name = client.get_item(TableName="LexiApp", Key={"PK": {"S": "USER#123"}, "SK": {"S": "CREATED#2026-05-02T10:30:00Z"}})
        assert name["Item"]["name"] == {"S": "Jane Doe"}, name"""),
    Aws(r"""aws dynamodb delete-item \
  --table-name <TABLE_NAME> \
  --key '{
    "PK": {"S": "USER#123"},
    "SK": {"S": "CREATED#2026-05-02T10:30:00Z"}
  }' \
  --region <REGION>""", None),
    Ours("""assert client.scan(TableName="LexiApp")["Count"] == 12"""),
    Aws(r"""aws cloudwatch get-metric-statistics \
  --namespace AWS/DynamoDB \
  --metric-name ConsumedReadCapacityUnits \
  --start-time 2026-05-01T00:00:00Z \
  --end-time 2026-05-02T00:00:00Z \
  --period 3600 \
  --statistics Sum \
  --region <REGION>""", nothing_of("ConsumedReadCapacityUnits")),
    Aws(r"""aws cloudwatch get-metric-statistics \
  --namespace AWS/DynamoDB \
  --metric-name ConsumedWriteCapacityUnits \
  --start-time 2026-05-01T00:00:00Z \
  --end-time 2026-05-02T00:00:00Z \
  --period 3600 \
  --statistics Sum \
  --region <REGION>""", nothing_of("ConsumedWriteCapacityUnits")),
    Aws(r"""aws cloudwatch get-metric-statistics \
  --namespace AWS/DynamoDB \
  --metric-name UserErrors \
  --start-time 2026-05-01T00:00:00Z \
  --end-time 2026-05-02T00:00:00Z \
  --period 3600 \
  --statistics Sum \
  --region <REGION>""", nothing_of("UserErrors")),
    Aws(r"""aws dynamodb create-backup \
  --table-name <TABLE_NAME> \
  --backup-name lexi-backup-2026-05-02 \
  --region <REGION>""", {"BackupDetails": backup("LexiApp", "lexi-backup-2026-05-02", "CREATING")}),
    Aws(r"""aws dynamodb list-backups \
  --table-name <TABLE_NAME> \
  --region <REGION>""", {"BackupSummaries": [listed_backup("LexiApp", "lexi-backup-2026-05-02")]}),
    Aws(r"""aws dynamodb restore-table-from-backup \
  --target-table-name <NEW_TABLE_NAME> \
  --backup-arn <BACKUP_ARN> \
  --region <REGION>""", error(
    "BackupNotFoundException", "RestoreTableFromBackup",
    "Backup not found: arn:aws:dynamodb:us-east-1:000000000000:table/LexiApp/backup/01789")),
    Aws(r"""aws iam get-role-policy \
  --role-name <LAMBDA_ROLE> \
  --policy-name <POLICY_NAME>""", {
      "RoleName": "lexi-service", "PolicyName": "lexi-table", "PolicyDocument": POLICY}),
    Aws(r"""aws dynamodb describe-table \
  --table-name <TABLE_NAME> \
  --region <REGION>""", {"Table": table("LexiApp", ATTRIBUTES, "PK", "SK", indexes=GSIS, ItemCount=12, TableSizeBytes=346)}),
    # The tutorial leaves out what #pk stands for.
    Aws(r"""aws dynamodb scan \
  --table-name <TABLE_NAME> \
  --filter-expression "attribute_exists(#pk)" \
  --region <REGION>""", error(
        "ValidationException", "Scan", "Invalid FilterExpression: An expression attribute name used in the document path is not "
        "defined; attribute name: #pk")),
]
