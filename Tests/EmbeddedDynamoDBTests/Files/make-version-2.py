"""Made version-2.sqlite, once, with the program of the commit before format version 3: `make-version-2.py LEXI`.

The file has what a file of version 2 can hold: items of all types, local and global indexes, items that were changed and removed,
a token, a dropped table, a table with a stream that was only recorded, and one whose items expire, which nothing removed.
"""
import signal
import sqlite3
import subprocess
import sys
import time

import boto3

LEXI = sys.argv[1]
p = subprocess.Popen([LEXI, "dynamodb", "--data", "data", "--port", "8765", "--log-level", "error"], stdout=subprocess.DEVNULL)
time.sleep(1)
c = boto3.client("dynamodb", endpoint_url="http://127.0.0.1:8765", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
S = lambda s: {"S": s}
N = lambda n: {"N": str(n)}
A = lambda **k: [{"AttributeName": n, "AttributeType": t} for n, t in k.items()]
K = lambda *n: [{"AttributeName": n[0], "KeyType": "HASH"}] + [{"AttributeName": x, "KeyType": "RANGE"} for x in n[1:]]
ALL = {"ProjectionType": "ALL"}
c.create_table(
    TableName="Streamed", AttributeDefinitions=A(pk="S", sk="S", ln="N", gpk="S"), KeySchema=K("pk", "sk"), BillingMode="PAY_PER_REQUEST",
    LocalSecondaryIndexes=[dict(IndexName="local", KeySchema=K("pk", "ln"), Projection=ALL)],
    GlobalSecondaryIndexes=[dict(IndexName="global", KeySchema=K("gpk"), Projection={"ProjectionType": "KEYS_ONLY"})],
    StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
for i in range(40):
    item = {
        "pk": S(f"p{i % 4}"), "sk": S(f"s{i:03}"), "text": S("é" * (i % 7)), "bin": {"B": bytes([0, 255, i])}, "flag": {"BOOL": i % 2 == 0},
        "nothing": {"NULL": True}, "list": {"L": [N(i), S("x")]}, "map": {"M": {"deep": {"L": []}}}, "ss": {"SS": ["a", "b"]}, "ln": N(i)}
    if i % 2:
        item["gpk"] = S(f"g{i % 5}")
    c.put_item(TableName="Streamed", Item=item)
for i in range(0, 40, 5):
    c.delete_item(TableName="Streamed", Key={"pk": S(f"p{i % 4}"), "sk": S(f"s{i:03}")})
# Items 0 to 9 have expired, 10 to 19 never do; 20 has a time that is text, 21 has none.
c.create_table(TableName="Expiring", AttributeDefinitions=A(id="N"), KeySchema=K("id"), BillingMode="PAY_PER_REQUEST")
c.update_time_to_live(TableName="Expiring", TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"})
for i in range(20):
    c.put_item(TableName="Expiring", Item={"id": N(i), "until": N(1795000000 + i if i < 10 else 9999999999)})
c.put_item(TableName="Expiring", Item={"id": N(20), "until": S("1795000000")})
c.put_item(TableName="Expiring", Item={"id": N(21)})
c.transact_write_items(ClientRequestToken="token-of-version-2", TransactItems=[{"Update": {
    "TableName": "Expiring", "Key": {"id": N(21)}, "UpdateExpression": "ADD hits :one", "ExpressionAttributeValues": {":one": N(1)}}}])
c.create_table(TableName="Dropped", AttributeDefinitions=A(id="S"), KeySchema=K("id"), BillingMode="PAY_PER_REQUEST")
c.put_item(TableName="Dropped", Item={"id": S("d")})
c.delete_table(TableName="Dropped")
time.sleep(1)
p.send_signal(signal.SIGTERM)
p.wait()
d = sqlite3.connect("file:data/lexi.sqlite?mode=ro", uri=True)
print(d.execute("pragma user_version").fetchall())
