#!/usr/bin/env python3
"""Backups, restores, exports and imports of `lexi dynamodb` that are killed (SIGKILL) or find the disk full in their middle: nothing is half
made, nothing is lost, and the next try ends well. Nothing is printed unless something is wrong, or a part cannot be shown here.
"""
import gzip
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

import boto3
from botocore.exceptions import ClientError

from endpoint import ROOT, settings
from tables import KEY, expect

PROGRAM = os.environ.get("LEXI_PROGRAM") or str(ROOT / ".build/debug/lexi")
ITEMS = 4_000


def item(number):
    # Half of it is such that no compression makes it small.
    noise = random.Random(number).randbytes(150).hex()
    return {"pk": {"S": f"card {number:05}"}, "level": {"S": f"A{number % 3}"}, "text": {"S": noise + "x" * 150}}


EXPECTED = [item(number) for number in range(ITEMS)]


class Server:
    """`lexi dynamodb` on folders; it can be killed and started again."""

    def __init__(self, folder, data=None, backups=None, exports=None):
        self.folder = pathlib.Path(folder)
        self.data = pathlib.Path(data or self.folder / "data")
        self.backups = pathlib.Path(backups or self.folder / "backups")
        self.exports = pathlib.Path(exports or self.folder / "exports")
        (self.exports / "bucket").mkdir(parents=True, exist_ok=True)
        self.start()

    def start(self):
        self.log = open(self.folder / "log", "w+")
        words = ["--port", "0", "--data", str(self.data), "--backups", str(self.backups), "--exports", str(self.exports)]
        self.process = subprocess.Popen([PROGRAM, "dynamodb", *words], stdout=self.log, stderr=self.log, env={"PATH": os.environ["PATH"]})
        deadline = time.time() + 60
        while "speaks DynamoDB on " not in self.said():
            if self.process.poll() is not None or time.time() > deadline:
                sys.exit("lexi dynamodb did not start: " + self.said())
            time.sleep(0.01)
        self.client = boto3.client("dynamodb", **settings(self.said().split("speaks DynamoDB on ")[1].split()[0]))

    def said(self):
        return (self.folder / "log").read_text()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        expect(self.process.wait(timeout=60) == 0, "the end: " + self.said())

    def items(self, table, **more):
        found = [entry for page in self.client.get_paginator("scan").paginate(TableName=table, **more) for entry in page["Items"]]
        return sorted(found, key=lambda entry: entry["pk"]["S"])


def wait(server, what, probe):
    deadline = time.time() + 120
    while time.time() < deadline:
        answer = probe()
        if answer:
            return answer
        time.sleep(0.02)
    sys.exit(f"waited too long for {what}: {server.said()}")


def seed(server):
    """Fills the table Cards by an import, with recovery on."""
    lines = "".join(json.dumps({"Item": entry}) + "\n" for entry in EXPECTED)
    (server.exports / "bucket/seed.json").write_text(lines)
    arn = begin_import(server, "Cards")
    imported(server, arn)
    server.client.update_continuous_backups(TableName="Cards", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    server.client.update_time_to_live(TableName="Cards", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"})
    server.client.update_table(TableName="Cards", StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})


def begin_import(server, name):
    return server.client.import_table(
        S3BucketSource={"S3Bucket": "bucket", "S3KeyPrefix": "seed"}, InputFormat="DYNAMODB_JSON",
        TableCreationParameters={"TableName": name, **KEY})["ImportTableDescription"]["ImportArn"]


def imported(server, arn):
    def probe():
        found = server.client.describe_import(ImportArn=arn)["ImportTableDescription"]
        expect(found["ImportStatus"] != "FAILED", found)
        return found["ImportStatus"] == "COMPLETED" and found
    return wait(server, "the import", probe)


def backed_up(server, arn):
    def probe():
        return server.client.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]["BackupStatus"] == "AVAILABLE"
    wait(server, "the backup", probe)


def exported(server, arn):
    def probe():
        found = server.client.describe_export(ExportArn=arn)["ExportDescription"]
        expect(found["ExportStatus"] != "FAILED", found)
        return found["ExportStatus"] == "COMPLETED" and found
    return wait(server, "the export", probe)


def active(server, name):
    wait(server, name, lambda: server.client.describe_table(TableName=name)["Table"]["TableStatus"] == "ACTIVE")


def check_table(server, name):
    expect(server.items(name) == EXPECTED, f"the items of {name}")
    expect(server.items(name, IndexName="byLevel") == EXPECTED, f"the index of {name}")


def check_export(server, found):
    bucket = server.exports / "bucket"
    root = (bucket / found["ExportManifest"]).parent
    entries = [json.loads(line) for line in (root / "manifest-files.json").read_text().splitlines()]
    lines = [line for entry in entries for line in gzip.decompress((bucket / entry["dataFileS3Key"]).read_bytes()).splitlines()]
    expect(sorted((json.loads(line)["Item"] for line in lines), key=lambda entry: entry["pk"]["S"]) == EXPECTED, "the exported items")


def leftovers(server):
    """Files of what is under way."""
    folders = [server.backups, server.exports]
    return [path for folder in folders if folder.exists() for path in folder.rglob("*") if path.is_file() and (
        path.name.endswith(".partial") or ".work" in path.parts)]


def whole(server, state):
    """No file has the name of a whole one before its operation is done."""
    if state == "backup":
        return [path for path in server.backups.rglob("*.backup")]
    return list((server.exports / "bucket").rglob("manifest-summary.json"))


def write_meanwhile(server, number):
    """Changes that none of the operations may show, and that are taken back at the end."""
    server.client.put_item(TableName="Cards", Item={**item(number), "text": {"S": "meanwhile"}})
    server.client.delete_item(TableName="Cards", Key={"pk": {"S": f"card {number + 1:05}"}})


def mend(server, number):
    for changed in (number, number + 1):
        server.client.put_item(TableName="Cards", Item=item(changed))


def killed(chance):
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        seed(server)
        interruptions = 0

        def interrupt(is_done):
            """Kills the server some times at moments by chance, while something is under way."""
            nonlocal interruptions
            for _ in range(3):
                time.sleep(chance.random() * 0.12)
                if is_done():
                    break
                interruptions += 1
                server.kill()
                server.start()

        made = len(whole(server, "backup"))
        backup = server.client.create_backup(TableName="Cards", BackupName="killed")["BackupDetails"]["BackupArn"]
        write_meanwhile(server, 10)
        interrupt(lambda: len(whole(server, "backup")) > made)
        backed_up(server, backup)
        mend(server, 10)

        server.client.restore_table_from_backup(TargetTableName="Restored", BackupArn=backup)
        interrupt(lambda: server.client.describe_table(TableName="Restored")["Table"]["TableStatus"] == "ACTIVE")
        active(server, "Restored")
        check_table(server, "Restored")

        server.client.restore_table_to_point_in_time(
            SourceTableName="Cards", TargetTableName="Recovered", UseLatestRestorableTime=True)
        write_meanwhile(server, 15)
        interrupt(lambda: server.client.describe_table(TableName="Recovered")["Table"]["TableStatus"] == "ACTIVE")
        active(server, "Recovered")
        check_table(server, "Recovered")
        mend(server, 15)

        table = server.client.describe_table(TableName="Cards")["Table"]["TableArn"]
        export = server.client.export_table_to_point_in_time(TableArn=table, S3Bucket="bucket")["ExportDescription"]["ExportArn"]
        write_meanwhile(server, 20)
        interrupt(lambda: whole(server, "export"))
        check_export(server, exported(server, export))
        mend(server, 20)

        taken = begin_import(server, "Imported")
        interrupt(lambda: server.client.describe_import(ImportArn=taken)["ImportTableDescription"]["ImportStatus"] == "COMPLETED")
        found = imported(server, taken)
        expect((found["ImportedItemCount"], found["ErrorCount"], found["ProcessedItemCount"]) == (ITEMS, 0, ITEMS), found)
        check_table(server, "Imported")
        check_table(server, "Cards")
        expect(interruptions >= 4, f"only {interruptions} interruptions")
        expect(not leftovers(server), leftovers(server))
        server.stop()
        restored_by_command(server, chance)
        checked = subprocess.run([PROGRAM, "table", "check", "--data", str(server.data)], capture_output=True, text=True)
        expect(checked.returncode == 0, checked.stdout + checked.stderr)


def restored_by_command(server, chance):
    """`lexi table restore` into another folder, killed some times: the same command goes on, and expiry and stream are on in the end."""
    files = sorted(server.backups.glob("Cards/*.backup"))
    words = [PROGRAM, "table", "restore", "--backup", str(files[-1]), "--table", "Cards", "--data", str(server.folder / "other")]
    for _ in range(4):
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.random() * 0.3)
        process.kill()
        process.wait()
    done = subprocess.run(words, capture_output=True, text=True)
    expect(done.returncode == 0 or "Table already exists" in done.stderr, done.stderr)
    other = Server(server.folder, data=server.folder / "other")
    active(other, "Cards")
    check_table(other, "Cards")
    described = other.client.describe_table(TableName="Cards")["Table"]
    expect(described["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}, described)
    expiry = other.client.describe_time_to_live(TableName="Cards")["TimeToLiveDescription"]
    expect(expiry == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}, expiry)
    other.stop()


class FullDisk:
    """A file that takes all room of a disk but some."""

    def __init__(self, folder, room):
        self.path = pathlib.Path(folder) / "filler"
        state = os.statvfs(folder)
        self.path.write_bytes(b"\0" * max(0, state.f_bavail * state.f_frsize - room))

    def free(self):
        self.path.unlink()


def full_files(folder, disk):
    """Backups and exports to a disk that is full; the table's file lies on another."""
    server = Server(folder, backups=f"{disk}/backups", exports=f"{disk}/exports")
    seed(server)
    table = server.client.describe_table(TableName="Cards")["Table"]["TableArn"]
    filler = FullDisk(disk, 300_000)
    backup = server.client.create_backup(TableName="Cards", BackupName="full")["BackupDetails"]["BackupArn"]
    export = server.client.export_table_to_point_in_time(TableArn=table, S3Bucket="bucket")["ExportDescription"]["ExportArn"]
    write_meanwhile(server, 30)
    wait(server, "the word that the disk is full", lambda: server.said().count("No space left") + server.said().count("is full") >= 2)
    expect(not whole(server, "backup") and not whole(server, "export"), "something is called whole")
    status = server.client.describe_backup(BackupArn=backup)["BackupDescription"]["BackupDetails"]["BackupStatus"]
    expect(status == "CREATING", status)
    expect(server.client.describe_export(ExportArn=export)["ExportDescription"]["ExportStatus"] == "IN_PROGRESS", "the export")
    write_meanwhile(server, 40)
    filler.free()
    backed_up(server, backup)
    check_export(server, exported(server, export))
    expect(not leftovers(server), leftovers(server))
    mend(server, 30)
    mend(server, 40)
    server.client.restore_table_from_backup(TargetTableName="Restored", BackupArn=backup)
    active(server, "Restored")
    check_table(server, "Restored")
    check_table(server, "Cards")
    server.stop()


def full_table(folder, disk):
    """A restore and an import into a table's file on a disk that is full."""
    server = Server(folder, data=f"{disk}/data")
    seed(server)
    backup = server.client.create_backup(TableName="Cards", BackupName="before")["BackupDetails"]["BackupArn"]
    backed_up(server, backup)
    filler = FullDisk(disk, 400_000)

    def begin(call):
        """The first try may be refused for want of room: then nothing has begun."""
        try:
            return call()
        except ClientError as error:
            expect(error.response["ResponseMetadata"]["HTTPStatusCode"] in (500, 503), error)
            return None
    restoring = begin(lambda: server.client.restore_table_from_backup(TargetTableName="Restored", BackupArn=backup))
    taken = begin(lambda: begin_import(server, "Imported"))
    def recover():
        return server.client.restore_table_to_point_in_time(
            SourceTableName="Cards", TargetTableName="Recovered", UseLatestRestorableTime=True)
    recovering = begin(recover)
    time.sleep(1)
    for name, begun in (("Restored", restoring), ("Imported", taken), ("Recovered", recovering)):
        if begun:
            expect(server.client.describe_table(TableName=name)["Table"]["TableStatus"] == "CREATING", f"{name} has no room")
    expect(server.client.get_item(TableName="Cards", Key={"pk": {"S": "card 00007"}})["Item"] == item(7), "a read on a full disk")
    filler.free()
    restoring or server.client.restore_table_from_backup(TargetTableName="Restored", BackupArn=backup)
    taken = taken or begin_import(server, "Imported")
    recovering or recover()
    active(server, "Restored")
    active(server, "Recovered")
    imported(server, taken)
    for name in ("Restored", "Imported", "Recovered", "Cards"):
        check_table(server, name)
    server.stop()


def full(folder):
    for number, (part, size) in enumerate(((full_files, "24m"), (full_table, "72m"))):
        disk = pathlib.Path(folder) / f"disk{number}"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(disk)], check=True)
        inner = pathlib.Path(folder) / f"run{number}"
        inner.mkdir()
        part(inner, disk)


def main():
    if sys.argv[1:2] == ["full"]:
        return full(sys.argv[2])
    killed(random.Random(int(os.environ.get("LEXI_SEED", "7"))))
    may = subprocess.run(["unshare", "-Urm", "sh", "-c", "mkdir -p $0 && mount -t tmpfs none $0", tempfile.mkdtemp()], capture_output=True)
    if may.returncode != 0:
        print("NOT SHOWN: full disks, since no file system can be mounted here")
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["unshare", "-Urm", sys.executable, "-BEs", __file__, "full", folder], check=True)


main()
