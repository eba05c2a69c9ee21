"""Single-table design of a shop, in TypeScript, Python and with the aws CLI.

The TypeScript is given as the requests that its document client sends; much of its text is lost. The Python has lost its line ends
and stands here as Python needs it.
"""
import decimal
import json

from steps import Aws, Code, Like, Ours, Request, deleted, error, index, one_page, page, schema, table

SOURCE = "003_f53b45e327cac0be.txt"
PLACEHOLDERS = {}
ENVIRONMENT = {"DYNAMODB_TABLE": "MyTable"}
ATTRIBUTES = "PK SK GSI1PK GSI1SK"
TABLE = {
    "TableName": "MyTable", "BillingMode": "PAY_PER_REQUEST", "KeySchema": schema("PK", "SK"),
    "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in ATTRIBUTES.split()],
    "GlobalSecondaryIndexes": [
        {"IndexName": "GSI1", "KeySchema": schema("GSI1PK", "GSI1SK"), "Projection": {"ProjectionType": "ALL"}}]}
FILES = {"table.json": json.dumps(TABLE)}
GSI1 = index("GSI1", "MyTable", "GSI1PK", "GSI1SK")
MAKE = Ours(f"""
        client.create_table(**{TABLE!r})
        client.get_waiter("table_exists").wait(TableName="MyTable")""")
NOW = "2026-05-02T10:30:00.000Z"
ANN = {"PK": "USER#1", "SK": "PROFILE", "EntityType": "User", "userId": "1", "email": "ann@test.com", "name": "Ann",
       "createdAt": NOW, "updatedAt": NOW}
FAILED = "The conditional request failed"


def order(number, **more):
    return {"PK": "USER#1", "SK": f"ORDER#{number}", "EntityType": "Order", "orderId": number, "GSI1PK": f"ORDER#{number}",
            "GSI1SK": "ORDER", **more}


def line(number, position):
    return {"PK": f"ORDER#{number}", "SK": f"ITEM#{position}", "GSI1PK": f"ORDER#{number}", "GSI1SK": f"ITEM#{position}",
            "EntityType": "OrderItem", "productId": f"p{position}", "quantity": decimal.Decimal(1), "createdAt": NOW}


def transaction(number):
    """createOrderWithItems: the order, the user's count, and the order's items."""
    key = {"PK": "USER#1", "SK": f"ORDER#{number}", "GSI1PK": f"ORDER#{number}", "GSI1SK": "ORDER"}
    return {"TransactItems": [
        {"Put": {"TableName": "MyTable", "ConditionExpression": "attribute_not_exists(PK)", "Item": {
            **key, "EntityType": "Order", "orderId": number, "userId": "1", "total": decimal.Decimal("99.99"),
            "status": "pending", "createdAt": NOW, "updatedAt": NOW}}},
        {"Update": {
            "TableName": "MyTable", "Key": {"PK": "USER#1", "SK": "PROFILE"},
            "UpdateExpression": "SET orderCount = if_not_exists(orderCount, :zero) + :inc",
            "ExpressionAttributeValues": {":zero": 0, ":inc": 1}}},
        *({"Put": {"TableName": "MyTable", "Item": line(number, position)}} for position in range(2))]}


COUNT = {"UpdateExpression": "SET orderCount = if_not_exists(orderCount, :zero) + :inc", "TableName": "MyTable",
         "Key": {"PK": "USER#1", "SK": "PROFILE"}, "ExpressionAttributeValues": {":zero": 0, ":inc": 1}, "ReturnValues": "UPDATED_NEW"}
ORDERS = {"TableName": "MyTable", "KeyConditionExpression": "PK = :pk AND begins_with(SK, :sk)",
          "ExpressionAttributeValues": {":pk": "USER#1", ":sk": "ORDER#"}}

REQUESTS = [
    MAKE,
    Request("PutItem", dict(TableName="MyTable", Item=ANN, ConditionExpression="attribute_not_exists(PK)"), {}),
    Request("PutItem", dict(TableName="MyTable", Item=ANN, ConditionExpression="attribute_not_exists(PK)"),
            error("ConditionalCheckFailedException", "PutItem", FAILED)),
    Request("GetItem", dict(TableName="MyTable", Key={"PK": "USER#1", "SK": "PROFILE"}), {"Item": ANN}),
    Request("TransactWriteItems", transaction("2024-001"), {}),
    Request("TransactWriteItems", transaction("2024-001"), error(
        "TransactionCanceledException", "TransactWriteItems", "Transaction cancelled, please refer cancellation reasons for "
        "specific reasons [ConditionalCheckFailed, None, None, None]")),
    Request("TransactWriteItems", transaction("2024-002"), {}),
    # Newest first.
    Request("Query", dict(ORDERS, ScanIndexForward=False),
            lambda answer: [item["orderId"] for item in answer["Items"]] == ["2024-002", "2024-001"]),
    Request("Query", dict(
        TableName="MyTable", IndexName="GSI1", KeyConditionExpression="GSI1PK = :pk AND GSI1SK = :sk",
        ExpressionAttributeValues={":pk": "ORDER#2024-001", ":sk": "ORDER"}),
            lambda answer: [item["total"] for item in answer["Items"]] == [decimal.Decimal("99.99")]),
    Request("Query", dict(ORDERS, Limit=1),
            lambda answer: answer["Count"] == 1 and answer["LastEvaluatedKey"] == {"PK": "USER#1", "SK": "ORDER#2024-001"}),
    Request("Query", dict(ORDERS, Limit=20, ExclusiveStartKey={"PK": "USER#1", "SK": "ORDER#2024-001"}),
            lambda answer: [i["orderId"] for i in answer["Items"]] == ["2024-002"] and "LastEvaluatedKey" not in answer),
    Request("UpdateItem", dict(
        TableName="MyTable", Key={"PK": "USER#1", "SK": "PROFILE"},
        UpdateExpression="SET #updatedAt = :updatedAt, #name = :name, #email = :email", ReturnValues="ALL_NEW",
        ExpressionAttributeNames={"#updatedAt": "updatedAt", "#name": "name", "#email": "email"},
        ExpressionAttributeValues={":updatedAt": NOW, ":name": "Anna", ":email": "anna@test.com"},
        ConditionExpression="attribute_exists(PK)"),
            {"Attributes": {**ANN, "name": "Anna", "email": "anna@test.com", "orderCount": decimal.Decimal(2)}}),
    Request("UpdateItem", COUNT, {"Attributes": {"orderCount": decimal.Decimal(3)}}),
    Request("BatchWriteItem", {"RequestItems": {"MyTable": [
        {"PutRequest": {"Item": {"PK": "PROD#1", "SK": "PRODUCT", "GSI1PK": "FEATURED", "GSI1SK": "PROD#1"}}},
        {"PutRequest": {"Item": {"PK": "PROD#2", "SK": "PRODUCT"}}},
        {"PutRequest": {"Item": {"PK": "USER#2", "SK": "ORDER#001", "GSI1PK": "STATUS#pending", "GSI1SK": "ORDER#001"}}}]}},
            {"UnprocessedItems": {}}),
    Request("BatchGetItem", {"RequestItems": {"MyTable": {"Keys": [
        {"PK": "PROD#1", "SK": "PRODUCT"}, {"PK": "USER#9", "SK": "PROFILE"}]}}},
            {"Responses": {"MyTable": [{"PK": "PROD#1", "SK": "PRODUCT", "GSI1PK": "FEATURED", "GSI1SK": "PROD#1"}]},
             "UnprocessedKeys": {}}),
    # Only items with GSI1PK are in the index.
    Request("Query", dict(TableName="MyTable", IndexName="GSI1", KeyConditionExpression="GSI1PK = :pk",
                          ExpressionAttributeValues={":pk": "FEATURED"}),
            lambda answer: [item["PK"] for item in answer["Items"]] == ["PROD#1"]),
    Request("Query", dict(TableName="MyTable", IndexName="GSI1", KeyConditionExpression="GSI1PK = :pk",
                          ExpressionAttributeValues={":pk": "STATUS#pending"}),
            lambda answer: [item["PK"] for item in answer["Items"]] == ["USER#2"]),
    Request("DeleteItem", dict(TableName="MyTable", Key={"PK": "USER#1", "SK": "PROFILE"}), {}),
    # The table definition of the page leaves the table's own key out.
    Request("CreateTable", dict(
        TableName="Matches", BillingMode="PAY_PER_REQUEST", KeySchema=schema("match"),
        AttributeDefinitions=[
            {"AttributeName": "match", "AttributeType": "S"}, {"AttributeName": "tournament", "AttributeType": "S"},
            {"AttributeName": "region", "AttributeType": "S"}, {"AttributeName": "score", "AttributeType": "N"}],
        GlobalSecondaryIndexes=[{
            "IndexName": "TournamentRegionIndex", "Projection": {"ProjectionType": "ALL"}, "KeySchema": [
                {"AttributeName": "tournament", "KeyType": "HASH"}, {"AttributeName": "region", "KeyType": "HASH"},
                {"AttributeName": "score", "KeyType": "RANGE"}]}]),
            lambda answer: len(answer["TableDescription"]["GlobalSecondaryIndexes"][0]["KeySchema"]) == 3),
    Ours("""
        matches = resource.Table("Matches")
        for match, region, score in (("1", "NA-EAST", 7), ("2", "NA-EAST", 30), ("3", "EU", 9)):
            matches.put_item(Item={"match": match, "tournament": "WINTER2024", "region": region, "score": score})"""),
    Request("Query", dict(
        TableName="Matches", IndexName="TournamentRegionIndex",
        KeyConditionExpression="tournament = :t AND #r = :r AND score > :s", ExpressionAttributeNames={"#r": "region"},
        ExpressionAttributeValues={":t": "WINTER2024", ":r": "NA-EAST", ":s": 8}),
            lambda answer: [item["match"] for item in answer["Items"]] == ["2"]),
    Ours("""
        for name in ("MyTable", "Matches"):
            client.delete_table(TableName=name)
            client.get_waiter("table_not_exists").wait(TableName=name)"""),
]

PYTHON = [
    MAKE,
    Code("""import boto3
from boto3.dynamodb.conditions import Key, Attr
import os
dynamodb = boto3.resource(
    'dynamodb',
    region_name=os.getenv('AWS_REGION', 'us-east-1'),
    endpoint_url=os.getenv('DYNAMODB_LOCAL_ENDPOINT') # For local dev
)
table = dynamodb.Table(os.getenv('DYNAMODB_TABLE', 'MyTable'))""", {"table.table_status": "ACTIVE"}),
    Code("""from datetime import datetime
from typing import Optional, List
from decimal import Decimal
def create_user(user_id: str, email: str, name: str) -> dict:
    now = datetime.utcnow().isoformat()
    item = {
        'PK': f'USER#{user_id}',
        'SK': 'PROFILE',
        'EntityType': 'User',
        'userId': user_id,
        'email': email,
        'name': name,
        'createdAt': now,
        'updatedAt': now
    }
    table.put_item(
        Item=item,
        ConditionExpression='attribute_not_exists(PK)'
    )
    return item""", {}),
    Code("made = create_user('1', 'ann@test.com', 'Ann')", {"table.scan()['Items'] == [made]": True}, again=True),
    Code("create_user('1', 'ann@test.com', 'Ann')", error("ConditionalCheckFailedException", "PutItem", FAILED), again=True),
    Code("""def get_user(user_id: str) -> Optional[dict]:
    response = table.get_item(
        Key={'PK': f'USER#{user_id}', 'SK': 'PROFILE'}
    )
    return response.get('Item')""", {"get_user('1') == made": True, "get_user('2')": None}),
    Ours(f"""
        for item in {[order("2024-001"), order("2024-002")]!r}: resource.Table("MyTable").put_item(Item=item)"""),
    Code("""def get_user_orders(user_id: str) -> List[dict]:
    response = table.query(
        KeyConditionExpression=Key('PK').eq(f'USER#{user_id}') & Key('SK').begins_with('ORDER#'),
        ScanIndexForward=False
    )
    return response.get('Items', [])""", {"get_user_orders('1')": [order("2024-002"), order("2024-001")]}),
    Code("""def update_user(user_id: str, **updates) -> dict:
    update_parts = ['#updatedAt = :updatedAt']
    names = {'#updatedAt': 'updatedAt'}
    values = {':updatedAt': datetime.utcnow().isoformat()}
    for key, value in updates.items():
        update_parts.append(f'#{key} = :{key}')
        names[f'#{key}'] = key
        values[f':{key}'] = value
    response = table.update_item(
        Key={'PK': f'USER#{user_id}', 'SK': 'PROFILE'},
        UpdateExpression=f'SET {", ".join(update_parts)}',
        ExpressionAttributeNames=names,
        ExpressionAttributeValues=values,
        ReturnValues='ALL_NEW'
    )
    return response['Attributes']""", {
        "{**update_user('1', name='Anna', age=30), 'updatedAt': ''} == {**made, 'name': 'Anna', 'age': Decimal(30), 'updatedAt': ''}":
        True}),
    Code("""def delete_user(user_id: str) -> None:
    table.delete_item(
        Key={'PK': f'USER#{user_id}', 'SK': 'PROFILE'}
    )""", {"(delete_user('1'), get_user('1'))": (None, None)}),
    Ours("""
        client.delete_table(TableName="MyTable")
        client.get_waiter("table_not_exists").wait(TableName="MyTable")"""),
]

COMMANDS = [
    Aws(r"""aws dynamodb create-table \ --endpoint-url http://localhost:8000 \ --table-name MyTable \ --attribute-definitions \ AttributeName=PK,AttributeType=S \ AttributeName=SK,AttributeType=S \ AttributeName=GSI1PK,AttributeType=S \ AttributeName=GSI1SK,AttributeType=S \ --key-schema \ AttributeName=PK,KeyType=HASH \ AttributeName=SK,KeyType=RANGE \ --global-secondary-indexes \ 'IndexName=GSI1,KeySchema=[{AttributeName=GSI1PK,KeyType=HASH},{AttributeName=GSI1SK,KeyType=RANGE}],Projection={ProjectionType=ALL}' \ --billing-mode PAY_PER_REQUEST""",
        {"TableDescription": table("MyTable", ATTRIBUTES, "PK", "SK", status="CREATING", indexes=[
            index("GSI1", "MyTable", "GSI1PK", "GSI1SK", status=Like("CREATING|ACTIVE"))])}),
    # The same table again, from a file.
    Aws("aws dynamodb create-table --cli-input-json file://table.json",
        error("ResourceInUseException", "CreateTable", "Table already exists: MyTable")),
    Aws("aws dynamodb describe-table --table-name MyTable", {"Table": table("MyTable", ATTRIBUTES, "PK", "SK", indexes=[GSI1])}),
    Aws("aws dynamodb delete-table --table-name MyTable", {"TableDescription": deleted("MyTable")}),
    Ours("""client.get_waiter("table_not_exists").wait(TableName="MyTable")"""),
    # The page goes on with the table that it has just deleted.
    Aws("""aws dynamodb put-item --table-name MyTable --item '{"PK":{"S":"USER#1"},"SK":{"S":"PROFILE"}}'""",
        error("ResourceNotFoundException", "PutItem", "Requested resource not found")),
    Aws("aws dynamodb create-table --cli-input-json file://table.json",
        {"TableDescription": table("MyTable", ATTRIBUTES, "PK", "SK", status="CREATING", indexes=[
            index("GSI1", "MyTable", "GSI1PK", "GSI1SK", status=Like("CREATING|ACTIVE"))])}, again=True),
    Aws("""aws dynamodb put-item --table-name MyTable --item '{"PK":{"S":"USER#1"},"SK":{"S":"PROFILE"}}'""", None, again=True),
    Aws("""aws dynamodb get-item --table-name MyTable --key '{"PK":{"S":"USER#1"},"SK":{"S":"PROFILE"}}'""",
        {"Item": {"PK": {"S": "USER#1"}, "SK": {"S": "PROFILE"}}}),
    Aws("""aws dynamodb delete-item --table-name MyTable --key '{"PK":{"S":"USER#1"},"SK":{"S":"PROFILE"}}'""", None),
    Ours("""client.put_item(TableName="MyTable", Item={"PK": {"S": "USER#1"}, "SK": {"S": "ORDER#1"}})"""),
    Aws(r"""aws dynamodb query --table-name MyTable \
--key-condition-expression "PK = :pk" \
--expression-attribute-values '{":pk":{"S":"USER#1"}}'""", page([{"PK": {"S": "USER#1"}, "SK": {"S": "ORDER#1"}}])),
    Aws("aws dynamodb scan --table-name MyTable --limit 10", one_page([{"PK": {"S": "USER#1"}, "SK": {"S": "ORDER#1"}}])),
]

STEPS = REQUESTS + PYTHON + COMMANDS
