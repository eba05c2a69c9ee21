"""Numbers: spelling, range, precision, arithmetic."""
from hypothesis import example, given
from hypothesis import strategies as st

from differential import ENDPOINT, examples
from model.values import EXACT, Refusal, canonical, number, summed, written
from wire import Refused

from .values import numbers

digits = st.text("0123456789", max_size=45)
spellings = st.builds(
    lambda sign, whole, point, part, exponent: sign + whole + point + part + exponent,
    st.sampled_from(["", "", "-", "+"]), digits, st.sampled_from(["", "."]), digits,
    st.sampled_from(["", "", "e0", "E5", "e-7", "e+125", "E-130", "e88", "e-95", "e126", "e-131"]))
nonsense = st.sampled_from(["", " 1", "1 ", "0x1", "NaN", "Infinity", "1e", "--1", "1_0", "١", ".", "e5", "1.2.3", "+-1", "1,5"])


def prepare():
    ENDPOINT.make_table("numbers", ("pk",), "pk:S")


def expected(call):
    """The model's outcome: a number or a refusal's message."""
    try:
        return written(call()), None
    except Refusal as refusal:
        return None, str(refusal)


def outcome(call):
    try:
        return call(), None
    except Refused as refused:
        assert refused.code == "ValidationException", refused
        return None, refused.message


# A number is stored exactly, and written without exponent and superfluous zeros, or it is refused.
@given(spellings | nonsense | numbers)
@example("1e125")
@example("9.9999999999999999999999999999999999999E+125")
@example("1E126")
@example("1e-130")
@example("9e-131")
@example("-0")
@example("0e-500")
@example("0e500")
@example("0e125")
@example("0e126")
@example("0.0e126")
@example("0e-131")
@example("1e99999")
@example("1" * 38 + "0" * 80)
@example("0." + "0" * 100 + "1" * 38)
@examples(400)
def spelling(text):
    key = {"pk": ENDPOINT.fresh()}

    def store():
        ENDPOINT.call("PutItem", TableName="numbers", Item={**key, "n": {"N": text}})
        return ENDPOINT.call("GetItem", TableName="numbers", Key=key)["Item"]["n"]["N"]

    # PutItem counts what is wrong with a value, and shows an empty one.
    stored, refusal = expected(lambda: number(text))
    if refusal is not None:
        refusal = "1 validation error detected: " + refusal + ("" if text else ": ")
    assert outcome(store) == (stored, refusal)


# Equal numbers are equal in conditions and as keys of sets, whatever their spelling.
@given(numbers, st.integers(0, 30))
@examples(100)
def equality(text, zeros):
    other = text + ("" if "e" in text or "E" in text else "" if "." in text else ".") + ("" if "e" in text else "0" * zeros)
    if len(other.strip("-").replace(".", "")) > 60 or other.endswith("."):
        other = text
    key = {"pk": ENDPOINT.fresh()}
    ENDPOINT.call("PutItem", TableName="numbers", Item={**key, "n": {"N": text}, "s": {"NS": [text]}})
    for condition in ("n = :v", "contains(s, :v)", "n IN (:v)", "n BETWEEN :v AND :v", "n <= :v AND n >= :v"):
        ENDPOINT.call("UpdateItem", TableName="numbers", Key=key, ConditionExpression=condition,
                      UpdateExpression="SET m = :v", ExpressionAttributeValues={":v": {"N": other}})


# Sums and differences are exact, or refused.
@given(numbers, numbers, st.sampled_from(["+", "-", "ADD", "legacy"]))
@example("9" * 38, "1", "+")
@example("9" * 38, "0.1", "+")
@example("1e125", "9e125", "ADD")
@example("1e-130", "1.1e-130", "-")
@example("1e38", "1", "ADD")
@example("1e37", "1", "-")
@example("-1", "1", "legacy")
@examples(400)
def arithmetic(left, right, way):
    key = {"pk": ENDPOINT.fresh()}
    ENDPOINT.call("PutItem", TableName="numbers", Item={**key, "n": {"N": left}})
    change = {"UpdateExpression": "ADD n :v" if way == "ADD" else f"SET n = n {way} :v", "ExpressionAttributeValues": {":v": {"N": right}}}
    if way == "legacy":
        change = {"AttributeUpdates": {"n": {"Action": "ADD", "Value": {"N": right}}}}

    def update():
        answer = ENDPOINT.call("UpdateItem", TableName="numbers", Key=key, ReturnValues="UPDATED_NEW", **change)
        return answer["Attributes"]["n"]["N"]

    one, two = number(left), number(right)
    assert outcome(update) == expected(lambda: summed(EXACT.subtract(one, two) if way == "-" else EXACT.add(one, two)))


# A set of numbers has each once; the same number twice is refused.
@given(st.lists(numbers, min_size=1, max_size=5))
@examples(100)
def sets(elements):
    key = {"pk": ENDPOINT.fresh()}
    distinct = {canonical({"N": element}) for element in elements}
    answer, refusal = outcome(lambda: ENDPOINT.call("PutItem", TableName="numbers", Item={**key, "s": {"NS": elements}}))
    if len(distinct) == len(elements):
        assert refusal is None, refusal
        found = ENDPOINT.call("GetItem", TableName="numbers", Key=key)["Item"]["s"]["NS"]
        assert {canonical({"N": element}) for element in found} == distinct
        assert all(element == written(number(element)) for element in found), found
    else:
        assert refusal == ("1 validation error detected: One or more parameter values were invalid: "
                           "Input collection contains duplicates."), refusal


TESTS = [spelling, equality, arithmetic, sets]
