#!/usr/bin/env python3
"""Backups and recovery to a point in time, as boto3 and the aws CLI use them. Nothing is printed unless something is wrong."""
import datetime
import json
import os
import subprocess
import sys
import tempfile
import time

import boto3

from endpoint import REGION, endpoint, settings
from tables import expect, items, refused, wait

ITEMS = 120


def make(client):
    client.create_table(
        TableName="Cards", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "level", "AttributeType": "S"}],
        GlobalSecondaryIndexes=[{
            "IndexName": "byLevel", "KeySchema": [{"AttributeName": "level", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"}}])
    client.get_waiter("table_exists").wait(TableName="Cards")
    for number in range(ITEMS):
        client.put_item(TableName="Cards", Item={"pk": {"S": f"card {number}"}, "level": {"S": f"A{number % 3}"}})


def available(client, arn):
    def probe():
        details = client.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]
        return details["BackupStatus"] == "AVAILABLE" and details
    return wait("the backup", probe)


def backups(client):
    before = items(client, "Cards")
    made = client.create_backup(TableName="Cards", BackupName="first")["BackupDetails"]
    expect(made["BackupStatus"] == "CREATING" and made["BackupType"] == "USER", made)
    client.delete_item(TableName="Cards", Key={"pk": {"S": "card 0"}})
    available(client, made["BackupArn"])
    described = client.describe_backup(BackupArn=made["BackupArn"])["BackupDescription"]
    expect(described["SourceTableDetails"]["ItemCount"] == ITEMS, described)
    expect(described["SourceTableFeatureDetails"]["GlobalSecondaryIndexes"][0]["IndexName"] == "byLevel", described)
    pages = client.get_paginator("list_backups").paginate(TableName="Cards", PaginationConfig={"PageSize": 1})
    expect([entry["BackupArn"] for page in pages for entry in page["BackupSummaries"]] == [made["BackupArn"]], "the list")
    restored = client.restore_table_from_backup(TargetTableName="Restored", BackupArn=made["BackupArn"])["TableDescription"]
    expect(restored["RestoreSummary"]["SourceBackupArn"] == made["BackupArn"], restored)
    client.get_waiter("table_exists").wait(TableName="Restored", WaiterConfig={"Delay": 1})
    expect(items(client, "Restored") == before, "the restored items")
    found = client.query(
        TableName="Restored", IndexName="byLevel", KeyConditionExpression="#l = :l",
        ExpressionAttributeNames={"#l": "level"}, ExpressionAttributeValues={":l": {"S": "A1"}})
    expect(found["Count"] == ITEMS // 3, found["Count"])
    refused("TableAlreadyExistsException", "", client.restore_table_from_backup, TargetTableName="Restored", BackupArn=made["BackupArn"])
    refused("TableNotFoundException", "", client.create_backup, TableName="Nobody", BackupName="first")
    expect(client.delete_backup(BackupArn=made["BackupArn"])["BackupDescription"]["BackupDetails"]["BackupStatus"] == "DELETED", "deleted")
    refused("BackupNotFoundException", "", client.describe_backup, BackupArn=made["BackupArn"])


def recovery(client):
    refused(
        "PointInTimeRecoveryUnavailableException", "", client.restore_table_to_point_in_time, SourceTableName="Cards",
        TargetTableName="Recovered", UseLatestRestorableTime=True)
    answer = client.update_continuous_backups(
        TableName="Cards", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 7})
    window = answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    expect(window["PointInTimeRecoveryStatus"] == "ENABLED" and window["RecoveryPeriodInDays"] == 7, window)
    before = items(client, "Cards")
    # botocore sends whole seconds.
    time.sleep(1.1)
    moment = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    time.sleep(1.1)
    client.put_item(TableName="Cards", Item={"pk": {"S": "late"}})
    client.delete_item(TableName="Cards", Key={"pk": {"S": "card 7"}})
    client.restore_table_to_point_in_time(SourceTableName="Cards", TargetTableName="Recovered", RestoreDateTime=moment)
    client.get_waiter("table_exists").wait(TableName="Recovered", WaiterConfig={"Delay": 1})
    expect(items(client, "Recovered") == before, "the recovered items")
    refused(
        "InvalidRestoreTimeException", "", client.restore_table_to_point_in_time, SourceTableName="Cards",
        TargetTableName="Early", RestoreDateTime=moment - datetime.timedelta(days=1))
    client.delete_table(TableName="Cards")
    client.restore_table_to_point_in_time(SourceTableName="Cards", TargetTableName="Again", RestoreDateTime=moment)
    client.get_waiter("table_exists").wait(TableName="Again", WaiterConfig={"Delay": 1})
    expect(items(client, "Again") == before, "the items of the removed table")
    wait("the system's backup", lambda: client.list_backups(BackupType="SYSTEM")["BackupSummaries"])


def command_line(url):
    def aws(*words):
        environment = {
            "PATH": os.environ["PATH"], "AWS_ACCESS_KEY_ID": "AKIDTEST", "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": REGION}
        run = subprocess.run([sys.executable, "-m", "awscli", "dynamodb", *words, "--endpoint-url", url], env=environment, capture_output=True, text=True)
        expect(run.returncode == 0, f"{words}: {run.stderr}")
        return json.loads(run.stdout)

    arn = aws("create-backup", "--table-name", "Again", "--backup-name", "by-hand")["BackupDetails"]["BackupArn"]
    wait("the backup", lambda: aws("describe-backup", "--backup-arn", arn)["BackupDescription"]["BackupDetails"]["BackupStatus"] == "AVAILABLE")
    expect([entry["BackupName"] for entry in aws("list-backups", "--table-name", "Again")["BackupSummaries"]] == ["by-hand"], "the list")
    aws("update-continuous-backups", "--table-name", "Again", "--point-in-time-recovery-specification", "PointInTimeRecoveryEnabled=True")
    described = aws("describe-continuous-backups", "--table-name", "Again")["ContinuousBackupsDescription"]
    expect(described["PointInTimeRecoveryDescription"]["RecoveryPeriodInDays"] == 35, described)
    aws("restore-table-to-point-in-time", "--source-table-name", "Again", "--target-table-name", "Latest", "--use-latest-restorable-time")
    wait("the table", lambda: aws("describe-table", "--table-name", "Latest")["Table"]["TableStatus"] == "ACTIVE")


with tempfile.TemporaryDirectory() as folder, endpoint(f"{folder}/table.sqlite") as url:
    client = boto3.client("dynamodb", **settings(url))
    make(client)
    backups(client)
    recovery(client)
    command_line(url)
