"""Conditions and filters: random trees, asked of random items."""
from hypothesis import given
from hypothesis import strategies as st

from differential import ENDPOINT, examples
from model.expressions import Writer, holds
from model.values import canonical_item, kind, sortable
from wire import Refused

from .values import all_sets, items, paths, scalars, values

TYPES = ["S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"]


def prepare():
    ENDPOINT.make_table("conditions", ("pk",), "pk:S")


@st.composite
def values_like(draw, item, path):
    """A value to compare with: often the one that is there."""
    from model.expressions import at

    there = at(item, path)
    return there if there is not None and draw(st.booleans()) else draw(values)


@st.composite
def comparisons(draw, item):
    """A condition that the service takes: what cannot be ordered is not ordered, a path is not compared with itself."""
    path = draw(paths(item))
    name = draw(st.sampled_from(["=", "<>", "<", "<=", ">", ">=", "between", "in"]))
    left = ("size", path) if draw(st.integers(0, 5)) == 0 else ("path", path)
    operands = [left]
    for _ in range({"between": 2, "in": draw(st.integers(1, 3))}.get(name, 1)):
        if draw(st.integers(0, 4)) == 0:
            operands.append(("path", draw(paths(item).filter(lambda other: other != path))))
        elif left[0] == "size":
            operands.append(("value", {"N": str(draw(st.integers(0, 6)))}))
        else:
            operands.append(("value", draw(values_like(item, path))))
    if name in ("<", "<=", ">", ">=", "between"):
        operands = [each if each[0] != "value" or kind(each[1]) in "SNB" else ("value", draw(scalars.filter(lambda v: kind(v) in "SNB")))
                    for each in operands]
    if name == "between" and operands[1][0] == operands[2][0] == "value":
        low, high = operands[1][1], operands[2][1]
        if kind(low) != kind(high):
            high = low
        operands[1:] = [("value", each) for each in sorted((low, high), key=sortable)]
    if name not in ("between", "in") and draw(st.booleans()) and left[0] == "path":
        operands.reverse()
    return (name, *operands)


@st.composite
def functions(draw, item):
    path = draw(paths(item))
    name = draw(st.sampled_from(["attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains"]))
    if name.endswith("exists"):
        return (name, ("path", path))
    if name == "attribute_type":
        return (name, ("path", path), ("value", {"S": draw(st.sampled_from(TYPES))}))
    if draw(st.integers(0, 6)) == 0:
        return (name, ("path", path), ("path", draw(paths(item).filter(lambda other: other != path))))
    if name == "begins_with":
        return (name, ("path", path), ("value", draw(values_like(item, path).filter(lambda v: kind(v) in "SB") | scalars.filter(lambda v: kind(v) in "SB"))))
    return (name, ("path", path), ("value", draw(values | parts(item, path))))


@st.composite
def parts(draw, item, path):
    """A value that is contained in what stands at the path, if something can be."""
    from model.expressions import at

    value = at(item, path)
    if value and kind(value) in ("SS", "NS", "BS"):
        return {kind(value)[0]: draw(st.sampled_from(value[kind(value)]))}
    if value and kind(value) == "L" and value["L"]:
        return draw(st.sampled_from(value["L"]))
    if value and kind(value) == "S" and value["S"]:
        start = draw(st.integers(0, len(value["S"])))
        return {"S": value["S"][start:start + 2]}
    return draw(scalars | all_sets)


def trees(item):
    leaves = comparisons(item) | functions(item)
    return st.recursive(leaves, lambda inner: st.one_of(
        inner.map(lambda each: ("not", each)),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: ("and", *each)),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: ("or", *each))), max_leaves=4)


examples_of_trees = items.flatmap(lambda item: st.tuples(st.just(item), st.lists(trees(item), min_size=1, max_size=6)))


# A filter lets an item through, and a condition a write, exactly when the model's does.
@given(examples_of_trees)
@examples(500)
def filters(case):
    item, conditions = case
    key = {"pk": ENDPOINT.fresh()}
    ENDPOINT.call("PutItem", TableName="conditions", Item={**item, **key})
    for number, tree in enumerate(conditions):
        writer = Writer()
        text = writer.condition(tree)
        if number % 2:
            found = passes_condition(text, writer, key, {**item, **key})
        else:
            writer.names["pk"] = "#pk"
            writer.values[":pk"] = key["pk"]
            answer = ENDPOINT.call(
                "Query", TableName="conditions", KeyConditionExpression="#pk = :pk", FilterExpression=text, **writer.placeholders())
            found = answer["Count"] == 1
            assert answer["ScannedCount"] == 1
        assert found == holds(tree, {**item, **key}), text


def passes_condition(text, writer, key, item):
    try:
        ENDPOINT.call("PutItem", TableName="conditions", Item=item, ConditionExpression=text,
                      ReturnValuesOnConditionCheckFailure="ALL_OLD", **writer.placeholders())
    except Refused as refused:
        assert refused.code == "ConditionalCheckFailedException", refused
        assert canonical_item(refused.answer["Item"]) == canonical_item(item)
        return False
    return True


TESTS = [filters]
