"""Projections: the parts of items that are asked for."""
from hypothesis import example, given
from hypothesis import strategies as st

from differential import ENDPOINT, examples
from model.expressions import Writer, clashes, projected
from model.values import canonical_item
from wire import Refused

from .values import items, paths

cases = items.flatmap(lambda item: st.tuples(st.just(item), st.lists(paths(item), min_size=1, max_size=5)))
LISTS = {"a": {"L": [{"N": "0"}, {"L": [{"N": "1"}, {"N": "2"}]}, {"M": {"b": {"N": "3"}, "c": {"N": "4"}}}]}}


def prepare():
    ENDPOINT.make_table("projections", ("pk",), "pk:S")


# GetItem, BatchGetItem, TransactGetItems, Query and Scan give the same parts; paths that clash are refused.
@given(cases)
@example((LISTS, [("a", 2, "c"), ("a", 0), ("a", 1, 1)]))
@example((LISTS, [("a", 2, "x"), ("a", 9), ("b", "c")]))
@examples(300)
def parts(case):
    item, wanted = case
    key = {"pk": ENDPOINT.fresh()}
    ENDPOINT.call("PutItem", TableName="projections", Item={**item, **key})
    writer = Writer()
    projection = {"ProjectionExpression": writer.projection(wanted), **writer.placeholders()}
    for read in (get, batch_get, transact_get, query):
        try:
            found = read(key, dict(projection))
        except Refused as refused:
            assert refused.code == "ValidationException", refused
            assert refused.message.startswith("Invalid ProjectionExpression: Two document paths "), refused
            assert refused.message.split()[5] in clashes(wanted), refused
        else:
            assert not clashes(wanted)
            assert canonical_item(found) == canonical_item(projected({**item, **key}, wanted)), read


def get(key, projection):
    return ENDPOINT.call("GetItem", TableName="projections", Key=key, **projection)["Item"]


def batch_get(key, projection):
    return ENDPOINT.call("BatchGetItem", RequestItems={"projections": {"Keys": [key], **projection}})["Responses"]["projections"][0]


def transact_get(key, projection):
    answer = ENDPOINT.call("TransactGetItems", TransactItems=[{"Get": {"TableName": "projections", "Key": key, **projection}}])
    return answer["Responses"][0]["Item"]


def query(key, projection):
    projection["ExpressionAttributeNames"] = {**projection.get("ExpressionAttributeNames", {}), "#pk": "pk"}
    return ENDPOINT.call(
        "Query", TableName="projections", KeyConditionExpression="#pk = :pk", ExpressionAttributeValues={":pk": key["pk"]},
        **projection)["Items"][0]


TESTS = [parts]
