"""A guide to DynamoDB with the aws CLI and boto3: a table, items, queries, batches, an index, conditions, a parallel scan.

The text has lost its line ends; the code stands here as Python needs it.
"""
import decimal

from steps import Aws, Code, InAnyOrder, Names, Ours, Script, error, index, table

SOURCE = "001_2353cafcb74541c1.txt"
PLACEHOLDERS = {}
JOHN = {"PK": "USER#123", "SK": "PROFILE", "name": "John Doe", "email": "john@example.com", "created_at": "2024-01-15T10:30:00Z"}
ORDERS = [{"PK": "USER#123", "SK": f"ORDER#{number}", "status": status, "email": "john@example.com"}
          for number, status in ((1, "active"), (2, "done"), (3, "active"))]
VERSION_UPDATE = """table.update_item(
    Key={'PK': 'USER#123', 'SK': 'PROFILE'},
    UpdateExpression='SET #name = :name, version = version + :inc',
    ConditionExpression='version = :current_version',
    ExpressionAttributeNames={'#name': 'name'},
    ExpressionAttributeValues={
        ':name': 'New Name',
        ':inc': 1,
        ':current_version': 5
    }
)"""

STEPS = [
    Aws(r"""aws dynamodb create-table \ --table-name Users \ --attribute-definitions \ AttributeName=PK,AttributeType=S \ AttributeName=SK,AttributeType=S \ --key-schema \ AttributeName=PK,KeyType=HASH \ AttributeName=SK,KeyType=RANGE \ --billing-mode PAY_PER_REQUEST""",
        {"TableDescription": table("Users", "PK SK", "PK", "SK", status="CREATING")}),
    # The same table a second time, with boto3.
    Code("""import boto3
dynamodb = boto3.resource('dynamodb')""", {"dynamodb.Table('Users').table_status": "ACTIVE"}),
    Code("""table = dynamodb.create_table(
    TableName='Users',
    KeySchema=[
        {'AttributeName': 'PK', 'KeyType': 'HASH'},
        {'AttributeName': 'SK', 'KeyType': 'RANGE'}
    ],
    AttributeDefinitions=[
        {'AttributeName': 'PK', 'AttributeType': 'S'},
        {'AttributeName': 'SK', 'AttributeType': 'S'}
    ],
    BillingMode='PAY_PER_REQUEST'
)""", error("ResourceInUseException", "CreateTable", "Table already exists: Users")),
    Ours("""
        client.delete_table(TableName="Users")
        client.get_waiter("table_not_exists").wait(TableName="Users")"""),
    Code("""table = dynamodb.create_table(
    TableName='Users',
    KeySchema=[
        {'AttributeName': 'PK', 'KeyType': 'HASH'},
        {'AttributeName': 'SK', 'KeyType': 'RANGE'}
    ],
    AttributeDefinitions=[
        {'AttributeName': 'PK', 'AttributeType': 'S'},
        {'AttributeName': 'SK', 'AttributeType': 'S'}
    ],
    BillingMode='PAY_PER_REQUEST'
)""", {"table.table_status": "CREATING"}, again=True),
    Code("table.wait_until_exists()", {"dynamodb.Table('Users').table_status": "ACTIVE"}),
    Code("""import boto3
from boto3.dynamodb.conditions import Key, Attr
dynamodb = boto3.resource('dynamodb')
table = dynamodb.Table('Users')""", {"table.table_status": "ACTIVE", "table.key_schema": [
        {"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "SK", "KeyType": "RANGE"}]}),
    Code("""table.put_item(
    Item={
        'PK': 'USER#123',
        'SK': 'PROFILE',
        'name': 'John Doe',
        'email': 'john@example.com',
        'created_at': '2024-01-15T10:30:00Z'
    }
)""", {"table.scan()['Items']": [JOHN]}),
    Code("""response = table.get_item(
    Key={'PK': 'USER#123', 'SK': 'PROFILE'}
)
item = response.get('Item')""", {"item": JOHN}),
    Code("""table.update_item(
    Key={'PK': 'USER#123', 'SK': 'PROFILE'},
    UpdateExpression='SET #name = :name, updated_at = :updated',
    ExpressionAttributeNames={'#name': 'name'},
    ExpressionAttributeValues={
        ':name': 'John Smith',
        ':updated': '2024-01-16T10:30:00Z'
    }
)""", {"table.scan()['Items']": [{**JOHN, "name": "John Smith", "updated_at": "2024-01-16T10:30:00Z"}]}),
    Code("""table.delete_item(
    Key={'PK': 'USER#123', 'SK': 'PROFILE'}
)""", {"table.scan()['Items']": []}),
    Ours(f"""
        for item in {ORDERS + [JOHN]!r}: resource.Table("Users").put_item(Item=item)"""),
    Code("""response = table.query(
    KeyConditionExpression=Key('PK').eq('USER#123')
)""", {"response['Items']": ORDERS + [JOHN], "response['Count']": 4}),
    Code("""response = table.query(
    KeyConditionExpression=Key('PK').eq('USER#123') & Key('SK').begins_with('ORDER#')
)""", {"response['Items']": ORDERS}),
    Code("""response = table.query(
    KeyConditionExpression=Key('PK').eq('USER#123'),
    FilterExpression=Attr('status').eq('active')
)""", {"response['Items']": [ORDERS[0], ORDERS[2]], "response['Count']": 2, "response['ScannedCount']": 4}),
    Code("""response = table.query(
    KeyConditionExpression=Key('PK').eq('USER#123'),
    ProjectionExpression='PK, SK, #name, email',
    ExpressionAttributeNames={'#name': 'name'}
)""", {"response['Items']": [
        {name: item[name] for name in ("PK", "SK", "name", "email") if name in item} for item in ORDERS + [JOHN]]}),
    # The client of a resource turns plain values into DynamoDB's: the page has written DynamoDB's own, and asks for a map.
    Code("""paginator = dynamodb.meta.client.get_paginator('query')
for page in paginator.paginate(
    TableName='Users',
    KeyConditionExpression='PK = :pk',
    ExpressionAttributeValues={':pk': {'S': 'USER#123'}}
):
    for item in page['Items']:
        print(item)""", error(
        "ValidationException", "Query",
        "One or more parameter values were invalid: Condition parameter type does not match schema type")),
    Code("""paginator = dynamodb.meta.client.get_paginator('query')
for page in paginator.paginate(
    TableName='Users',
    KeyConditionExpression='PK = :pk',
    ExpressionAttributeValues={':pk': 'USER#123'}
):
    for item in page['Items']:
        print(item)""", {"[eval(line) for line in printed.splitlines()]": ORDERS + [JOHN]}, again=True),
    Code("""with table.batch_writer() as batch:
    for i in range(100):
        batch.put_item(Item={
            'PK': f'USER#{i}',
            'SK': 'PROFILE',
            'name': f'User {i}'
        })""", {
        "sorted(item['PK'] for item in table.scan(FilterExpression=Attr('name').begins_with('User'))['Items'])":
        sorted(f"USER#{number}" for number in range(100))}),
    Code("""dynamodb = boto3.resource('dynamodb')
response = dynamodb.batch_get_item(
    RequestItems={
        'Users': {
            'Keys': [
                {'PK': 'USER#1', 'SK': 'PROFILE'},
                {'PK': 'USER#2', 'SK': 'PROFILE'}
            ]
        }
    }
)""", {"response['Responses']": {"Users": InAnyOrder([
        {"PK": "USER#1", "SK": "PROFILE", "name": "User 1"}, {"PK": "USER#2", "SK": "PROFILE", "name": "User 2"}])},
        "response['UnprocessedKeys']": {}}),
    Aws(r"""aws dynamodb update-table \ --table-name Users \ --attribute-definitions AttributeName=email,AttributeType=S \ --global-secondary-index-updates '[ { "Create": { "IndexName": "email-index", "KeySchema": [{"AttributeName": "email", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"} } } ]'""",
        {"TableDescription": table(
            "Users", "PK SK email", "PK", "SK", status="UPDATING", ItemCount=104, TableSizeBytes=3116,
            indexes=[index("email-index", "Users", "email", status="CREATING")])}),
    Ours("""
        import time
        while client.describe_table(TableName="Users")["Table"]["GlobalSecondaryIndexes"][0]["IndexStatus"] != "ACTIVE":
            time.sleep(0.01)
        found = resource.Table("Users").query(
            IndexName="email-index", KeyConditionExpression="email = :e", ExpressionAttributeValues={":e": "john@example.com"})
        assert found["Count"] == 4, found"""),
    Code("""from botocore.exceptions import ClientError""", {}),
    Code("""try:
    table.put_item(
        Item={'PK': 'USER#123', 'SK': 'PROFILE', 'name': 'John'},
        ConditionExpression='attribute_not_exists(PK)'
    )
except ClientError as e:
    if e.response['Error']['Code'] == 'ConditionalCheckFailedException':
        print("Item already exists")""", {"printed": "Item already exists\n"}),
    # Nothing on the page gives the item a version.
    Code(VERSION_UPDATE, error("ConditionalCheckFailedException", "UpdateItem", "The conditional request failed")),
    Ours("""resource.Table("Users").update_item(
        Key={"PK": "USER#123", "SK": "PROFILE"}, UpdateExpression="SET version = :v", ExpressionAttributeValues={":v": 5})"""),
    Code(VERSION_UPDATE, {"table.get_item(Key={'PK': 'USER#123', 'SK': 'PROFILE'})['Item']": {
        **JOHN, "name": "New Name", "version": decimal.Decimal(6)}}, again=True),
    Names("""aws dynamodb create-table Create table aws dynamodb describe-table Get table info aws dynamodb update-table Modify table/indexes aws dynamodb delete-table Delete table aws dynamodb list-tables List all tables Item Operations Command Description aws dynamodb put-item Create/replace item aws dynamodb get-item Read single item aws dynamodb update-item Update item attributes aws dynamodb delete-item Delete item aws dynamodb query Query by key aws dynamodb scan Full table scan Batch Operations Command Description aws dynamodb batch-write-item Batch write (25 max) aws dynamodb batch-get-item Batch read (100 max) aws dynamodb transact-write-items Transaction write aws dynamodb transact-get-items Transaction read"""),
    Code("""import time
from botocore.config import Config
config = Config(
    retries={
        'max_attempts': 10,
        'mode': 'adaptive'
    }
)
dynamodb = boto3.resource('dynamodb', config=config)""", {"[t.name for t in dynamodb.tables.all()]": ["Users"]}),
    Script(r"""aws cloudwatch get-metric-statistics \ --namespace AWS/DynamoDB \ --metric-name ConsumedReadCapacityUnits \ --dimensions Name=TableName,Value=Users \ --start-time $(date -d '1 hour ago' -u +%Y-%m-%dT%H:%M:%SZ) \ --end-time $(date -u +%Y-%m-%dT%H:%M:%SZ) \ --period 60 \ --statistics Sum""",
           lambda answer: answer["Label"] == "ConsumedReadCapacityUnits"
           and sum(point["Sum"] for point in answer["Datapoints"]) > 0),
    Code("""import concurrent.futures
def scan_segment(segment, total_segments):
    return table.scan(
        Segment=segment,
        TotalSegments=total_segments
    )
with concurrent.futures.ThreadPoolExecutor() as executor:
    results = list(executor.map(
        lambda s: scan_segment(s, 4),
        range(4)
    ))""", {
        "len(results)": 4, "[result['Count'] for result in results if not result['Count']]": [],
        "sorted((item['PK'], item['SK']) for result in results for item in result['Items'])":
        sorted([(f"USER#{number}", "PROFILE") for number in range(100)] + [(item["PK"], item["SK"]) for item in ORDERS + [JOHN]])}),
]
