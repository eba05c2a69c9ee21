"""What requests consume: the size of items, to the byte, in units of table and indexes."""
from hypothesis import example, given
from hypothesis import strategies as st

from differential import ENDPOINT, examples
from model.values import size_of_item

from .values import items

UNIT = 1024


def prepare():
    ENDPOINT.make_table("capacity", ("pk",), "pk:S g:S h:N", globals_=[("global", "g", "h")])


def units(answer):
    return answer["ConsumedCapacity"]["CapacityUnits"]


def padded(item, size):
    """The item with a text that makes it this large."""
    rest = size - size_of_item(item) - len("padding")
    return {**item, "padding": {"S": "x" * rest}}


# An item of whole kilobytes costs as many units to write, one byte more costs another one; reads go by 4 KB, and by halves.
@given(items, st.integers(2, 6))
@example({"a": {"L": []}, "b": {"M": {}}, "c": {"NULL": True}, "name": {"BOOL": True}}, 2)
@example({"a": {"N": "-1"}, "b": {"N": "100"}, "c": {"N": "1000"}, "0": {"N": "0.1"}, "é": {"N": "0"}}, 2)
@examples(150)
def sizes(item, count):
    item = {**item, "pk": ENDPOINT.fresh()}
    count += size_of_item(item) // UNIT
    for size, expected in ((count * UNIT, count), (count * UNIT + 1, count + 1)):
        answer = ENDPOINT.call("PutItem", TableName="capacity", Item=padded(item, size), ReturnConsumedCapacity="TOTAL")
        assert units(answer) == expected, size
        for consistent, factor in ((True, 1), (False, 0.5)):
            answer = ENDPOINT.call(
                "GetItem", TableName="capacity", Key={"pk": item["pk"]}, ConsistentRead=consistent, ReturnConsumedCapacity="TOTAL")
            assert units(answer) == factor * -(-size // 4096), size


index_keys = st.none() | st.tuples(st.sampled_from("ab"), st.integers(0, 2))


# An index costs a write for an entry that comes, goes or changes, and two for one that moves.
@given(index_keys, index_keys, st.booleans())
@examples(60)
def indexes(before, after, changes):
    key = {"pk": ENDPOINT.fresh()}

    def put(place, text):
        place = {} if place is None else {"g": {"S": place[0]}, "h": {"N": str(place[1])}}
        answer = ENDPOINT.call("PutItem", TableName="capacity", Item={**key, **place, "t": {"S": text}}, ReturnConsumedCapacity="INDEXES")
        return answer["ConsumedCapacity"].get("GlobalSecondaryIndexes", {}).get("global", {}).get("CapacityUnits", 0)

    assert put(before, "old") == (before is not None)
    moved = before is not None and after is not None and before != after
    touched = before is not None or after is not None
    same = before == after and not changes
    assert put(after, "new" if changes else "old") == (2 if moved else 1 if touched and not same else 0)


TESTS = [sizes, indexes]
