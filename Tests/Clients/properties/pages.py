"""Pages: of queries and scans, of a table and its indexes, by number and by size, and parallel scans."""
from hypothesis import example, given
from hypothesis import strategies as st

from differential import ENDPOINT, examples
from model.table import Table
from model.values import canonical, canonical_item, sortable
from wire import Refused

NAME = "pages"
INDEXES = {"local": ("pk", "l"), "global": ("g", "h")}
PAGE = 1024 * 1024


def prepare():
    ENDPOINT.make_table(
        NAME, ("pk", "sk"), "pk:S sk:N l:S g:S h:N", local=[("local", "pk", "l")], globals_=[("global", "g", "h")])
    ENDPOINT.make_table("scanned", ("pk", "sk"), "pk:S sk:N g:S", globals_=[("global", "g", "sk")])


@st.composite
def rows(draw):
    """Items of a partition: a place, whether they are in the indexes and where, and something to filter by."""
    places = draw(st.lists(st.integers(0, 40), min_size=1, max_size=20, unique=True))
    return [{
        "sk": {"N": str(place)}, "even": {"BOOL": draw(st.booleans())},
        **({"l": {"S": draw(st.sampled_from("abc"))}} if draw(st.booleans()) else {}),
        **({"h": {"N": str(draw(st.integers(0, 3)))}} if draw(st.booleans()) else {})} for place in places]


def store(table, items):
    for start in range(0, len(items), 25):
        ENDPOINT.call("BatchWriteItem", RequestItems={table: [
            {"PutRequest": {"Item": item}} for item in items[start:start + 25]]})


def all_pages(operation, limit, **parameters):
    """The pages, each begun after the last key of the one before."""
    pages, more = [], {}
    while True:
        answer = ENDPOINT.call(operation, **({"Limit": limit} if limit else {}), **more, **parameters)
        pages.append(answer)
        assert answer["Count"] == len(answer["Items"]) <= answer["ScannedCount"]
        if "LastEvaluatedKey" not in answer:
            return pages
        more = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


# A query's pages are its items, in order, each once; each but the last has as many as asked for, and tells where it ended.
@given(rows(), st.integers(1, 25) | st.none(), st.booleans(), st.sampled_from([None, "local", "global"]), st.booleans())
@examples(250)
def queries(rows, limit, forward, index, filtered):
    hash = ENDPOINT.fresh()
    items = [{**row, "pk": hash, "g": hash} for row in rows]
    store(NAME, items)
    table = Table(("pk", "sk"), INDEXES)
    for item in items:
        table.put(item)
    expected = table.partition(hash, index)
    hash_name, range_name = table.names(index)
    parameters = dict(
        TableName=NAME, KeyConditionExpression=f"{hash_name} = :p", ScanIndexForward=forward,
        ExpressionAttributeValues={":p": hash, **({":t": {"BOOL": True}} if filtered else {})},
        **({"IndexName": index} if index else {}), **({"FilterExpression": "even = :t"} if filtered else {}))
    pages = all_pages("Query", limit, **parameters)
    found = [item for page in pages for item in page["Items"]]
    wanted = [item for item in expected if not filtered or item["even"]["BOOL"]]
    order = [sortable(item[range_name]) for item in found]
    assert order == sorted(order, reverse=not forward)
    assert len(found) == len(wanted) and set(map(canonical_item, found)) == set(map(canonical_item, wanted))
    assert sum(page["ScannedCount"] for page in pages) == len(expected)
    check_ends(pages, limit, len(expected), set(table.keys) | set(table.names(index)))


def check_ends(pages, limit, count, keys):
    for page in pages[:-1]:
        assert page["ScannedCount"] == limit
        assert set(page["LastEvaluatedKey"]) == keys
    # A page that is full says that there may be more, even when it was the last.
    assert len(pages) == (count // limit + 1 if limit else 1)


# Scans of a table and an index, whole and in segments: each item in one page of one segment.
@given(st.integers(1, 12), st.integers(1, 40) | st.none(), st.sampled_from([None, "global"]))
@example(1, 1, None)
@example(60, 7, None)
@examples(40)
def scans(segments, limit, index):
    found = []
    for segment in range(segments):
        parallel = {"TotalSegments": segments, "Segment": segment} if segments > 1 else {}
        pages = all_pages("Scan", limit, TableName="scanned", **parallel, **({"IndexName": index} if index else {}))
        found += [(segment, canonical(item["pk"]), canonical(item["sk"])) for page in pages for item in page["Items"]]
    expected = SCANNED if index is None else [item for item in SCANNED if "g" in item]
    assert sorted(row[1:] for row in found) == sorted((canonical(item["pk"]), canonical(item["sk"])) for item in expected)


SCANNED = [{"pk": {"S": f"p{number % 37}"}, "sk": {"N": str(number)}, **({"g": {"S": f"g{number % 5}"}} if number % 3 else {})}
           for number in range(240)]


# A page holds 1 MB of what was read, whatever is filtered or projected away, and the pages together hold everything.
@given(st.lists(st.integers(1, 390_000), min_size=1, max_size=12), st.booleans(), st.booleans())
@example([349_000] * 6, True, True)
@example([262_115] * 8, True, False)
@example([262_116] * 8, True, False)
@examples(25)
def sizes(lengths, forward, filtered):
    hash = ENDPOINT.fresh()
    items = [{"pk": hash, "sk": {"N": str(number)}, "t": {"S": "x" * length}} for number, length in enumerate(lengths, 1)]
    for item in items:
        ENDPOINT.call("PutItem", TableName=NAME, Item=item)
    pages = all_pages(
        "Query", None, TableName=NAME, KeyConditionExpression="pk = :p", ScanIndexForward=forward, ProjectionExpression="sk",
        ExpressionAttributeValues={":p": hash, **({":n": {"S": "none"}} if filtered else {})},
        **({"FilterExpression": "t = :n"} if filtered else {}))
    # 2 + length for the hash, 2 + 2 or 3 for a small number, 1 + length for the text.
    bytes = [2 + len(hash["S"]) + 4 + 1 + length for length in lengths][::1 if forward else -1]
    assert [page["ScannedCount"] for page in pages] in (cut(bytes), cut(bytes, last=True))
    assert sum(page["Count"] for page in pages) == (0 if filtered else len(items))


def cut(bytes, last=False):
    """How many items each page reads: as many as fit, and at least one; with `last` also the one that exceeds the size."""
    pages, used = [0], 0
    for size in bytes:
        if pages[-1] and (used > PAGE if last else used + size > PAGE):
            pages.append(0)
            used = 0
        pages[-1] += 1
        used += size
    return pages + [0] if last and used > PAGE else pages


# A page can begin after a key that no item has (any more), and only with a key that is whole and within the query.
@given(rows(), st.integers(-5, 45), st.booleans())
@examples(60)
def starts(rows, place, forward):
    hash = ENDPOINT.fresh()
    items = [{**row, "pk": hash} for row in rows]
    store(NAME, items)
    answer = ENDPOINT.call(
        "Query", TableName=NAME, KeyConditionExpression="pk = :p", ExpressionAttributeValues={":p": hash}, ScanIndexForward=forward,
        ExclusiveStartKey={"pk": hash, "sk": {"N": str(place)}})
    places = sorted((int(row["sk"]["N"]) for row in rows), reverse=not forward)
    assert [int(item["sk"]["N"]) for item in answer["Items"]] == [each for each in places if (each > place if forward else each < place)]


@given(st.sampled_from([{}, {"pk": {"S": "x"}}, {"pk": {"S": "x"}, "sk": {"S": "1"}}, {"pk": {"S": "other"}, "sk": {"N": "1"}},
                        {"pk": {"S": "x"}, "sk": {"N": "1"}, "l": {"S": "a"}}]))
@examples(5)
def wrong_starts(key):
    try:
        ENDPOINT.call("Query", TableName=NAME, KeyConditionExpression="pk = :p", ExpressionAttributeValues={":p": {"S": "x"}},
                      ExclusiveStartKey=key)
    except Refused as refused:
        assert refused.code == "ValidationException" and "starting key" in refused.message.lower(), refused
    else:
        raise AssertionError("taken")


def store_scanned():
    store("scanned", SCANNED)


TESTS = [store_scanned, queries, scans, sizes, starts, wrong_starts]
