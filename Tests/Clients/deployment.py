#!/usr/bin/env python3
"""Checks the files of schema/ for a deployment.

cfn-lint accepts the CloudFormation template; Terraform's module can be parsed; both describe the table of table.json and the policy
of iam-policy.json. The requests fit botocore's model of DynamoDB, the aws CLI makes the table with them, and that takes the sample
items of the NoSQL Workbench model. Prints what is wrong; the exit status is 1 then.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

import boto3
import botocore.loaders
import botocore.model
import botocore.validate
import cfnlint.decode
import hcl2

from endpoint import REGION, ROOT, endpoint, settings

SCHEMA = ROOT / "schema"
TABLE_ARN = "arn:aws:dynamodb:*:*:table/LexiApp"


def read(name):
    return json.loads((SCHEMA / name).read_text())


def same(what, found, wanted):
    return [] if found == wanted else [f"{what}: {json.dumps(found)} is not {json.dumps(wanted)}"]


# CloudFormation


def resolved(value):
    """A value of the template with the functions that it uses carried out."""
    if isinstance(value, dict):
        if list(value) == ["Ref"]:
            return {"TableName": "LexiApp"}[value["Ref"]]
        if list(value) == ["Fn::GetAtt"]:
            found = value["Fn::GetAtt"]
            return {"Table.Arn": TABLE_ARN}[found if isinstance(found, str) else ".".join(found)]
        if list(value) == ["Fn::Sub"]:
            return value["Fn::Sub"].replace("${Table.Arn}", TABLE_ARN)
        return {str(name): resolved(member) for name, member in value.items()}
    if isinstance(value, list):
        return [resolved(element) for element in value]
    return value


def cloudformation():
    file = str(SCHEMA / "cloudformation.yaml")
    program = pathlib.Path(sys.executable).with_name("cfn-lint")
    lint = subprocess.run([program, "--include-checks", "I", "--", file], capture_output=True, text=True)
    faults = [f"cfn-lint: {lint.stdout}{lint.stderr}"] if lint.returncode or lint.stdout.strip() else []
    template, problems = cfnlint.decode.decode(file)
    if problems:
        return faults + [f"cloudformation.yaml: {problems}"]
    table = template["Resources"]["Table"]
    for member in ("DeletionPolicy", "UpdateReplacePolicy"):
        faults += same(member, table[member], "Retain")
    properties = resolved(table["Properties"])
    for member, value in read("table.json").items():
        found = properties.pop(member)
        # CloudFormation takes the view for the whole: a table with one has a stream.
        faults += same(f"cloudformation.yaml, {member}", found,
                       {"StreamViewType": value["StreamViewType"]} if member == "StreamSpecification" else value)
    faults += same("cloudformation.yaml", properties, {
        "TimeToLiveSpecification": read("ttl.json")["TimeToLiveSpecification"],
        "PointInTimeRecoverySpecification": read("recovery.json")["PointInTimeRecoverySpecification"],
        "SSESpecification": {"SSEEnabled": True}, "DeletionProtectionEnabled": True})
    policy = resolved(template["Resources"]["ServicePolicy"]["Properties"]["PolicyDocument"])
    return faults + same("the policy of cloudformation.yaml", policy, read("iam-policy.json"))


# Terraform


def plain(value):
    """What python-hcl2 gives, without the quotes that it leaves around texts and labels and its marks of blocks."""
    if isinstance(value, dict):
        return {plain(name): plain(member) for name, member in value.items() if name not in ("__is_block__", "__comments__")}
    if isinstance(value, list):
        return [plain(element) for element in value]
    if isinstance(value, str) and len(value) > 1 and value[0] == value[-1] == '"':
        return value[1:-1]
    return value


def block(module, kind, label, name):
    return next(entry[label][name] for entry in module[kind] if name in entry.get(label, {}))


def terraform():
    with open(SCHEMA / "terraform/main.tf") as file:
        module = plain(hcl2.load(file))
    table, wanted = block(module, "resource", "aws_dynamodb_table", "lexi"), read("table.json")
    keys = lambda schema: {"hash_key": schema[0]["AttributeName"], "range_key": schema[1]["AttributeName"]}
    expiry = read("ttl.json")["TimeToLiveSpecification"]
    recovery = read("recovery.json")["PointInTimeRecoverySpecification"]
    faults = same("terraform, the table", table, {
        "name": "${var.table_name}", "billing_mode": wanted["BillingMode"], **keys(wanted["KeySchema"]),
        "stream_enabled": wanted["StreamSpecification"]["StreamEnabled"],
        "stream_view_type": wanted["StreamSpecification"]["StreamViewType"],
        "deletion_protection_enabled": True, "tags": "${var.tags}",
        "attribute": [{"name": a["AttributeName"], "type": a["AttributeType"]} for a in wanted["AttributeDefinitions"]],
        "global_secondary_index": [
            {"name": i["IndexName"], **keys(i["KeySchema"]), "projection_type": i["Projection"]["ProjectionType"]}
            for i in wanted["GlobalSecondaryIndexes"]],
        "ttl": [{"attribute_name": expiry["AttributeName"], "enabled": expiry["Enabled"]}],
        "point_in_time_recovery": [{"enabled": recovery["PointInTimeRecoveryEnabled"]}],
        "server_side_encryption": [{"enabled": True}], "lifecycle": [{"prevent_destroy": True}]})
    variable = next(entry["table_name"] for entry in module["variable"] if "table_name" in entry)
    faults += same("terraform, the name", variable["default"], wanted["TableName"])
    statements = []
    for statement in block(module, "data", "aws_iam_policy_document", "service")["statement"]:
        found = {"Sid": statement["sid"], "Effect": "Allow", "Action": statement["actions"],
                 "Resource": [r.replace("${aws_dynamodb_table.lexi.arn}", TABLE_ARN) for r in statement["resources"]]}
        for condition in statement.get("condition", []):
            found.setdefault("Condition", {})[condition["test"]] = {condition["variable"]: condition["values"]}
        statements.append(found)
    return faults + same("the policy of terraform", statements, read("iam-policy.json")["Statement"])


# The requests, and what they make


def model():
    loaded = botocore.loaders.Loader().load_service_model("dynamodb", "service-2", "2012-08-10")
    return botocore.model.ServiceModel(loaded)


def requests():
    service, faults = model(), []
    for name, operation in (("table", "CreateTable"), ("ttl", "UpdateTimeToLive"), ("recovery", "UpdateContinuousBackups")):
        shape = service.operation_model(operation).input_shape
        report = botocore.validate.ParamValidator().validate(read(f"{name}.json"), shape)
        if report.has_errors():
            faults.append(f"{name}.json: {report.generate_report()}")
    return faults


def aws(url, *arguments):
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any", "AWS_DEFAULT_REGION": REGION,
                   "AWS_PAGER": "", "AWS_ENDPOINT_URL_DYNAMODB": url}
    command = [sys.executable, "-m", "awscli", "dynamodb", *arguments, "--output", "json"]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=SCHEMA)
    if run.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {run.stderr}")
    return json.loads(run.stdout or "{}")


def table(url):
    wanted = read("table.json")
    aws(url, "create-table", "--cli-input-json", "file://table.json")
    aws(url, "wait", "table-exists", "--table-name", "LexiApp")
    aws(url, "update-time-to-live", "--cli-input-json", "file://ttl.json")
    found = aws(url, "describe-table", "--table-name", "LexiApp")["Table"]
    faults = same("the billing mode of the table", found["BillingModeSummary"]["BillingMode"], wanted["BillingMode"])
    for member in ("KeySchema", "StreamSpecification"):
        faults += same(f"{member} of the table", found[member], wanted[member])
    by_name = lambda attributes: sorted(attributes, key=lambda a: a["AttributeName"])
    faults += same("the attributes of the table", by_name(found["AttributeDefinitions"]), by_name(wanted["AttributeDefinitions"]))
    indexes = [{name: index[name] for name in ("IndexName", "KeySchema", "Projection")}
               for index in sorted(found["GlobalSecondaryIndexes"], key=lambda i: i["IndexName"])]
    faults += same("the indexes of the table", indexes, wanted["GlobalSecondaryIndexes"])
    expiry = aws(url, "describe-time-to-live", "--table-name", "LexiApp")["TimeToLiveDescription"]
    return faults + same("the expiry", expiry, {"TimeToLiveStatus": "ENABLED",
                                                "AttributeName": read("ttl.json")["TimeToLiveSpecification"]["AttributeName"]})


def workbench(url):
    document, wanted, faults = read("nosql-workbench.json"), read("table.json"), []
    types = {a["AttributeName"]: a["AttributeType"] for a in wanted["AttributeDefinitions"]}
    keys = lambda schema: {role: {"AttributeName": key["AttributeName"], "AttributeType": types[key["AttributeName"]]}
                           for role, key in zip(("PartitionKey", "SortKey"), schema)}
    faults += same("the version of the data model", document["ModelMetadata"]["Version"], "3.0")
    [found] = document["DataModel"]
    faults += same("the data model's keys", found["KeyAttributes"], keys(wanted["KeySchema"]))
    faults += same("the data model's indexes", found["GlobalSecondaryIndexes"], [
        {"IndexName": i["IndexName"], "KeyAttributes": keys(i["KeySchema"]), "Projection": i["Projection"]}
        for i in wanted["GlobalSecondaryIndexes"]])
    declared = {a["AttributeName"]: a["AttributeType"] for a in found["NonKeyAttributes"]}
    client = boto3.client("dynamodb", **settings(url))
    for item in found["TableData"]:
        client.put_item(TableName="LexiApp", Item=item)
        for name, value in item.items():
            if name not in ("PK", "SK") and declared.get(name) != next(iter(value)):
                faults.append(f"the data model declares {name} as {declared.get(name)}, not as {next(iter(value))}")
    count = len(client.scan(TableName="LexiApp", ConsistentRead=True)["Items"])
    return faults + same("the number of sample items in the table", count, len(found["TableData"]))


def readme():
    text = (SCHEMA / "README.md").read_text()
    names = {str(path.relative_to(SCHEMA)) for path in SCHEMA.rglob("*") if path.is_file()} - {"README.md"}
    # The page that a folder belongs to names what is in it.
    running = (SCHEMA / "operations" / "running.md").read_text()

    def is_named(name):
        folder, _, file = name.rpartition("/")
        if folder == "operations/files" and f"`{folder}/`" in text:
            return file == "README.md" or file in running
        return f"`{name}`" in text

    faults = [f"README.md of schema/ does not name {name}" for name in sorted(names) if not is_named(name)]
    commands = re.findall(r"file://schema/(\S+)|schema/(\S+\.(?:yaml|json))|-chdir=schema/(\S+)", text)
    for name in {next(filter(None, match)) for match in commands}:
        if not (SCHEMA / name).exists():
            faults.append(f"README.md of schema/ names {name}, which is not there")
    return faults


def main():
    faults = cloudformation() + terraform() + requests() + readme()
    with endpoint() as url:
        faults += table(url) + workbench(url)
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
