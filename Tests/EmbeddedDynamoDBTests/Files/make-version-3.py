"""Made version-3.sqlite, once, with a program of format version 3: `make-version-3.py LEXI`, in an empty folder.

The file has what only this version has: documents of all kinds (a stream with records, a removed table that can be restored, an export, an
import, minutes of metrics), the index of times, a window of recovery with its log of changes, a policy, tags, insights.
"""
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import boto3

LEXI = sys.argv[1]
PORT = "8767"
p = subprocess.Popen([LEXI, "dynamodb", "--data", "data", "--port", PORT, "--log-level", "error"], stdout=subprocess.DEVNULL)
time.sleep(2)
c = boto3.client("dynamodb", endpoint_url=f"http://127.0.0.1:{PORT}", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
S = lambda s: {"S": s}
N = lambda n: {"N": str(n)}
A = lambda **k: [{"AttributeName": n, "AttributeType": t} for n, t in k.items()]
K = lambda *n: [{"AttributeName": n[0], "KeyType": "HASH"}] + [{"AttributeName": x, "KeyType": "RANGE"} for x in n[1:]]
ALL = {"ProjectionType": "ALL"}
PITR = {"PointInTimeRecoveryEnabled": True}
c.create_table(
    TableName="Recovered", AttributeDefinitions=A(pk="S", sk="S", ln="N", gpk="S"), KeySchema=K("pk", "sk"), BillingMode="PAY_PER_REQUEST",
    LocalSecondaryIndexes=[dict(IndexName="local", KeySchema=K("pk", "ln"), Projection=ALL)],
    GlobalSecondaryIndexes=[dict(IndexName="global", KeySchema=K("gpk"), Projection={"ProjectionType": "KEYS_ONLY"})],
    StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}, Tags=[{"Key": "é", "Value": "v"}])
c.update_continuous_backups(TableName="Recovered", PointInTimeRecoverySpecification=PITR)
c.update_contributor_insights(TableName="Recovered", ContributorInsightsAction="ENABLE")
for i in range(40):
    item = {
        "pk": S(f"p{i % 4}"), "sk": S(f"s{i:03}"), "text": S("é" * (i % 7)), "bin": {"B": bytes([0, 255, i])}, "flag": {"BOOL": i % 2 == 0},
        "nothing": {"NULL": True}, "list": {"L": [N(i), S("x")]}, "map": {"M": {"deep": {"L": []}}}, "ss": {"SS": ["a", "b"]}, "ln": N(i)}
    if i % 2:
        item["gpk"] = S(f"g{i % 5}")
    c.put_item(TableName="Recovered", Item=item)
for i in range(0, 40, 5):
    c.delete_item(TableName="Recovered", Key={"pk": S(f"p{i % 4}"), "sk": S(f"s{i:03}")})
c.create_table(TableName="Expiring", AttributeDefinitions=A(id="N"), KeySchema=K("id"), BillingMode="PAY_PER_REQUEST")
c.update_time_to_live(TableName="Expiring", TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"})
for i in range(20):
    c.put_item(TableName="Expiring", Item={"id": N(i), "until": N(9999999000 + i)})
c.transact_write_items(ClientRequestToken="token-of-version-3", TransactItems=[{"Update": {
    "TableName": "Expiring", "Key": {"id": N(0)}, "UpdateExpression": "ADD hits :one", "ExpressionAttributeValues": {":one": N(1)}}}])
c.create_table(TableName="Removed", AttributeDefinitions=A(id="S"), KeySchema=K("id"), BillingMode="PAY_PER_REQUEST")
c.update_continuous_backups(TableName="Removed", PointInTimeRecoverySpecification=PITR)
c.put_item(TableName="Removed", Item={"id": S("d")})
c.delete_table(TableName="Removed")
os.makedirs("data/exports/bucket", exist_ok=True)
arn = c.describe_table(TableName="Recovered")["Table"]["TableArn"]
export = c.export_table_to_point_in_time(TableArn=arn, S3Bucket="bucket", ClientToken="export-token")["ExportDescription"]["ExportArn"]
with open("data/exports/bucket/lines", "w") as lines:
    lines.write('{"Item":{"id":{"S":"a"}}}\n{"Item":{"id":{"S":"b"}}}\n')
imported = c.import_table(
    S3BucketSource={"S3Bucket": "bucket", "S3KeyPrefix": "lines"}, InputFormat="DYNAMODB_JSON", ClientToken="import-token",
    TableCreationParameters=dict(TableName="Imported", AttributeDefinitions=A(id="S"), KeySchema=K("id"), BillingMode="PAY_PER_REQUEST"))
imported = imported["ImportTableDescription"]["ImportArn"]
while c.describe_export(ExportArn=export)["ExportDescription"]["ExportStatus"] == "IN_PROGRESS":
    time.sleep(0.2)
while c.describe_import(ImportArn=imported)["ImportTableDescription"]["ImportStatus"] == "IN_PROGRESS":
    time.sleep(0.2)
# A minute of metrics is kept when it is over.
time.sleep(75)
p.send_signal(signal.SIGTERM)
p.wait()
d = sqlite3.connect("file:data/lexi.sqlite?mode=ro", uri=True)
print(d.execute("pragma user_version").fetchall(), d.execute("select kind, count(*) from documents group by kind").fetchall())
d.close()
shutil.copy("data/lexi.sqlite", "version-3.sqlite")
