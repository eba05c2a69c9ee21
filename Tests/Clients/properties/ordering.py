"""The order of sort keys, and conditions on them."""
import base64

from hypothesis import example, given
from hypothesis import strategies as st

from differential import ENDPOINT, examples
from model.expressions import begins_with, compare
from model.values import canonical, sortable
from wire import Refused

from .values import numbers, text

filled = text.filter(bool) | st.text("\0a\uffff", min_size=1, max_size=5)
long = st.builds(lambda head, count: head + "x" * count, st.sampled_from(["", "a", "é"]), st.integers(1000, 1022))
sort_keys = {
    "S": (filled | long).map(lambda v: {"S": v}),
    "N": numbers.map(lambda v: {"N": v}),
    "B": st.binary(min_size=1, max_size=6).map(lambda v: {"B": base64.b64encode(v).decode()}),
}
CONDITIONS = ["=", "<", "<=", ">", ">=", "between", "begins_with", None]


def prepare():
    for type in sort_keys:
        ENDPOINT.make_table("order-" + type, ("pk", "sk"), f"pk:S sk:{type}")


def meets(condition, value, bounds):
    if condition is None:
        return True
    if condition == "between":
        return compare(">=", value, bounds[0]) and compare("<=", value, bounds[1])
    return begins_with(value, bounds[0]) if condition == "begins_with" else compare(condition, value, bounds[0])


def ask(table, hash, condition, bounds, forward):
    texts = {None: "", "between": " AND sk BETWEEN :a AND :b", "begins_with": " AND begins_with(sk, :a)"}
    values = {":p": hash, **dict(zip((":a", ":b"), bounds[:0 if condition is None else 2 if condition == "between" else 1]))}
    return ENDPOINT.call(
        "Query", TableName=table, KeyConditionExpression="pk = :p" + texts.get(condition, f" AND sk {condition} :a"),
        ExpressionAttributeValues=values, ScanIndexForward=forward)["Items"]


def check(type, keys, bounds, conditions):
    hash, table = ENDPOINT.fresh(), "order-" + type
    for start in range(0, len(keys), 25):
        ENDPOINT.call("BatchWriteItem", RequestItems={table: [
            {"PutRequest": {"Item": {"pk": hash, "sk": key}}} for key in keys[start:start + 25]]})
    for condition in conditions:
        if condition == "begins_with" and type == "N":
            continue
        if condition == "between" and sortable(bounds[0]) > sortable(bounds[1]):
            bounds = bounds[::-1]
        expected = sorted((key for key in keys if meets(condition, key, bounds)), key=sortable)
        for forward in (True, False):
            found = [canonical(item["sk"]) for item in ask(table, hash, condition, bounds, forward)]
            assert found == [canonical(key) for key in expected[::1 if forward else -1]], (condition, forward)


def test_of(type):
    keys = st.lists(sort_keys[type], min_size=1, max_size=12, unique_by=canonical)

    @given(keys, st.tuples(sort_keys[type], sort_keys[type]), st.sets(st.sampled_from(CONDITIONS), min_size=1, max_size=4))
    @examples(80)
    def order(keys, bounds, conditions):
        # One of the bounds is a key that is there.
        check(type, keys, (keys[0], bounds[1]), sorted(conditions, key=str))
        check(type, keys, bounds, sorted(conditions, key=str))

    order.__name__ = f"order_of_{type}"
    return order


# Neither an empty nor a too long sort key is taken, wherever it stands.
@given(st.sampled_from(["", "x" * 1025, "é" * 513]), st.sampled_from(["PutItem", "GetItem", "UpdateItem", "DeleteItem"]))
@example("", "PutItem")
@examples(12)
def keys_out_of_bounds(key, operation):
    parameters = {"PutItem": "Item"}.get(operation, "Key")
    try:
        ENDPOINT.call(operation, TableName="order-S", **{parameters: {"pk": ENDPOINT.fresh(), "sk": {"S": key}}})
    except Refused as refused:
        assert refused.code == "ValidationException", refused
        assert ("empty string value. Key: sk" if not key else "Aggregated size of all range keys has exceeded") in refused.message, refused
    else:
        raise AssertionError("taken")


TESTS = [test_of(type) for type in sort_keys] + [keys_out_of_bounds]
