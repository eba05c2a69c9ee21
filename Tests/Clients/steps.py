"""What a tutorial consists of, as data: steps with what is expected of each. `tutorials.py` carries them out."""
import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Aws:
    """One command of the aws CLI as it stands in the tutorial, and what it prints: JSON, text, or a refusal."""
    text: str
    expected: object
    # Once more, after something changed: not counted.
    again: bool = False


@dataclasses.dataclass(frozen=True)
class Script:
    """Lines for bash with several commands, substitutions or loops, and what they print."""
    text: str
    expected: object
    again: bool = False


@dataclasses.dataclass(frozen=True)
class Code:
    """Python as it stands in the tutorial. Expected: what expressions are afterwards, or a refusal."""
    text: str
    expected: object
    again: bool = False


@dataclasses.dataclass(frozen=True)
class Request:
    """What code in another language sends: an operation with its parameters, and the answer."""
    operation: str
    parameters: dict
    expected: object


@dataclasses.dataclass(frozen=True)
class Names:
    """A passage that names commands without their parameters: the endpoint knows each of the operations."""
    text: str


@dataclasses.dataclass(frozen=True)
class Ours:
    """What the tutorial takes for granted and does not show, in Python with `client` and `resource`."""
    text: str


@dataclasses.dataclass(frozen=True)
class Refused:
    """The error that is printed, whole; a compiled pattern is searched for instead."""
    message: object


class InAnyOrder(list):
    """A list whose order is not defined."""


class With(dict):
    """An object that may have further members of the names in `optional`: those that tell what the service's state of the day is."""
    optional = frozenset()

    @classmethod
    def optionally(cls, members, *names):
        found = cls(members)
        found.optional = frozenset(names)
        return found


@dataclasses.dataclass(frozen=True)
class Like:
    """A value that is different each time: its text matches the pattern."""
    pattern: str


TIME = Like(r"\d{10}(\.\d+)?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*")
UUID = Like(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def arn(rest):
    """The Amazon Resource Name of a table, or of something of it; the rest is a pattern."""
    return Like(r"arn:aws:dynamodb:[\w-]+:000000000000:table/" + rest)


def error(code, operation, message):
    """The refusal as clients print it."""
    return Refused(f"An error occurred ({code}) when calling the {operation} operation: {message}")


def unknown(operation):
    """What the endpoint answers to operations that it does not have."""
    return error("UnknownOperationException", operation, f"The operation {operation} is not supported here.")


def difference(expected, found, place="answer"):
    """Where a value is not what is expected; None when it is."""
    if callable(expected):
        return None if expected(found) else f"{place}: {found!r}"
    if isinstance(expected, Like):
        return None if re.fullmatch(expected.pattern, str(found)) else f"{place}: {found!r} is not like {expected.pattern}"
    if isinstance(expected, InAnyOrder):
        left = list(found) if isinstance(found, (list, tuple)) else None
        for item in expected:
            match = next((other for other in left or [] if difference(item, other) is None), None)
            if match is None:
                return f"{place}: {item!r} is not in {found!r}"
            left.remove(match)
        return None if left == [] else f"{place}: unexpected {left!r}"
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in expected.keys() | found.keys():
            if key not in expected and key in getattr(expected, "optional", ()):
                continue
            if key not in found or key not in expected:
                return f"{place}: {key} is {'missing' if key not in found else f'unexpected: {found[key]!r}'}"
        return next(filter(None, (difference(expected[k], found[k], f"{place}.{k}") for k in expected)), None)
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return next(filter(None, (difference(e, f, f"{place}[{i}]") for i, (e, f) in enumerate(zip(expected, found)))), None)
    return None if type(expected) is type(found) and expected == found or expected == found and not isinstance(expected, bool) \
        else f"{place}: {found!r} instead of {expected!r}"


def page(items, scanned=None, **more):
    """What the aws CLI prints of Query or Scan when it has followed all pages."""
    return {**one_page(items, scanned, **more), "ConsumedCapacity": None}


def one_page(items, scanned=None, **more):
    """What it prints of the one page that `--limit` asks for."""
    return {"Items": items, "Count": len(items), "ScannedCount": len(items) if scanned is None else scanned, **more}


def throughput(read, write):
    return With.optionally(
        {"NumberOfDecreasesToday": 0, "ReadCapacityUnits": read, "WriteCapacityUnits": write},
        "LastIncreaseDateTime", "LastDecreaseDateTime")


def index(name, table, *keys, projection={"ProjectionType": "ALL"}, status="ACTIVE", units=0, **more):
    """A global secondary index in a description of its table."""
    return With.optionally({
        "IndexName": name, "KeySchema": schema(*keys), "Projection": projection, "IndexStatus": status,
        "ProvisionedThroughput": throughput(units, units), "IndexSizeBytes": 0, "ItemCount": 0,
        "IndexArn": arn(f"{table}/index/{name}"), **more}, "WarmThroughput", "Backfilling")


def schema(hash, range=None):
    keys = [{"AttributeName": hash, "KeyType": "HASH"}]
    return keys + ([{"AttributeName": range, "KeyType": "RANGE"}] if range else [])


def table(name, attributes, *keys, indexes=(), status="ACTIVE", units=None, **more):
    """A table's description; `units` of reads and writes when they are provisioned."""
    read, write = units or (0, 0)
    description = {
        "TableName": name, "TableStatus": status, "CreationDateTime": TIME, "TableId": UUID, "TableArn": arn(name),
        "AttributeDefinitions": InAnyOrder(
            {"AttributeName": each, "AttributeType": "S"} for each in attributes.split()),
        "KeySchema": schema(*keys), "ItemCount": 0, "TableSizeBytes": 0, "DeletionProtectionEnabled": False,
        "ProvisionedThroughput": throughput(read, write),
    }
    if indexes:
        description["GlobalSecondaryIndexes"] = InAnyOrder(indexes)
    if units is None:
        description["BillingModeSummary"] = With.optionally(
            {"BillingMode": "PAY_PER_REQUEST"}, "LastUpdateToPayPerRequestDateTime")
    return With.optionally({**description, **more}, "WarmThroughput", "TableClassSummary")


def deleted(name):
    """What DeleteTable tells of a table: little of how it was."""
    return With.optionally(
        {"TableName": name, "TableStatus": "DELETING", "TableId": UUID, "TableArn": arn(name), "ItemCount": 0, "TableSizeBytes": 0,
         "ProvisionedThroughput": throughput(0, 0), "DeletionProtectionEnabled": False},
        "AttributeDefinitions", "KeySchema", "CreationDateTime", "BillingModeSummary", "GlobalSecondaryIndexes", "WarmThroughput")


def backup(table, name, status):
    """The details of a backup of a user."""
    return {
        "BackupArn": arn(table + r"/backup/\d{14}-[0-9a-f]{8}"), "BackupName": name, "BackupSizeBytes": Like(r"\d+"),
        "BackupStatus": status, "BackupType": "USER", "BackupCreationDateTime": TIME}


def listed_backup(table, name):
    """A backup of a user in a list, made or being made."""
    return {"TableName": table, "TableId": UUID, "TableArn": arn(table)} | backup(table, name, Like("CREATING|AVAILABLE"))
