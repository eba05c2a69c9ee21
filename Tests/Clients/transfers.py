#!/usr/bin/env python3
"""Exports and imports, as boto3 and the aws CLI use them. Nothing is printed unless something is wrong."""
import base64
import datetime
import decimal
import gzip
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import amazon.ion.simpleion as ion
import boto3
from amazon.ion.core import IonType, Timestamp, TimestampPrecision
from amazon.ion.simple_types import IonPyBytes, IonPyList
from boto3.dynamodb.types import TypeSerializer

from endpoint import REGION, endpoint, settings
from tables import KEY, expect, items, refused, wait

ITEMS = 300


def make(client):
    client.create_table(TableName="Cards", **KEY)
    client.get_waiter("table_exists").wait(TableName="Cards")
    serializer = TypeSerializer()
    for number in range(ITEMS):
        item = {
            "pk": f"card {number}", "level": f"A{number % 3}", "n": decimal.Decimal(number) / 8, "b": bytes([number % 256]), "none": None,
            "yes": number % 2 == 0, "set": {f"ä{number}", "b"}, "numbers": {1, number + 2}, "map": {"list": [1, "zwei", {"x": b"3"}]}}
        client.put_item(TableName="Cards", Item={name: serializer.serialize(value) for name, value in item.items()})


def export_ended(client, arn):
    def probe():
        found = client.describe_export(ExportArn=arn)["ExportDescription"]
        return found["ExportStatus"] != "IN_PROGRESS" and found
    return wait("the export", probe)


def import_ended(client, arn):
    def probe():
        found = client.describe_import(ImportArn=arn)["ImportTableDescription"]
        return found["ImportStatus"] != "IN_PROGRESS" and found
    return wait("the import", probe)


def plain(item):
    """An item as JSON has it, with its sets in order."""
    def value(typed):
        (kind, inner), = typed.items()
        if kind == "B":
            inner = base64.b64encode(inner).decode() if isinstance(inner, bytes) else inner
        elif kind in ("SS", "NS", "BS"):
            inner = sorted(inner)
        elif kind == "L":
            inner = [value(element) for element in inner]
        elif kind == "M":
            inner = {name: value(element) for name, element in inner.items()}
        return {kind: inner}
    return {name: value(typed) for name, typed in item.items()}


def exports(client, bucket, folder):
    table = client.describe_table(TableName="Cards")["Table"]["TableArn"]
    refused("PointInTimeRecoveryUnavailableException", "not enabled", client.export_table_to_point_in_time, TableArn=table, S3Bucket="bucket")
    client.update_continuous_backups(TableName="Cards", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    before = items(client, "Cards")
    time.sleep(1.1)
    moment = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    time.sleep(1.1)
    client.put_item(TableName="Cards", Item={"pk": {"S": "late"}})
    client.delete_item(TableName="Cards", Key={"pk": {"S": "card 7"}})
    missing = client.export_table_to_point_in_time(TableArn=table, S3Bucket="nobody")["ExportDescription"]
    failed = export_ended(client, missing["ExportArn"])
    expect((failed["ExportStatus"], failed["FailureCode"]) == ("FAILED", "S3NoSuchBucket"), failed)
    expect("bucket does not exist" in failed["FailureMessage"], failed)
    arguments = dict(TableArn=table, S3Bucket="bucket", S3Prefix="dira/dirb", ExportTime=moment, ClientToken="a-token")
    begun = client.export_table_to_point_in_time(**arguments)["ExportDescription"]
    expect(begun["ExportStatus"] == "IN_PROGRESS" and begun["ExportFormat"] == "DYNAMODB_JSON" and "ExportType" not in begun, begun)
    again = client.export_table_to_point_in_time(**arguments)["ExportDescription"]
    expect(again["ExportArn"] == begun["ExportArn"], again)
    refused("ExportConflictException", "Duplicate request detected", client.export_table_to_point_in_time, **{**arguments, "S3Prefix": "other"})
    refused("TableNotFoundException", "Table not found", client.export_table_to_point_in_time, TableArn=table + "x", S3Bucket="bucket")
    refused("InvalidExportTimeException", "Export Time", client.export_table_to_point_in_time, TableArn=table, S3Bucket="bucket",
            ExportTime=moment - datetime.timedelta(days=7))
    refused("InvalidExportTimeException", "Difference between export period", client.export_table_to_point_in_time, TableArn=table,
            S3Bucket="bucket", ExportType="INCREMENTAL_EXPORT", IncrementalExportSpecification={"ExportFromTime": moment})
    refused("ValidationException", "'exportFormat' failed", client.export_table_to_point_in_time, TableArn=table, S3Bucket="bucket", ExportFormat="QWERTY")
    refused("ValidationException", "'s3Bucket' failed", client.export_table_to_point_in_time, TableArn=table, S3Bucket="")
    refused("ValidationException", "Invalid Export ARN", client.describe_export, ExportArn=table)
    ended = export_ended(client, begun["ExportArn"])
    expect(ended["ExportStatus"] == "COMPLETED" and ended["ItemCount"] == ITEMS and ended["ExportTime"] == moment, ended)
    root = bucket / pathlib.Path(ended["ExportManifest"]).parent
    expect({path.name for path in root.iterdir()} == {
        "_started", "data", "manifest-files.json", "manifest-files.md5", "manifest-summary.json", "manifest-summary.md5"}, list(root.iterdir()))
    for name in ("manifest-files", "manifest-summary"):
        digest = base64.b64encode(hashlib.md5((root / f"{name}.json").read_bytes()).digest()).decode()
        expect((root / f"{name}.md5").read_text().strip() == digest, name)
    summary = json.loads((root / "manifest-summary.json").read_text())
    expect(summary["exportArn"] == begun["ExportArn"] and summary["itemCount"] == ITEMS and summary["tableArn"] == table, summary)
    expect(datetime.datetime.fromisoformat(summary["exportTime"]) == moment, summary)
    found = []
    for line in (root / "manifest-files.json").read_text().splitlines():
        entry = json.loads(line)
        data = (bucket / entry["dataFileS3Key"]).read_bytes()
        expect(base64.b64encode(hashlib.md5(data).digest()).decode() == entry["md5Checksum"] and entry["etag"], entry)
        found += [json.loads(line)["Item"] for line in gzip.decompress(data).decode().splitlines()]
    key = lambda item: item["pk"]["S"]
    expect(sorted(map(plain, found), key=key) == sorted(map(plain, before), key=key), "the exported items")
    listed = [entry for page in pages(client.list_exports, "ExportSummaries", TableArn=table, MaxResults=1) for entry in page]
    expect([entry["ExportArn"] for entry in listed] == sorted([missing["ExportArn"], begun["ExportArn"]]), listed)
    expect(all(entry["ExportType"] == "FULL_EXPORT" for entry in listed), listed)
    return before, ended, moment


def filtered(client, bucket, before, moment):
    """Expressions select items and parts of them."""
    table = client.describe_table(TableName="Cards")["Table"]["TableArn"]
    asked = {"FilterExpression": "#l = :l AND n > :n", "ProjectionExpression": "pk, #l", "ExpressionAttributeNames": {"#l": "level"},
             "ExpressionAttributeValues": {":l": {"S": "A1"}, ":n": {"N": "12.5"}}}
    begun = client.export_table_to_point_in_time(TableArn=table, S3Bucket="bucket", S3Prefix="filtered", ExportTime=moment, FilterSpecification=asked)
    ended = export_ended(client, begun["ExportDescription"]["ExportArn"])
    expect(ended["ExportStatus"] == "COMPLETED" and ended["FilterSpecification"] == asked, ended)
    data, = (bucket / "filtered").rglob("*.json.gz")
    found = [json.loads(line)["Item"] for line in gzip.decompress(data.read_bytes()).decode().splitlines()]
    expected = [{name: item[name] for name in ("pk", "level")} for item in before
                if item["level"]["S"] == "A1" and decimal.Decimal(item["n"]["N"]) > decimal.Decimal("12.5")]
    key = lambda item: item["pk"]["S"]
    expect(sorted(found, key=key) == sorted(expected, key=key) and len(found) == ended["ItemCount"], found)
    refused("ValidationException", "missed key schema element: pk", client.export_table_to_point_in_time, TableArn=table, S3Bucket="bucket",
            FilterSpecification={"KeyConditionExpression": "word = :o", "ExpressionAttributeValues": {":o": {"S": "x"}}})
    refused("ValidationException", "ExpressionAttributeNames can only be specified", client.export_table_to_point_in_time, TableArn=table,
            S3Bucket="bucket", FilterSpecification={"ExpressionAttributeNames": {"#l": "level"}})


def of_ion(value):
    """A value that Amazon's Ion read, as DynamoDB JSON in Python's values."""
    annotations = [annotation.text for annotation in value.ion_annotations]
    if annotations:
        kind = annotations[0].removeprefix("$dynamodb_")
        return {kind: [f"{one:f}" if kind == "NS" else str(one) if kind == "SS" else bytes(one) for one in value]}
    match value.ion_type:
        case IonType.NULL:
            return {"NULL": True}
        case IonType.BOOL:
            return {"BOOL": bool(value)}
        case IonType.DECIMAL:
            return {"N": f"{value:f}"}
        case IonType.STRING:
            return {"S": str(value)}
        case IonType.BLOB:
            return {"B": bytes(value)}
        case IonType.LIST:
            return {"L": [of_ion(one) for one in value]}
        case IonType.STRUCT:
            return {"M": {name: of_ion(one) for name, one in value.items()}}
    raise AssertionError(value.ion_type)


def to_ion(typed):
    (kind, value), = typed.items()
    match kind:
        case "SS" | "NS" | "BS":
            elements = [decimal.Decimal(one) if kind == "NS" else one for one in value]
            return IonPyList.from_value(IonType.LIST, elements, (f"$dynamodb_{kind}",))
        case "NULL":
            return None
        case "N":
            return decimal.Decimal(value)
        case "B":
            return IonPyBytes.from_value(IonType.BLOB, value)
        case "L":
            return [to_ion(one) for one in value]
        case "M":
            return {name: to_ion(one) for name, one in value.items()}
    return value


def ions(client, bucket, before, moment):
    """Amazon's own Ion reads what is exported, and what it writes is imported."""
    table = client.describe_table(TableName="Cards")["Table"]["TableArn"]
    begun = client.export_table_to_point_in_time(TableArn=table, S3Bucket="bucket", S3Prefix="ion", ExportTime=moment, ExportFormat="ION")
    ended = export_ended(client, begun["ExportDescription"]["ExportArn"])
    expect((ended["ExportStatus"], ended["ExportFormat"], ended["ItemCount"]) == ("COMPLETED", "ION", ITEMS), ended)
    data, = (bucket / "ion").rglob("*.ion.gz")
    found = ion.loads(gzip.decompress(data.read_bytes()), single_value=False)
    in_order = lambda items: sorted(map(plain, items), key=lambda item: item["pk"]["S"])
    expect(in_order(of_ion(one["Item"])["M"] for one in found) == in_order(before), "the items that Ion reads")

    written = [{"Item": to_ion({"M": item})} for item in before]
    (bucket / "written.ion").write_text(ion.dumps(written, binary=False, sequence_as_stream=True))
    (bucket / "indented.ion").write_text(ion.dumps(written[0], binary=False, indent="  "))
    day = Timestamp(2026, 11, 28, precision=TimestampPrecision.DAY)
    (bucket / "timestamp.ion").write_text(ion.dumps({"Item": {"pk": "a", "at": day}}, binary=False))
    (bucket / "binary.ion").write_bytes(ion.dumps(written[0], binary=True))
    for name, expected in (("written", before), ("indented", before[:1]), ("timestamp", None), ("binary", None)):
        begun = client.import_table(
            S3BucketSource={"S3Bucket": "bucket", "S3KeyPrefix": f"{name}.ion"}, InputFormat="ION", InputCompressionType="NONE",
            TableCreationParameters={"TableName": f"From-{name}", **KEY})["ImportTableDescription"]
        ended = import_ended(client, begun["ImportArn"])
        outcome = ("COMPLETED", 0) if expected else ("FAILED", 1)
        expect((ended["ImportStatus"], ended["ErrorCount"]) == outcome, ended)
        expect(items(client, f"From-{name}") == (expected or []), name)


def pages(call, member, **arguments):
    while True:
        answer = call(**arguments)
        yield answer[member]
        if "NextToken" not in answer:
            return
        arguments["NextToken"] = answer["NextToken"]


def imports(client, bucket, before, export):
    prefix = str(pathlib.Path(export["ExportManifest"]).parent / "data") + "/"
    begun = client.import_table(
        S3BucketSource={"S3Bucket": "bucket", "S3KeyPrefix": prefix}, InputFormat="DYNAMODB_JSON", InputCompressionType="GZIP",
        TableCreationParameters={"TableName": "Imported", **KEY})["ImportTableDescription"]
    expect(begun["ImportStatus"] == "IN_PROGRESS" and begun["TableCreationParameters"]["TableName"] == "Imported", begun)
    ended = import_ended(client, begun["ImportArn"])
    expect((ended["ImportStatus"], ended["ImportedItemCount"], ended["ErrorCount"]) == ("COMPLETED", ITEMS, 0), ended)
    expect(items(client, "Imported") == before, "the imported items")
    expect(items(client, "Imported", IndexName="byLevel") == before, "the imported index")

    # As the service does it: items need no lines, and what is no item counts as one fault.
    parameters = {"AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}], "KeySchema": KEY["KeySchema"], "BillingMode": "PAY_PER_REQUEST"}
    (bucket / "lines").write_text("".join(json.dumps({"Item": {"pk": {"S": f"msg{number}"}}}) + "\n" * (number < 5) for number in range(10)))
    begun = client.import_table(
        S3BucketSource={"S3Bucket": "bucket", "S3KeyPrefix": "lines"}, InputFormat="DYNAMODB_JSON",
        TableCreationParameters={"TableName": "Lines", **parameters})["ImportTableDescription"]
    ended = import_ended(client, begun["ImportArn"])
    expect((ended["ImportStatus"], ended["ProcessedItemCount"]) == ("COMPLETED", 10) and ended["ProcessedSizeBytes"] > 0, ended)
    expect(len(items(client, "Lines")) == 10, "the lines")
    (bucket / "mixed1").write_text(json.dumps({"Item": {"pk": {"S": "msg1"}}}))
    (bucket / "mixed2").write_text(json.dumps({"pk": {"S": "msg2"}}))
    begun = client.import_table(
        S3BucketSource={"S3Bucket": "bucket", "S3KeyPrefix": "mixed"}, InputFormat="DYNAMODB_JSON", InputCompressionType="NONE",
        TableCreationParameters={"TableName": "Mixed", **parameters})["ImportTableDescription"]
    ended = import_ended(client, begun["ImportArn"])
    expect((ended["ImportStatus"], ended["FailureCode"]) == ("FAILED", "ItemValidationError"), ended)
    expect((ended["ErrorCount"], ended["ProcessedItemCount"], ended["ImportedItemCount"]) == (1, 2, 1), ended)
    expect([item["pk"]["S"] for item in items(client, "Mixed")] == ["msg1"], "the mixed items")

    (bucket / "cards.csv").write_text("pk,level,word\nc1,B2,\"a, b\"\nc2,,c\n")
    begun = client.import_table(
        S3BucketSource={"S3Bucket": "bucket", "S3KeyPrefix": "cards.csv"}, InputFormat="CSV", InputFormatOptions={"Csv": {"Delimiter": ","}},
        TableCreationParameters={"TableName": "Words", **KEY})["ImportTableDescription"]
    ended = import_ended(client, begun["ImportArn"])
    expect(ended["ImportStatus"] == "COMPLETED", ended)
    expect(items(client, "Words") == [
        {"pk": {"S": "c1"}, "level": {"S": "B2"}, "word": {"S": "a, b"}}, {"pk": {"S": "c2"}, "word": {"S": "c"}}], "the words")
    missing = client.import_table(
        S3BucketSource={"S3Bucket": "nobody"}, InputFormat="DYNAMODB_JSON",
        TableCreationParameters={"TableName": "Nothing", **parameters})["ImportTableDescription"]
    failed = import_ended(client, missing["ImportArn"])
    expect((failed["ImportStatus"], failed["FailureCode"]) == ("FAILED", "S3NoSuchBucket"), failed)
    expect("Nothing" not in client.list_tables()["TableNames"], "a table without items")
    refused("ResourceInUseException", "Table already exists", client.import_table, S3BucketSource={"S3Bucket": "bucket"},
            InputFormat="CSV", TableCreationParameters={"TableName": "Words", **parameters})
    refused("ValidationException", "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
            client.import_table, S3BucketSource={"S3Bucket": "bucket"}, InputFormat="CSV",
            TableCreationParameters={"TableName": "More", **parameters, "BillingMode": "PROVISIONED"})
    listed = [entry for page in pages(client.list_imports, "ImportSummaryList", PageSize=2) for entry in page]
    expect(len(listed) == 5 and [entry["ImportArn"] for entry in listed] == sorted(entry["ImportArn"] for entry in listed), listed)


def command_line(url, bucket):
    def aws(*words):
        environment = {
            "PATH": os.environ["PATH"], "AWS_ACCESS_KEY_ID": "AKIDTEST", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": REGION}
        run = subprocess.run([sys.executable, "-m", "awscli", "dynamodb", *words, "--endpoint-url", url], env=environment, capture_output=True, text=True)
        expect(run.returncode == 0, f"{words}: {run.stderr}")
        return json.loads(run.stdout)

    table = aws("describe-table", "--table-name", "Cards")["Table"]["TableArn"]
    arn = aws("export-table-to-point-in-time", "--table-arn", table, "--s3-bucket", "bucket", "--s3-prefix", "cli", "--export-format", "DYNAMODB_JSON")["ExportDescription"]["ExportArn"]
    wait("the export", lambda: aws("describe-export", "--export-arn", arn)["ExportDescription"]["ExportStatus"] == "COMPLETED")
    expect(arn in [entry["ExportArn"] for entry in aws("list-exports", "--table-arn", table)["ExportSummaries"]], "the list")
    data = str(next((bucket / "cli").rglob("*.json.gz")).parent.relative_to(bucket)) + "/"
    arn = aws(
        "import-table", "--s3-bucket-source", f"S3Bucket=bucket,S3KeyPrefix={data}", "--input-format", "DYNAMODB_JSON", "--input-compression-type", "GZIP",
        "--table-creation-parameters", json.dumps({"TableName": "ByHand", **KEY}))["ImportTableDescription"]["ImportArn"]
    wait("the import", lambda: aws("describe-import", "--import-arn", arn)["ImportTableDescription"]["ImportStatus"] == "COMPLETED")
    expect(arn in [entry["ImportArn"] for entry in aws("list-imports")["ImportSummaryList"]], "the list")
    expect(aws("scan", "--table-name", "ByHand", "--select", "COUNT")["Count"] == ITEMS, "the items")


with tempfile.TemporaryDirectory() as folder, endpoint(f"{folder}/table.sqlite") as url:
    bucket = pathlib.Path(f"{folder}/table.sqlite.exports/bucket")
    bucket.mkdir(parents=True)
    client = boto3.client("dynamodb", **settings(url))
    make(client)
    before, export, moment = exports(client, bucket, folder)
    imports(client, bucket, before, export)
    ions(client, bucket, before, moment)
    filtered(client, bucket, before, moment)
    command_line(url, bucket)
