#!/usr/bin/env python3
"""CloudWatch and IAM as boto3 and the aws CLI ask them, in each of CloudWatch's protocols: `lexi dynamodb` answers next to the table."""
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
    check_expressions(watch, query, between, units)
    assert watch.get_metric_statistics(**ask(Unit="Bytes"))["Datapoints"] == []
    check_percentiles(watch, between)
    check_pages(watch, query, between)


def check_expressions(watch, query, between, units):
    """Metric math: arithmetic on queries, wherever they stand, and on sums of them; what is more is refused by name."""
    hour = lambda **more: query(**more, **{"ReturnData": False})
    metrics = [hour(Id="w"), hour(Id="n")]
    metrics[1]["MetricStat"]["Stat"] = "SampleCount"
    ask_for = lambda *expressions: watch.get_metric_data(MetricDataQueries=[
        {"Id": f"e{place}", "Expression": text} for place, text in enumerate(expressions)] + metrics, **between)["MetricDataResults"]
    found = {one["Id"]: one for one in ask_for("w / n", "-(w - 2 * w)", "w / SUM(w) * 100", "e1 + AVG(n) - AVG(n)", "w / (n - n)")}
    assert found.keys() == {"e0", "e1", "e2", "e3", "e4"} and found["e0"]["Label"] == "e0", found
    sums = {name: sum(one["Values"]) for name, one in found.items()}
    assert sums["e1"] == sums["e3"] == units and abs(sums["e2"] - 100) < 1e-9 and found["e4"]["Values"] == [], found
    assert len(found["e0"]["Values"]) == len(found["e0"]["Timestamps"]) > 0, found
    for wrong in ("1 + 1", "w +", "w + nobody", "e0 + 1", "METRICS()", "w ^ 2", "SUM(1)", "(" * 200 + "w" + ")" * 200, "w" * 3000):
        refused("ValidationError", lambda: ask_for(wrong))
    long = {**between, "StartTime": between["EndTime"] - datetime.timedelta(days=14)}
    refused("ValidationError", lambda: watch.get_metric_data(MetricDataQueries=[
        {**metrics[0], "MetricStat": {**metrics[0]["MetricStat"], "Period": 60}}, {"Id": "e", "Expression": "w" + " + w" * 50}], **long))
    refused("ValidationError", lambda: ask_for(*("-" * 40 + f"e{place + 1}" for place in range(60)), "w"))


def check_percentiles(watch, between):
    """Of latencies each operation's are spread; of counts that are all alike a percentile is their value."""
    puts = DIMENSIONS + [{"Name": "Operation", "Value": "PutItem"}]
    latency = {name: value for name, value in ask("SuccessfulRequestLatency", puts, Period=3600).items() if name != "Statistics"}
    plain, = watch.get_metric_statistics(**latency, Statistics=["Minimum", "Maximum"])["Datapoints"]
    found, = watch.get_metric_statistics(**latency, ExtendedStatistics=["p0", "p50", "p99", "p99.9"])["Datapoints"]
    spread = [found["ExtendedStatistics"][name] for name in ("p0", "p50", "p99", "p99.9")]
    assert plain["Minimum"] <= spread[0] and spread == sorted(spread) and spread[-1] <= plain["Maximum"], (plain, found)
    assert found["Unit"] == "Milliseconds" and "Sum" not in found, found
    metric = {"Namespace": "AWS/DynamoDB", "MetricName": "SuccessfulRequestLatency", "Dimensions": puts}
    queries = [{"Id": "p", "MetricStat": {"Metric": metric, "Period": 3600, "Stat": "p99"}}]
    data = watch.get_metric_data(MetricDataQueries=queries, **between)["MetricDataResults"]
    assert data[0]["Values"] == [spread[2]], (data, spread)
    for wrong in ("p101", "p", "tm90", "p1.", "p99.12345678901"):
        refused("InvalidParameterValue", lambda: watch.get_metric_statistics(**latency, ExtendedStatistics=[wrong]))
    refused("InvalidParameterCombination", lambda: watch.get_metric_statistics(**latency, Statistics=["Sum"], ExtendedStatistics=["p50"]))


def check_pages(watch, query, between):
    """Data points come in pages, a series after the other, with a token between."""
    queries = [query(Id="a"), query(Id="b"), query(Id="c")]
    for one in queries:
        one["MetricStat"]["Period"] = 3600
    whole = watch.get_metric_data(MetricDataQueries=queries, **between)["MetricDataResults"]
    values, token, pages = {one["Id"]: [] for one in whole}, {}, 0
    while True:
        page = watch.get_metric_data(MetricDataQueries=queries, MaxDatapoints=1, **between, **token)
        for one in page["MetricDataResults"]:
            values[one["Id"]] += one["Values"]
        pages += 1
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert values == {one["Id"]: one["Values"] for one in whole} and pages == sum(map(len, values.values())), (values, whole)
    refused("InvalidNextToken", lambda: watch.get_metric_data(MetricDataQueries=queries, NextToken="none", **between))
    refused("InvalidParameterValue", lambda: watch.get_metric_data(MetricDataQueries=queries, MaxDatapoints=0, **between))


METERED = dict(
    TableName="Metered", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "n", "KeyType": "RANGE"}],
    AttributeDefinitions=[{"AttributeName": name, "AttributeType": "N" if name in ("n", "m") else "S"} for name in ("id", "n", "m", "g")],
    LocalSecondaryIndexes=[{
        "IndexName": "local", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "m", "KeyType": "RANGE"}],
        "Projection": {"ProjectionType": "ALL"}}],
    GlobalSecondaryIndexes=[{"IndexName": "global", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}])


def operations(client):
    """Each operation on items, as (whether it writes, what its answer says it took)."""
    asked = dict(ReturnConsumedCapacity="INDEXES")
    table = dict(TableName="Metered")
    key = lambda n: {"id": {"S": "a"}, "n": {"N": str(n)}}
    item = lambda n: {**key(n), "m": {"N": str(n)}, "g": {"S": f"g{n % 2}"}, "text": {"S": "x" * 1500 * n}}
    statement = lambda text, *parameters: dict(Statement=text, **({"Parameters": list(parameters)} if parameters else {}))
    insert = lambda n: statement(f"INSERT INTO Metered VALUE {{'id': 'a', 'n': {n}, 'm': {n}, 'g': 'g1', 'text': '{'y' * 3000}'}}")
    select = lambda n: statement("SELECT * FROM Metered WHERE id = 'a' AND n = ?", {"N": str(n)})
    for n in range(4):
        yield True, client.put_item(Item=item(n), **table, **asked)
    yield True, client.update_item(Key=key(1), UpdateExpression="SET g = :g, m = :m", ExpressionAttributeValues={
        ":g": {"S": "moved"}, ":m": {"N": "9"}}, **table, **asked)
    yield True, client.delete_item(Key=key(2), **table, **asked)
    yield True, client.batch_write_item(RequestItems={"Metered": [
        {"PutRequest": {"Item": item(5)}}, {"DeleteRequest": {"Key": key(0)}}]}, **asked)
    yield True, client.transact_write_items(TransactItems=[
        {"Put": {"Item": item(6), **table}}, {"Delete": {"Key": key(5), **table}}, {"ConditionCheck": {
            "Key": key(3), "ConditionExpression": "attribute_exists(id)", **table}}], **asked)
    yield True, client.execute_statement(**insert(7), **asked)
    yield True, client.batch_execute_statement(Statements=[insert(8), statement("DELETE FROM Metered WHERE id = 'a' AND n = 7")], **asked)
    yield True, client.execute_transaction(TransactStatements=[insert(9), statement("UPDATE Metered SET m = 3 WHERE id = 'a' AND n = 8")], **asked)
    yield False, client.get_item(Key=key(3), ConsistentRead=True, **table, **asked)
    for more in ({}, {"IndexName": "local", "ConsistentRead": True}):
        yield False, client.query(KeyConditionExpression="id = :i", ExpressionAttributeValues={":i": {"S": "a"}}, **more, **table, **asked)
    yield False, client.query(IndexName="global", KeyConditionExpression="g = :g", ExpressionAttributeValues={":g": {"S": "g1"}}, **table, **asked)
    for more in ({}, {"IndexName": "global"}, {"IndexName": "local"}):
        yield False, client.scan(**more, **table, **asked)
    yield False, client.batch_get_item(RequestItems={"Metered": {"Keys": [key(3), key(8), key(77)]}}, **asked)
    yield False, client.transact_get_items(TransactItems=[{"Get": {"Key": key(n), **table}} for n in (3, 9)], **asked)
    yield False, client.execute_statement(**select(3), ConsistentRead=True, **asked)
    yield False, client.execute_statement(**statement('SELECT * FROM "Metered"."global" WHERE g = ?', {"S": "g1"}), **asked)
    yield False, client.batch_execute_statement(Statements=[select(3), select(8)], **asked)
    yield False, client.execute_transaction(TransactStatements=[select(3), select(9)], **asked)


def check_operations(client, watch):
    """What all operations took, by table and global index, is the sum of what their answers say."""
    client.create_table(**METERED)
    sums = {}
    for is_write, answer in operations(client):
        found = answer["ConsumedCapacity"]
        for one in found if isinstance(found, list) else [found]:
            parts = [("", one.get("Table"))] + [("", part) for part in one.get("LocalSecondaryIndexes", {}).values()]
            for index, part in parts + list(one.get("GlobalSecondaryIndexes", {}).items()):
                if part:
                    sums[is_write, index] = sums.get((is_write, index), 0) + part["CapacityUnits"]
    assert sums.keys() == {(is_write, index) for is_write in (True, False) for index in ("", "global")}, sums
    for (is_write, index), units in sums.items():
        dimensions = [{"Name": "TableName", "Value": "Metered"}] + [{"Name": "GlobalSecondaryIndexName", "Value": index}] * bool(index)
        points = watch.get_metric_statistics(**ask(f"Consumed{'Write' if is_write else 'Read'}CapacityUnits", dimensions))["Datapoints"]
        assert total(points) == units, (is_write, index, units, points)


def check_refused(client, watch):
    """Writes whose condition fails take units that no answer reports: of the larger of both items, and at least one."""
    metric = lambda: total(watch.get_metric_statistics(**ask(dimensions=[{"Name": "TableName", "Value": "Metered"}]))["Datapoints"])
    key = {"id": {"S": "refused"}, "n": {"N": "1"}}
    item = {**key, "text": {"S": "x" * 2500}}
    client.put_item(TableName="Metered", Item=item)
    condition, table = dict(ConditionExpression="attribute_not_exists(id)"), dict(TableName="Metered")
    insert = "INSERT INTO Metered VALUE {'id': 'refused', 'n': 1}"
    for units, code, action in (
            (3, "ConditionalCheckFailedException", lambda: client.put_item(Item=key, **condition, **table)),
            (5, "ConditionalCheckFailedException", lambda: client.put_item(Item={**key, "text": {"S": "x" * 4500}}, **condition, **table)),
            (3, "ConditionalCheckFailedException", lambda: client.update_item(
                Key=key, UpdateExpression="REMOVE m", **condition, **table)),
            (3, "ConditionalCheckFailedException", lambda: client.delete_item(Key=key, **condition, **table)),
            (3, "DuplicateItemException", lambda: client.execute_statement(Statement=insert)),
            (3 + 1, "TransactionCanceledException", lambda: client.transact_write_items(TransactItems=[
                {"Put": {"Item": key, **condition, **table}}, {"Put": {"Item": {**key, "n": {"N": "2"}}, **table}}])),
            (3 + 1, "TransactionCanceledException", lambda: client.execute_transaction(TransactStatements=[
                {"Statement": insert}, {"Statement": "INSERT INTO Metered VALUE {'id': 'refused', 'n': 2}"}])),
            (0, "ValidationException", lambda: client.put_item(Item={"id": {"S": "refused"}}, **table))):
        before = metric()
        refused(code, action)
        assert metric() - before == units, (units, code, metric() - before)


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
            check_operations(client, watch)
            check_refused(client, watch)
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
