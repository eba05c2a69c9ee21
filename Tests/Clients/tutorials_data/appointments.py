"""A lesson on single-table design with boto3: appointments of clinics and patients, an index, pages, conditions, decimals.

The text has lost its indentation; the code stands here as Python needs it.
"""
from steps import Code, Ours, Refused, Request, error, schema

SOURCE = "002_c48b4666efccee03.txt"
PLACEHOLDERS = {}
ENVIRONMENT = {"AWS_REGION": "us-east-1", "TABLE_NAME": "learnixo-test"}


def appointment(number, date="2026-04-16", **more):
    return {
        "PK": "CLINIC#CLN-001", "SK": f"APPT#{date}#APT-{number}", "GSI1PK": "PATIENT#PAT-456", "GSI1SK": f"APPT#{date}#APT-{number}",
        "type": "APPOINTMENT", "id": f"APT-{number}", "clinic_id": "CLN-001", "patient_id": "PAT-456", "datetime": f"{date}T09:00",
        "status": "scheduled", "created_at": "2026-04-01", **more}


MAKE = """create_appointment({"clinic_id": "CLN-001", "date": %r, "id": %r, "patient_id": "PAT-456", "datetime": %r,
                    "created_at": "2026-04-01"})"""
FIRST = [appointment(1), appointment(2), appointment(3, "2026-04-17")]
STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
UPDATE = 'update_appointment_status("CLN-001", "APT-1", "2026-04-16", "confirmed")'

STEPS = [
    # The Terraform resource, as its provider asks for it.
    Request("CreateTable", dict(
        TableName="learnixo-test", BillingMode="PAY_PER_REQUEST", KeySchema=schema("PK", "SK"),
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("PK", "SK", "GSI1PK", "GSI1SK")],
        GlobalSecondaryIndexes=[
            {"IndexName": "GSI1", "KeySchema": schema("GSI1PK", "GSI1SK"), "Projection": {"ProjectionType": "ALL"}}]),
        lambda answer: answer["TableDescription"]["TableStatus"] == "CREATING"),
    Ours("""client.get_waiter("table_exists").wait(TableName="learnixo-test")"""),
    Code("""import boto3
import os
from boto3.dynamodb.conditions import Key, Attr
from decimal import Decimal
dynamodb = boto3.resource("dynamodb", region_name=os.environ["AWS_REGION"])
table = dynamodb.Table(os.environ["TABLE_NAME"])""", {"table.table_status": "ACTIVE"}),
    Code("""def create_appointment(appt: dict) -> None:
    table.put_item(
        Item={
            "PK": f"CLINIC#{appt['clinic_id']}",
            "SK": f"APPT#{appt['date']}#{appt['id']}",
            "GSI1PK": f"PATIENT#{appt['patient_id']}",
            "GSI1SK": f"APPT#{appt['date']}#{appt['id']}",
            "type": "APPOINTMENT",
            "id": appt["id"],
            "clinic_id": appt["clinic_id"],
            "patient_id": appt["patient_id"],
            "datetime": appt["datetime"],
            "status": "scheduled",
            "created_at": appt["created_at"],
        },
        ConditionExpression="attribute_not_exists(PK)" # prevent overwrites
    )""", {}),
    Code(MAKE % ("2026-04-16", "APT-1", "2026-04-16T09:00"), {}, again=True),
    Code(MAKE % ("2026-04-16", "APT-1", "2026-04-16T09:00"),
         error("ConditionalCheckFailedException", "PutItem", "The conditional request failed"), again=True),
    Code(MAKE % ("2026-04-16", "APT-2", "2026-04-16T09:00"), {}, again=True),
    Code(MAKE % ("2026-04-17", "APT-3", "2026-04-17T09:00"), {"table.scan()['Items']": FIRST}, again=True),
    Ours("""
        for kind in ("META", "STAFF#USR-123"):
            resource.Table("learnixo-test").put_item(Item={"PK": "CLINIC#CLN-001", "SK": kind})"""),
    Code("""def get_clinic_appointments(clinic_id: str, date_prefix: str = None) -> list:
    key_condition = Key("PK").eq(f"CLINIC#{clinic_id}")
    if date_prefix:
        key_condition &= Key("SK").begins_with(f"APPT#{date_prefix}")
    else:
        key_condition &= Key("SK").begins_with("APPT#")
    response = table.query(KeyConditionExpression=key_condition)
    return response["Items"]
# Get all appointments for clinic today
appointments = get_clinic_appointments("CLN-001", "2026-04-16")""", {
        "appointments": FIRST[:2], "get_clinic_appointments('CLN-001')": FIRST,
        # "A single Query returns the clinic, all its staff and all its appointments."
        "[i['SK'] for i in table.query(KeyConditionExpression=Key('PK').eq('CLINIC#CLN-001'))['Items']]":
        [item["SK"] for item in FIRST] + ["META", "STAFF#USR-123"]}),
    Code("""def get_all_clinic_appointments(clinic_id: str) -> list:
    items = []
    kwargs = {
        "KeyConditionExpression": Key("PK").eq(f"CLINIC#{clinic_id}")
        & Key("SK").begins_with("APPT#")
    }
    while True:
        response = table.query(**kwargs)
        items.extend(response["Items"])
        if "LastEvaluatedKey" not in response:
            break
        kwargs["ExclusiveStartKey"] = response["LastEvaluatedKey"]
    return items""", {"get_all_clinic_appointments('CLN-001')": FIRST}),
    # Three pages and more, of 1 MB each.
    Ours("""
        with resource.Table("learnixo-test").batch_writer() as batch:
            for number in range(20):
                batch.put_item(Item={"PK": "CLINIC#BIG", "SK": f"APPT#{number:02}", "text": "x" * 200_000})"""),
    Code("big = get_all_clinic_appointments('BIG')", {
        "[item['SK'] for item in big]": [f"APPT#{number:02}" for number in range(20)],
        "{len(item['text']) for item in big}": {200_000},
        "'LastEvaluatedKey' in table.query(KeyConditionExpression=Key('PK').eq('CLINIC#BIG'))": True}, again=True),
    Ours("""
        with resource.Table("learnixo-test").batch_writer() as batch:
            for number in range(20): batch.delete_item(Key={"PK": "CLINIC#BIG", "SK": f"APPT#{number:02}"})"""),
    Code('''def update_appointment_status(clinic_id: str, appt_id: str,
                              date: str, new_status: str) -> None:
    table.update_item(
        Key={
            "PK": f"CLINIC#{clinic_id}",
            "SK": f"APPT#{date}#{appt_id}"
        },
        UpdateExpression="SET #status = :status, updated_at = :ts",
        ConditionExpression="#status = :current_status",
        ExpressionAttributeNames={"#status": "status"}, # 'status' is a reserved word
        ExpressionAttributeValues={
            ":status": new_status,
            ":ts": datetime.utcnow().isoformat(),
            ":current_status": "scheduled" # only update if still scheduled
        }
    )''', {}),
    # The lesson forgets an import of Python's.
    Code(UPDATE, Refused("name 'datetime' is not defined"), again=True),
    Code("from datetime import datetime", {}, again=True),
    Code(UPDATE, {"table.get_item(Key={'PK': 'CLINIC#CLN-001', 'SK': 'APPT#2026-04-16#APT-1'})['Item']['status']": "confirmed"},
         again=True),
    Code(UPDATE, error("ConditionalCheckFailedException", "UpdateItem", "The conditional request failed"), again=True),
    Code('''def cancel_appointment(clinic_id: str, appt_id: str, date: str) -> None:
    table.delete_item(
        Key={
            "PK": f"CLINIC#{clinic_id}",
            "SK": f"APPT#{date}#{appt_id}"
        },
        ConditionExpression="attribute_exists(PK)"
    )''', {}),
    Code('cancel_appointment("CLN-001", "APT-2", "2026-04-16")', {"len(get_clinic_appointments('CLN-001'))": 2}, again=True),
    Code('cancel_appointment("CLN-001", "APT-2", "2026-04-16")',
         error("ConditionalCheckFailedException", "DeleteItem", "The conditional request failed"), again=True),
    Code('''def get_patient_appointments(patient_id: str) -> list:
    response = table.query(
        IndexName="GSI1",
        KeyConditionExpression=Key("GSI1PK").eq(f"PATIENT#{patient_id}")
        & Key("GSI1SK").begins_with("APPT#")
    )
    return response["Items"]''', {
        "[item['id'] for item in get_patient_appointments('PAT-456')]": ["APT-1", "APT-3"],
        "get_patient_appointments('PAT-457')": []}),
    Code('''import json
from decimal import Decimal
def decimal_default(obj):
    if isinstance(obj, Decimal):
        return int(obj) if obj % 1 == 0 else float(obj)
    raise TypeError(f"Object of type {type(obj)} is not JSON serializable")''', {}),
    Ours("""
        import decimal
        resource.Table("learnixo-test").put_item(Item={
            "PK": "CLINIC#N", "SK": "META", "whole": 3, "part": decimal.Decimal("2.5"), "list": [1]})"""),
    Code("items = table.query(KeyConditionExpression=Key('PK').eq('CLINIC#N'))['Items']", {"len(items)": 1}, again=True),
    Code("body = json.dumps(items, default=decimal_default)", {"json.loads(body)": [
        {"PK": "CLINIC#N", "SK": "META", "whole": 3, "part": 2.5, "list": [1]}]}),
    # The Terraform resource once more, now with a stream.
    Request("UpdateTable", dict(TableName="learnixo-test", StreamSpecification=STREAM),
            lambda answer: answer["TableDescription"]["StreamSpecification"] == STREAM),
    Code('''def handler(event, context):
    for record in event["Records"]:
        event_name = record["eventName"] # INSERT, MODIFY, REMOVE
        if event_name == "INSERT":
            new_item = record["dynamodb"]["NewImage"]
            item_type = new_item.get("type", {}).get("S")
            if item_type == "APPOINTMENT":
                appt_id = new_item["id"]["S"]
                notify_new_appointment(appt_id)
        elif event_name == "MODIFY":
            old = record["dynamodb"]["OldImage"]
            new = record["dynamodb"]["NewImage"]
            old_status = old.get("status", {}).get("S")
            new_status = new.get("status", {}).get("S")
            if old_status != new_status:
                handle_status_change(new["id"]["S"], old_status, new_status)''', {}),
    # What the handler calls, which the lesson leaves open.
    Code("""noted = []
def notify_new_appointment(appt_id): noted.append(appt_id)
def handle_status_change(*change): noted.append(change)""", {}, again=True),
    Code(MAKE % ("2026-04-18", "APT-4", "2026-04-18T09:00"), {}, again=True),
    Code('update_appointment_status("CLN-001", "APT-4", "2026-04-18", "confirmed")', {}, again=True),
    Code("""table.update_item(Key={"PK": "CLINIC#CLN-001", "SK": "APPT#2026-04-18#APT-4"}, UpdateExpression="SET room = :r",
                  ExpressionAttributeValues={":r": 12})
table.put_item(Item={"PK": "CLINIC#CLN-002", "SK": "META"})""", {}, again=True),
    Code('cancel_appointment("CLN-001", "APT-4", "2026-04-18")', {}, again=True),
    # One batch, as Lambda would hand it over.
    Code("""streams = boto3.client("dynamodbstreams", region_name=os.environ["AWS_REGION"])
arn = table.meta.client.describe_table(TableName=table.name)["Table"]["LatestStreamArn"]
shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
start = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
records = streams.get_records(ShardIterator=start, Limit=100)["Records"]
handler({"Records": records}, None)""", {
        "[record['eventName'] for record in records]": ["INSERT", "MODIFY", "MODIFY", "INSERT", "REMOVE"],
        "noted": ["APT-4", ("APT-4", "scheduled", "confirmed")]}, again=True),
]
