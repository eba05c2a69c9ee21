"""Random values, items, paths."""
import base64
import decimal

from hypothesis import strategies as st

from model.values import EXACT, canonical, written

NAMES = ["a", "b", "c", "name", "é", "x y", "0", "#", "a.b"]
names = st.sampled_from(NAMES)
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(["", "a", "ab", "b", "é", "e\u0301", "\U0001f600"])
binary = st.binary(max_size=5).map(lambda content: base64.b64encode(content).decode())


def spelled(digits, exponent, negative):
    """A number with these digits."""
    value = EXACT.scaleb(decimal.Decimal(digits), exponent)
    return written(EXACT.normalize(-value if negative else value) + 0)


small_numbers = st.integers(-3, 12).map(str)
large_numbers = st.builds(spelled, st.integers(0, 10**38 - 1), st.integers(-60, 60), st.booleans())
numbers = small_numbers | st.sampled_from(["0.5", "-1.5", "1e2", "10.0", "-0"]) | large_numbers
scalars = st.one_of(
    text.map(lambda v: {"S": v}), numbers.map(lambda v: {"N": v}), binary.map(lambda v: {"B": v}),
    st.booleans().map(lambda v: {"BOOL": v}), st.just({"NULL": True}))


def sets(type, elements):
    return st.lists(elements, min_size=1, max_size=4, unique_by=lambda each: canonical({type[0]: each})).map(lambda v: {type: v})


all_sets = st.one_of(sets("SS", text), sets("NS", numbers), sets("BS", binary))
values = st.recursive(
    scalars | all_sets,
    lambda inner: st.lists(inner, max_size=4).map(lambda v: {"L": v}) | st.dictionaries(names, inner, max_size=4).map(lambda v: {"M": v}),
    max_leaves=6)
items = st.dictionaries(names, values, max_size=5)


def paths_of(value, prefix=()):
    """The paths that a value has."""
    yield prefix
    if "M" in value:
        for name, member in value["M"].items():
            yield from paths_of(member, prefix + (name,))
    if "L" in value:
        for index, element in enumerate(value["L"]):
            yield from paths_of(element, prefix + (index,))


@st.composite
def paths(draw, item):
    """A path that the item has, mostly; or one next to it."""
    there = sorted((path for path in paths_of({"M": item}) if path), key=repr)
    if there and draw(st.integers(0, 3)):
        path = draw(st.sampled_from(there))
    else:
        path = (draw(names),)
    for _ in range(draw(st.sampled_from([0, 0, 0, 0, 1]))):
        path += (draw(names | st.integers(0, 5)),)
    return path
