#!/usr/bin/env python3
"""CloudWatch and IAM as boto3 and the aws CLI ask them, in each of CloudWatch's protocols: `lexi dynamodb` answers beside the table."""
import contextlib
import datetime
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from endpoint import REGION, ROOT, settings

PROGRAM = os.environ.get("LEXI_PROGRAM") or str(ROOT / ".build/debug/lexi")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(port, *arguments):
    """The program, until the block ends; it must end well."""
    process = subprocess.Popen([PROGRAM, *arguments, "--log-level", "error"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(400):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def serve(folder):
    port = free_port()
    return running(port, "dynamodb", "--data", folder, "--port", str(port))


def now():
    return datetime.datetime.now(datetime.timezone.utc)


DIMENSIONS = [{"Name": "TableName", "Value": "Orders"}]


def ask(name="ConsumedWriteCapacityUnits", dimensions=None, **more):
    found = dict(
        Namespace="AWS/DynamoDB", MetricName=name, Dimensions=DIMENSIONS if dimensions is None else dimensions,
        StartTime=now() - datetime.timedelta(minutes=10), EndTime=now() + datetime.timedelta(minutes=1), Period=60,
        Statistics=["Sum", "SampleCount"])
    return dict(found, **more)


def total(points, statistic="Sum"):
    return sum(point[statistic] for point in points)


def send(url, service, headers, body):
    scope = f"Credential=a/20260101/{REGION}/{service}/aws4_request"
    request = urllib.request.Request(
        url, data=body, headers={"Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=" + "0" * 64,
                                 "X-Amz-Date": "20260101T000000Z", **headers})
    return urllib.request.urlopen(request).read().decode()


def by_form(url, **members):
    """By the oldest protocol, `query`."""
    body = urllib.parse.urlencode(dict(members, Version="2010-08-01")).encode()
    return send(url, "monitoring", {"Content-Type": "application/x-www-form-urlencoded"}, body)


def by_json(url, operation, members):
    headers = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": f"GraniteServiceVersion20100801.{operation}"}
    return json.loads(send(url, "monitoring", headers, json.dumps(members).encode()))


def refused(code, action):
    from botocore.exceptions import ClientError

    try:
        action()
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        return
    raise AssertionError(f"nothing was refused with {code}")


def writes(client):
    """Makes the table and writes to it; the units that the answers report."""
    client.create_table(
        TableName="Orders", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
    units = 0
    for number in range(5):
        item = {"id": {"S": str(number)}, "text": {"S": "x" * 700 * number}}
        answer = client.put_item(TableName="Orders", Item=item, ReturnConsumedCapacity="TOTAL")
        units += answer["ConsumedCapacity"]["CapacityUnits"]
    return units


def check_boto3(watch, units):
    points = watch.get_metric_statistics(**ask())["Datapoints"]
    assert total(points) == units and total(points, "SampleCount") == 5, points
    assert all(point["Unit"] == "Count" and point["Timestamp"].tzinfo for point in points), points
    metric = {"Namespace": "AWS/DynamoDB", "MetricName": "ConsumedWriteCapacityUnits", "Dimensions": DIMENSIONS}
    query = lambda **more: {"Id": "w", "MetricStat": {"Metric": metric, "Period": 300, "Stat": "Sum"}, **more}
    between = {"StartTime": ask()["StartTime"], "EndTime": ask()["EndTime"]}
    data = watch.get_metric_data(MetricDataQueries=[query(), query(Id="x", ReturnData=False)], **between)["MetricDataResults"]
    assert len(data) == 1 and sum(data[0]["Values"]) == units and data[0]["StatusCode"] == "Complete", data
    names = {metric["MetricName"] for metric in watch.list_metrics(Namespace="AWS/DynamoDB", Dimensions=DIMENSIONS)["Metrics"]}
    assert {"ConsumedWriteCapacityUnits", "SuccessfulRequestLatency"} <= names, names
    # As on CloudWatch, a metric is found by exactly its dimensions.
    assert watch.get_metric_statistics(**ask(dimensions=[]))["Datapoints"] == []
    for wrong, code in (
            (dict(Period=61), "InvalidParameterValue"), (dict(StartTime=now() + datetime.timedelta(hours=1)), "InvalidParameterValue"),
            (dict(StartTime=now() - datetime.timedelta(days=30)), "InvalidParameterCombination"),
            (dict(Statistics=None), "InvalidParameterCombination"), (dict(Statistics=["Median"]), "InvalidParameterValue")):
        asked = {name: value for name, value in ask(**wrong).items() if value is not None}
        refused(code, lambda: watch.get_metric_statistics(**asked))
    refused("ValidationError", lambda: watch.get_metric_data(MetricDataQueries=[{"Id": "e", "Expression": "1 + 1"}], **between))


def check_protocols(url, units):
    when = {name: ask()[name].strftime("%Y-%m-%dT%H:%M:%SZ") for name in ("StartTime", "EndTime")}
    form = {"Action": "GetMetricStatistics", "Namespace": "AWS/DynamoDB", "MetricName": "ConsumedWriteCapacityUnits", "Period": "3600",
            "Dimensions.member.1.Name": "TableName", "Dimensions.member.1.Value": "Orders", "Statistics.member.1": "Sum", **when}
    assert f"<Sum>{units:g}</Sum>" in by_form(url, **form), by_form(url, **form)
    answer = by_json(url, "GetMetricStatistics", {
        "Namespace": "AWS/DynamoDB", "MetricName": "ConsumedWriteCapacityUnits", "Period": 3600, "Statistics": ["Sum"],
        "Dimensions": DIMENSIONS, "StartTime": time.time() - 600, "EndTime": time.time() + 60})
    assert total(answer["Datapoints"]) == units, answer
    for headers, body in (({"Content-Type": "application/x-www-form-urlencoded"}, b"Version=2010-08-01&Action=" + b"x" * (1 << 20)),
                          ({"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "GraniteServiceVersion20100801.ListMetrics"}, b"{"),
                          ({"Content-Type": "application/cbor"}, b"\x9f" * 100)):
        target = url + ("/service/GraniteServiceVersion20100801/operation/ListMetrics" if "cbor" in headers["Content-Type"] else "")
        try:
            send(target, "monitoring", headers, body)
        except urllib.error.HTTPError as error:
            assert 400 <= error.code < 500, error.code
            continue
        raise AssertionError(body[:40])
    return when


def check_user_errors(url, client, watch):
    """Counted whether the table or the protocol refused them."""
    refused("ResourceNotFoundException", lambda: client.get_item(TableName="Absent", Key={"id": {"S": "1"}}))
    try:
        send(url, "dynamodb", {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.GetItem"}, b"{")
    except urllib.error.HTTPError as error:
        assert error.code == 400, error.code
    assert total(watch.get_metric_statistics(**ask("UserErrors", []))["Datapoints"]) == 2


def check_insights(client, watch):
    """The rules of DescribeContributorInsights, and what they have found."""
    client.update_contributor_insights(TableName="Orders", ContributorInsightsAction="ENABLE")
    rules = client.describe_contributor_insights(TableName="Orders")["ContributorInsightsRuleList"]
    for number in (1, 2, 1, 1):
        client.put_item(TableName="Orders", Item={"id": {"S": f"k{number}"}})
    between = {"StartTime": ask()["StartTime"], "EndTime": ask()["EndTime"], "Period": 60}
    report = watch.get_insight_rule_report(RuleName=rules[0], Metrics=["Sum", "UniqueContributors"], **between)
    assert report["KeyLabels"] == ["id"] and report["AggregateValue"] == 4 and report["ApproximateUniqueCount"] == 2, report
    found = [(one["Keys"], one["ApproximateAggregateValue"]) for one in report["Contributors"]]
    assert found == [(["k1"], 3), (["k2"], 1)], report
    assert sum(point["Sum"] for point in report["MetricDatapoints"]) == 4, report
    refused("ResourceNotFoundException", lambda: watch.get_insight_rule_report(RuleName="none", **between))
    refused("InvalidParameterValue", lambda: watch.get_insight_rule_report(RuleName=rules[0], **dict(between, Period=61)))


def check_cli(url, units, when):
    environment = dict(
        os.environ, AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b", AWS_DEFAULT_REGION=REGION, AWS_PAGER="", AWS_ENDPOINT_URL=url)
    run = lambda *words: json.loads(
        subprocess.run(["aws", *words, "--output", "json"], env=environment, check=True, capture_output=True, text=True).stdout)
    answer = run(
        "cloudwatch", "get-metric-statistics", "--namespace", "AWS/DynamoDB", "--metric-name", "ConsumedWriteCapacityUnits",
        "--dimensions", "Name=TableName,Value=Orders", "--start-time", when["StartTime"], "--end-time", when["EndTime"],
        "--period", "60", "--statistics", "Sum")
    assert total(answer["Datapoints"]) == units, answer
    policy = run("iam", "get-role-policy", "--role-name", "lexi-service", "--policy-name", "lexi-table")
    assert policy["PolicyDocument"] == json.loads((ROOT / "schema/iam-policy.json").read_text()), policy


def check_serve(folder):
    """The same figures are in /metrics of `lexi serve`."""
    import boto3

    port, table = free_port(), free_port()
    with running(port, "serve", "--data", folder, "--port", str(port), "--dynamodb-port", str(table)) as url:
        client = boto3.client("dynamodb", **settings(f"http://127.0.0.1:{table}"))
        client.put_item(TableName="LexiApp", Item={"PK": {"S": "X#1"}, "SK": {"S": "X"}})
        text = urllib.request.urlopen(url + "/metrics").read().decode()
        assert 'lexi_dynamodb_consumed_write_capacity_units_total{table="LexiApp"} 1.0' in text, text
        assert 'lexi_dynamodb_successful_requests_total{operation="PutItem",table="LexiApp"} 1.0' in text, text


def main():
    import boto3

    with tempfile.TemporaryDirectory() as folder:
        with serve(folder) as url:
            client, watch = boto3.client("dynamodb", **settings(url)), boto3.client("cloudwatch", **settings(url))
            units = writes(client)
            check_boto3(watch, units)
            when = check_protocols(url, units)
            check_user_errors(url, client, watch)
            check_cli(url, units, when)
            check_insights(client, watch)
            iam = boto3.client("iam", **settings(url))
            refused("NoSuchEntity", lambda: iam.get_role_policy(RoleName="x", PolicyName="y"))
            refused("AccessDenied", iam.list_users)
        # Kept across a restart.
        with serve(folder) as url:
            watch = boto3.client("cloudwatch", **settings(url))
            assert total(watch.get_metric_statistics(**ask())["Datapoints"]) == units + 4
    with tempfile.TemporaryDirectory() as folder:
        check_serve(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
