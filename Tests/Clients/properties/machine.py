"""Random series of writes and reads on a table with indexes; after each series the indexes and the table are compared."""
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from differential import ENDPOINT, examples
from model.expressions import updated
from model.table import Table
from model.values import canonical_item, sortable
from wire import Refused

NAME = "machine"
INDEXES = {"local": ("pk", "l"), "global": ("g", "h"), "other": ("l", "sk")}
# Few keys, so that writes meet each other.
hashes = st.sampled_from("ab").map(lambda v: {"S": v})
ranges = st.integers(0, 4).map(lambda v: {"N": str(v)})
keys = st.builds(lambda pk, sk: {"pk": pk, "sk": sk}, hashes, ranges)
index_keys = st.fixed_dictionaries({}, optional={
    "l": st.sampled_from("xyz").map(lambda v: {"S": v}), "g": st.sampled_from("xy").map(lambda v: {"S": v}),
    "h": st.integers(0, 3).map(lambda v: {"N": str(v)}), "n": st.integers(0, 9).map(lambda v: {"N": str(v)})})
items = st.builds(lambda key, rest: {**key, **rest}, keys, index_keys)
conditions = st.sampled_from([None, None, None, "attribute_exists(pk)", "attribute_not_exists(pk)", "n > :five", "attribute_exists(g)"])
CHECKS = {
    None: lambda item: True, "attribute_exists(pk)": bool, "attribute_not_exists(pk)": lambda item: not item,
    "n > :five": lambda item: int(item.get("n", {"N": "0"})["N"]) > 5, "attribute_exists(g)": lambda item: "g" in item}


def prepare():
    ENDPOINT.make_table(
        NAME, ("pk", "sk"), "pk:S sk:N l:S g:S h:N", local=[("local", "pk", "l")], globals_=[("global", "g", "h"), ("other", "l", "sk")])


def guarded(condition):
    if condition is None:
        return {}
    values = {"ExpressionAttributeValues": {":five": {"N": "5"}}} if ":five" in condition else {}
    return {"ConditionExpression": condition, **values}


# What one write does: to a name, an item or key and a change.
changes = st.one_of(
    st.tuples(st.just("put"), items, st.none()), st.tuples(st.just("delete"), keys, st.none()),
    st.tuples(st.just("update"), keys, st.lists(st.sampled_from([
        ("SET", ("g",), ("value", {"S": "x"})), ("SET", ("h",), ("value", {"N": "2"})), ("REMOVE", ("l",), None),
        ("SET", ("l",), ("value", {"S": "z"})), ("ADD", ("n",), ("value", {"N": "1"})), ("REMOVE", ("g",), None)]),
        min_size=1, max_size=3, unique_by=lambda action: action[1])))


def request_of(change):
    """The parameters of a write, as single requests and transactions have them."""
    from model.expressions import Writer

    kind, target, actions = change
    if kind == "put":
        return {"Item": target}
    if kind == "delete":
        return {"Key": target}
    writer = Writer()
    return {"Key": target, "UpdateExpression": writer.update(actions), **writer.placeholders()}


class Machine(RuleBasedStateMachine):
    @initialize()
    def empty(self):
        for item in ENDPOINT.call("Scan", TableName=NAME)["Items"]:
            ENDPOINT.call("DeleteItem", TableName=NAME, Key={"pk": item["pk"], "sk": item["sk"]})
        self.table = Table(("pk", "sk"), INDEXES)

    def apply(self, change):
        kind, target, actions = change
        if kind == "put":
            self.table.put(target)
        elif kind == "delete":
            self.table.delete(target)
        else:
            old = self.table.get(target)
            if old or any(section == "SET" or section == "ADD" for section, _, _ in actions):
                self.table.put(updated(old or target, actions))

    @rule(change=changes, condition=conditions)
    def write(self, change, condition):
        old = self.table.get(change[1])
        request = merged(request_of(change), guarded(condition))
        try:
            answer = ENDPOINT.call(
                {"put": "PutItem", "delete": "DeleteItem", "update": "UpdateItem"}[change[0]], TableName=NAME,
                ReturnValues="ALL_OLD", **request)
        except Refused as refused:
            assert refused.code == "ConditionalCheckFailedException", refused
            assert not CHECKS[condition](old or {})
        else:
            assert CHECKS[condition](old or {})
            assert canonical_item(answer.get("Attributes", {})) == canonical_item(old or {})
            self.apply(change)

    @rule(writes=st.lists(st.tuples(changes, conditions), min_size=1, max_size=4, unique_by=lambda each: repr(
        (each[0][1]["pk"], each[0][1]["sk"]))))
    def transact(self, writes):
        holds = [CHECKS[condition](self.table.get(change[1]) or {}) for change, condition in writes]
        items = [{change[0].capitalize(): merged({"TableName": NAME, **request_of(change)}, guarded(condition))}
                 for change, condition in writes]
        try:
            ENDPOINT.call("TransactWriteItems", TransactItems=items)
        except Refused as refused:
            assert refused.code == "TransactionCanceledException", refused
            assert [reason["Code"] == "None" for reason in refused.answer["CancellationReasons"]] == holds
            assert not all(holds)
        else:
            assert all(holds)
            for change, _ in writes:
                self.apply(change)

    @rule(writes=st.lists(changes.filter(lambda each: each[0] != "update"), min_size=1, max_size=8, unique_by=lambda each: repr(
        (each[1]["pk"], each[1]["sk"]))))
    def batch(self, writes):
        requests = [{"PutRequest": {"Item": each[1]}} if each[0] == "put" else {"DeleteRequest": {"Key": each[1]}} for each in writes]
        assert ENDPOINT.call("BatchWriteItem", RequestItems={NAME: requests}) == {"UnprocessedItems": {}}
        for each in writes:
            self.apply(each)

    @rule(key=keys)
    def get(self, key):
        found = ENDPOINT.call("GetItem", TableName=NAME, Key=key, ConsistentRead=True).get("Item")
        expected = self.table.get(key)
        assert (found and canonical_item(found)) == (expected and canonical_item(expected))

    @rule(name=st.sampled_from([None, *INDEXES]), hash=st.sampled_from("abxyz"), forward=st.booleans())
    def query(self, name, hash, forward):
        expected = self.table.partition({"S": hash}, name)
        hash_name, range_name = self.table.names(name)
        answer = ENDPOINT.call(
            "Query", TableName=NAME, KeyConditionExpression=f"{hash_name} = :h", ExpressionAttributeValues={":h": {"S": hash}},
            ScanIndexForward=forward, **({"IndexName": name} if name else {}))
        assert {canonical_item(item) for item in answer["Items"]} == {canonical_item(item) for item in expected}
        order = [sortable(item[range_name]) for item in answer["Items"]]
        assert order == sorted(order, reverse=not forward) and len(order) == len(expected)

    def teardown(self):
        if not hasattr(self, "table"):
            return
        for name in (None, *INDEXES):
            found = ENDPOINT.call("Scan", TableName=NAME, **({"IndexName": name} if name else {}))["Items"]
            assert len(found) == len(self.table.rows(name))
            assert {canonical_item(item) for item in found} == {canonical_item(item) for item in self.table.rows(name)}, name


def merged(request, guard):
    values = {**request.get("ExpressionAttributeValues", {}), **guard.get("ExpressionAttributeValues", {})}
    return {**request, **guard, **({"ExpressionAttributeValues": values} if values else {})}


# Whatever is written, in whichever way, table and indexes are those of the model.
def series():
    from hypothesis import settings

    run_state_machine_as_test(Machine, settings=settings(examples(80), stateful_step_count=30))


TESTS = [series]
