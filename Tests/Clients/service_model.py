#!/usr/bin/env python3
"""Writes Sources/DynamoWire/Validation/ServiceModel+Shapes.swift from botocore's model of DynamoDB.

The table holds every constraint on the requests of the operations below: types, required members, lengths, ranges, patterns
and enums. With --check nothing is written; the exit status is 1 when the file is stale.

Two things are not in the model and stand here: the order in which DynamoDB lists an enum in its messages where it differs from the
model's (seen in answers of the service), and members that the service requires by another message than the model's.
"""
import pathlib
import sys

TARGET = pathlib.Path(__file__).resolve().parents[2] / "Sources/DynamoWire/Validation/ServiceModel+Shapes.swift"

OPERATIONS = """BatchExecuteStatement BatchGetItem BatchWriteItem CreateBackup CreateTable DeleteBackup DeleteItem
DeleteResourcePolicy DeleteTable DescribeBackup DescribeContinuousBackups
DescribeContributorInsights DescribeEndpoints DescribeExport DescribeGlobalTable DescribeGlobalTableSettings
DescribeImport DescribeKinesisStreamingDestination DescribeLimits DescribeTable DescribeTableReplicaAutoScaling
DescribeTimeToLive DisableKinesisStreamingDestination EnableKinesisStreamingDestination ExecuteStatement
ExecuteTransaction ExportTableToPointInTime GetItem GetResourcePolicy ImportTable ListBackups ListContributorInsights ListExports
ListGlobalTables ListImports ListTables ListTagsOfResource PutItem PutResourcePolicy Query RestoreTableFromBackup
RestoreTableToPointInTime Scan TagResource TransactGetItems TransactWriteItems UntagResource
UpdateContinuousBackups UpdateContributorInsights UpdateItem UpdateKinesisStreamingDestination UpdateTable
UpdateTimeToLive""".split()

# Operations of DynamoDB Streams, which has a separate model.
STREAM_OPERATIONS = "DescribeStream GetRecords GetShardIterator ListStreams".split()

ENUM_ORDER = {
    "ComparisonOperator": "IN NULL BETWEEN LT NOT_CONTAINS EQ GT NOT_NULL NE LE BEGINS_WITH GE CONTAINS".split(),
    "ConditionalOperator": "OR AND".split(),
    "ExportFormat": "ION DYNAMODB_JSON".split(),
    "ProjectionType": "ALL INCLUDE KEYS_ONLY".split(),
    "ReturnValue": "ALL_NEW UPDATED_OLD ALL_OLD NONE UPDATED_NEW".split(),
    "ScalarAttributeType": "B N S".split(),
    "Select": "SPECIFIC_ATTRIBUTES COUNT ALL_ATTRIBUTES ALL_PROJECTED_ATTRIBUTES".split(),
}

# The model allows what the service does not, or the other way round: (shape, key) -> value, None to take it away.
OVERRIDES = {
    # Each of them answers with a separate message, which the operation gives.
    ("NonKeyAttributeNameList", "max"): None,
    ("BatchWriteItemRequestMap", "max"): None,
    ("AttributeName", "max"): None,
    # A token is the service's own text.
    ("ImportNextToken", "pattern"): None,
    ("ImportNextToken", "min"): None,
}

# The patterns that the check of constraints knows, by their names in TextPattern.
PATTERNS = {
    "[a-zA-Z0-9_.-]+": "names",
    r"^[a-z0-9A-Z]+[\.\-\w]*[a-z0-9A-Z]+$": "bucket",
    r"^[^\$]+$": "token",
    "[0-9]{12}": "account",
    r"[,;:|\t ]": "delimiter",
    r"[\x20-\x21\x23-\x2B\x2D-\x7E]*": "header",
}

# A shape that takes a name or an ARN has a rule for each, which the model does not tell.
NAMED = {"TableArn": ".tableName"}


def load():
    import botocore.loaders

    loader = botocore.loaders.Loader()
    model = loader.load_service_model("dynamodb", "service-2", "2012-08-10")
    streams = loader.load_service_model("dynamodbstreams", "service-2", "2012-08-10")
    # Both have shapes of the same names; where they differ, that of streams gets a separate name.
    names = {name: name if model["shapes"].get(name, shape) == shape else "Stream" + name for name, shape in streams["shapes"].items()}
    rename = lambda value: (
        {key: names.get(inner, inner) if key == "shape" else rename(inner) for key, inner in value.items()} if isinstance(value, dict)
        else [rename(inner) for inner in value] if isinstance(value, list) else value
    )
    for name, shape in streams["shapes"].items():
        model["shapes"].setdefault(names[name], rename(shape))
    for name in STREAM_OPERATIONS:
        model["operations"][name] = rename(streams["operations"][name])
    return model


def swift_name(name):
    # Long runs of capitals (SSESpecification) become lower case up to the last one.
    head = 1
    while head + 1 < len(name) and name[head].isupper() and name[head + 1].isupper():
        head += 1
    return name[:head].lower() + name[head:]


def literal(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Writer:
    def __init__(self, model):
        self.shapes = model["shapes"]
        self.model = model
        self.done = {}
        self.order = []

    def constraint(self, name, shape, key):
        return OVERRIDES.get((name, key), shape.get(key))

    def length(self, name, shape):
        parts = []
        for key in ("min", "max"):
            value = self.constraint(name, shape, key)
            if value is not None and not (key == "min" and value == 0 and shape["type"] not in ("integer", "long")):
                parts.append(f"{key}: {value}")
        return parts

    def reference(self, name):
        if name == "AttributeValue":
            return "attributeValue"
        if name not in self.done:
            self.done[name] = None
            self.done[name] = self.define(name)
            self.order.append(name)
        return swift_name(name)

    def define(self, name):
        shape = self.shapes[name]
        kind = shape["type"]
        if name in NAMED:
            return NAMED[name]
        if kind == "string":
            arguments = self.length(name, shape)
            pattern = self.constraint(name, shape, "pattern")
            if pattern is not None:
                arguments.append(f"pattern: .{PATTERNS[pattern]}")
            if "enum" in shape:
                values = ENUM_ORDER.get(name, shape["enum"])
                assert sorted(values) == sorted(shape["enum"]), name
                arguments.append("values: [" + ", ".join(map(literal, values)) + "]")
            return f".string({', '.join(arguments)})"
        if kind in ("integer", "long"):
            return f".{kind}({', '.join(self.length(name, shape))})"
        if kind in ("boolean", "blob", "double", "timestamp"):
            return f".{kind}"
        if kind == "list":
            arguments = [self.reference(shape["member"]["shape"])] + self.length(name, shape)
            return f".list({', '.join(arguments)})"
        if kind == "map":
            arguments = [self.reference(shape["key"]["shape"]), self.reference(shape["value"]["shape"])]
            return f".map({', '.join(arguments + self.length(name, shape))})"
        assert kind == "structure", (name, kind)
        members = []
        for member, info in shape["members"].items():
            required = ", required: true" if member in shape.get("required", []) else ""
            members.append(f"        .init({literal(member)}, {self.reference(info['shape'])}{required}),\n")
        if not members:
            return f".structure({literal(name)}, [])"
        return f".structure({literal(name)}, [\n{''.join(members)}    ])"

    def text(self):
        inputs = []
        for operation in sorted(OPERATIONS + STREAM_OPERATIONS):
            inputs.append((operation, self.reference(self.model["operations"][operation]["input"]["shape"])))
        out = "// Written by Tests/Clients/service_model.py from botocore's model of DynamoDB (2012-08-10); do not edit.\n"
        out += "// swift-format-ignore-file\n\n"
        out += "extension ServiceModel {\n"
        out += "    /// The shape of an operation's request.\n"
        out += "    static func input(of operation: DynamoOperation) -> Shape {\n        switch operation {\n"
        for operation, shape in inputs:
            out += f"        case .{swift_name(operation)}: {shape}\n"
        out += "        }\n    }\n\n"
        for name in sorted(self.order):
            out += f"    package static let {swift_name(name)} = Shape{self.done[name]}\n"
        return out + "}\n"


def main():
    text = Writer(load()).text()
    if "--check" in sys.argv[1:]:
        if TARGET.read_text() == text:
            return 0
        print(f"{TARGET.name} is stale: run {pathlib.Path(__file__).name}")
        return 1
    TARGET.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
