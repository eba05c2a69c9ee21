"""What no tutorial shows of the operations on tables: limits, endpoints, tags, expiry, protection."""
import re

from steps import Aws, Like, Ours, Refused, Script, error, schema

SOURCE = None
PLACEHOLDERS = {}
NONE = "arn:aws:dynamodb:local:000000000000:table/None"

STEPS = [
    Ours(f"""
        client.create_table(
            TableName="Users", BillingMode="PAY_PER_REQUEST", KeySchema={schema("id")!r},
            AttributeDefinitions=[{{"AttributeName": "id", "AttributeType": "S"}}])"""),
    Aws("aws dynamodb describe-limits", {
        "AccountMaxReadCapacityUnits": 80000, "AccountMaxWriteCapacityUnits": 80000, "TableMaxReadCapacityUnits": 40000,
        "TableMaxWriteCapacityUnits": 40000}),
    Aws("aws dynamodb describe-endpoints", {"Endpoints": [
        {"Address": Like(r"127\.0\.0\.1:\d+"), "CachePeriodInMinutes": 1440}]}),
    Script("""
        arn=$(aws dynamodb describe-table --table-name Users --query Table.TableArn --output text)
        aws dynamodb tag-resource --resource-arn $arn --tags Key=team,Value=lexi Key=stage,Value=test
        aws dynamodb untag-resource --resource-arn $arn --tag-keys stage
        aws dynamodb list-tags-of-resource --resource-arn $arn""", {"Tags": [{"Key": "team", "Value": "lexi"}]}),
    Aws("aws dynamodb list-tags-of-resource --resource-arn " + NONE, Refused(re.compile(
        r"\(ResourceNotFoundException\) when calling the ListTagsOfResource operation: Requested resource not found"))),
    Aws("aws dynamodb describe-time-to-live --table-name Users", {"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}}),
    Aws("aws dynamodb update-time-to-live --table-name Users --time-to-live-specification Enabled=true,AttributeName=ttl",
        {"TimeToLiveSpecification": {"Enabled": True, "AttributeName": "ttl"}}),
    Aws("aws dynamodb describe-time-to-live --table-name Users",
        {"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": "ttl"}}),
    Aws("aws dynamodb update-time-to-live --table-name Users --time-to-live-specification Enabled=true,AttributeName=ttl",
        error("ValidationException", "UpdateTimeToLive", "TimeToLive is already enabled")),
    Aws("aws dynamodb update-table --table-name Users --deletion-protection-enabled",
        lambda answer: answer["TableDescription"]["DeletionProtectionEnabled"] is True),
    Aws("aws dynamodb delete-table --table-name Users", error(
        "ValidationException", "DeleteTable",
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.")),
    Aws("aws dynamodb update-table --table-name Users --no-deletion-protection-enabled",
        lambda answer: answer["TableDescription"]["DeletionProtectionEnabled"] is False),
    Aws("aws dynamodb describe-table --table-name None", error(
        "ResourceNotFoundException", "DescribeTable", "Requested resource not found: Table: None not found")),
    Aws("aws dynamodb list-tables --page-size 1 --max-items 1", {"TableNames": ["Users"]}),
]
