"""Updates: random changes of random items, and what they return."""
from hypothesis import example, given
from hypothesis import strategies as st

from differential import ENDPOINT, examples
from model.expressions import Writer, at, clashes, projected, updated
from model.values import Refusal, canonical_item, kind
from wire import Refused

from .values import all_sets, items, names, numbers, paths, sets, text, values

RETURNS = ["NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"]
number_values = numbers.map(lambda v: {"N": v})


def prepare():
    ENDPOINT.make_table("updates", ("pk",), "pk:S")


@st.composite
def operands(draw, item, depth=2):
    """What can stand to the right of `=`, mostly of types that fit."""
    choice = draw(st.integers(0, 9))
    if depth and choice == 0:
        return ("if_not_exists", draw(paths(item)), draw(operands(item, depth - 1)))
    if depth and choice == 1:
        lists = st.lists(values, max_size=2).map(lambda v: ("value", {"L": v})) | paths(item).map(lambda p: ("path", p))
        return ("list_append", draw(lists), draw(lists))
    if choice in (2, 3):
        return ("path", draw(paths(item)))
    return ("value", draw(values))


@st.composite
def sums(draw, item):
    side = paths(item).map(lambda p: ("path", p)) | number_values.map(lambda v: ("value", v))
    first = draw(side | st.tuples(st.just("if_not_exists"), paths(item), number_values.map(lambda v: ("value", v))))
    return (draw(st.sampled_from("+-")), first, draw(side))


@st.composite
def like(draw, item, path, otherwise):
    """A value of the type that is there."""
    there = at(item, path)
    return draw({"N": number_values, "SS": sets("SS", text), "NS": sets("NS", numbers)}.get(kind(there), otherwise) if there else otherwise)


@st.composite
def actions(draw, item):
    section = draw(st.sampled_from(["SET", "SET", "SET", "REMOVE", "ADD", "DELETE"]))
    path = draw(paths(item))
    if section == "SET":
        return (section, path, draw(operands(item) | sums(item)))
    if section == "REMOVE":
        return (section, path, None)
    if section == "ADD":
        return (section, path, ("value", draw(like(item, path, number_values | all_sets))))
    there = at(item, path)
    part = st.sampled_from([there]) if there and kind(there) in ("SS", "NS", "BS") else all_sets
    return (section, path, ("value", draw(part | all_sets)))


cases = items.flatmap(lambda item: st.tuples(
    st.none() | st.just(item), st.lists(actions(item), min_size=1, max_size=4), st.sampled_from(RETURNS)))


def static_fault(tree):
    """Whether a literal can never be what the operator needs: the service says so before it reads the item."""
    if tree is None or tree[0] in ("path", "value"):
        return False
    if tree[0] == "if_not_exists":
        return static_fault(tree[2])
    wanted = "L" if tree[0] == "list_append" else "N"
    return any(each[0] == "value" and kind(each[1]) != wanted or static_fault(each) for each in tree[1:])


def returned(which, before, after, touched):
    """`Attributes` of the answer; of UPDATED_… the parts that the update names."""
    if which == "NONE":
        return {}
    item = (before if which.endswith("OLD") else after) or {}
    return projected(item, touched) if which.startswith("UPDATED") else item


# An update makes the item that the model makes, or both refuse; what is returned is the item or the parts that were named.
@given(cases)
@example(({"a": {"L": [{"N": "1"}, {"N": "2"}, {"N": "3"}]}}, [
    ("REMOVE", ("a", 0), None), ("SET", ("a", 9), ("value", {"N": "9"})), ("SET", ("a", 7), ("value", {"N": "7"})),
    ("SET", ("a", 1), ("path", ("a", 2)))], "ALL_NEW"))
@example(({"a": {"N": "1"}, "b": {"N": "2"}}, [("SET", ("a",), ("path", ("b",))), ("SET", ("b",), ("path", ("a",)))], "UPDATED_NEW"))
@example((None, [("DELETE", ("a",), ("value", {"SS": ["x"]}))], "ALL_NEW"))
@example((None, [("REMOVE", ("a",), None)], "ALL_OLD"))
@examples(700)
def changes(case):
    before, actions, which = case
    key = {"pk": ENDPOINT.fresh()}
    if before is not None:
        before = {**before, **key}
        ENDPOINT.call("PutItem", TableName="updates", Item=before)
    writer = Writer()
    text = writer.update(actions)
    try:
        answer = ENDPOINT.call(
            "UpdateItem", TableName="updates", Key=key, UpdateExpression=text, ReturnValues=which, **writer.placeholders())
    except Refused as refused:
        assert refused.code == "ValidationException", refused
        return check_refusal(refused.message, before or key, actions)
    check_answer(answer.get("Attributes", {}), before, key, actions, which)


def check_refusal(message, item, actions):
    found = clashes([path for _, path, _ in actions])
    # What is wrong with the expression itself is counted; what is wrong with the item for it is not.
    message = message.removeprefix("1 validation error detected: ")
    if message.startswith("Invalid UpdateExpression: Two document paths "):
        assert message.split()[5] in found, (message, found)
    elif message.startswith("Invalid UpdateExpression: Incorrect operand type"):
        assert any(static_fault(tree) for _, _, tree in actions), message
    else:
        assert not found, message
        assert message in refusals(item, actions), message


def refusals(item, actions):
    """What is wrong with an update: of each action alone, and of all together."""
    found = set()
    for part in [actions] + [[action] for action in actions]:
        try:
            updated(item, part)
        except Refusal as refusal:
            found.add(str(refusal))
    return found


def check_answer(attributes, before, key, actions, which):
    touched = [path for _, path, _ in actions]
    assert not clashes(touched) and not any(static_fault(tree) for _, _, tree in actions)
    after = updated(before or key, actions)
    # What only takes away makes no item.
    if before is None and all(section in ("REMOVE", "DELETE") for section, _, _ in actions):
        after = None
    item = ENDPOINT.call("GetItem", TableName="updates", Key=key, ConsistentRead=True).get("Item")
    assert (item and canonical_item(item)) == (after and canonical_item(after)), item
    expected = returned(which, before, after, touched)
    assert canonical_item(attributes) == canonical_item(expected), (attributes, expected)


# Keys cannot be changed.
@given(st.sampled_from(["SET pk = :v", "REMOVE pk", "ADD pk :v", "DELETE pk :v"]), names)
@examples(8)
def keys_stay(text, name):
    values = {} if ":v" not in text else {"ExpressionAttributeValues": {":v": {"SS": ["a"]} if text[0] in "AD" else {"S": "a"}}}
    try:
        ENDPOINT.call("UpdateItem", TableName="updates", Key={"pk": ENDPOINT.fresh()}, UpdateExpression=text, **values)
    except Refused as refused:
        assert refused.message == (
            "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key"), refused
    else:
        raise AssertionError("changed")


TESTS = [changes, keys_stay]
