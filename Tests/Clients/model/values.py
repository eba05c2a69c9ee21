"""Values: numbers, equality, order, size."""
import base64
import decimal
import re

DIGITS = 38
EXACT = decimal.Context(prec=1000, Emin=-10**6, Emax=10**6, traps=[decimal.InvalidOperation])
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)

NOT_A_NUMBER = "The parameter cannot be converted to a numeric value"
TOO_MANY_DIGITS = "Attempting to store more than 38 significant digits in a Number"
OVERFLOW = "Number overflow. Attempting to store a number with magnitude larger than supported range"
UNDERFLOW = "Number underflow. Attempting to store a number with magnitude smaller than supported range"


class Refusal(Exception):
    """A request that DynamoDB refuses: its message."""


def number(text):
    """The number that a text spells."""
    if not NUMBER.fullmatch(text):
        raise Refusal(f"{NOT_A_NUMBER}: {text}" if text else NOT_A_NUMBER)
    value = EXACT.create_decimal(text)
    if not value and "e" in text.lower():
        # Zero is held against the range by the exponent that it is written with.
        check_range(value)
    return checked(value)


def checked(value):
    """The number without superfluous zeros, if it can be stored: 38 digits, 1E-130 to 9.99…E+125."""
    value = EXACT.normalize(value)
    if not value:
        return decimal.Decimal(0)
    if len(value.as_tuple().digits) > DIGITS:
        raise Refusal(TOO_MANY_DIGITS)
    check_range(value)
    return value


def check_range(value):
    if value.adjusted() > 125:
        raise Refusal(OVERFLOW)
    if value.adjusted() < -130:
        raise Refusal(UNDERFLOW)


def summed(value):
    """What an addition stores: one that needs too many digits is reported as one that is too large."""
    try:
        return checked(value)
    except Refusal as refusal:
        raise Refusal(OVERFLOW if str(refusal) == TOO_MANY_DIGITS else str(refusal)) from None


def written(value):
    """How DynamoDB writes a number: plain digits, no exponent, no superfluous zeros."""
    return format(value, "f")


def kind(value):
    return next(iter(value))


def canonical(value):
    """A form in which equal values are equal: numbers by value, sets without order."""
    type, content = next(iter(value.items()))
    if type == "N":
        return type, EXACT.normalize(EXACT.create_decimal(content)) + 0
    if type == "B":
        return type, base64.b64decode(content)
    if type in ("SS", "NS", "BS"):
        return type, frozenset(canonical({type[0]: element}) for element in content)
    if type == "L":
        return type, tuple(canonical(element) for element in content)
    if type == "M":
        return type, canonical_item(content)
    return type, content


def canonical_item(item):
    return frozenset((name, canonical(value)) for name, value in item.items())


def same(one, other):
    return canonical(one) == canonical(other)


def sortable(value):
    """What texts (by their bytes of UTF-8), numbers and binaries are ordered by; None for what has no order."""
    type, content = canonical(value)
    if type == "S":
        return content.encode()
    return content if type in ("N", "B") else None


def size_of(value):
    """The bytes that a value counts: of a map or list 3, and 1 for each member besides what it holds."""
    type, content = next(iter(value.items()))
    if type == "N":
        return size_of_number(content)
    if type == "S":
        return len(content.encode())
    if type == "B":
        return len(base64.b64decode(content))
    if type in ("SS", "NS", "BS"):
        return sum(size_of({type[0]: element}) for element in content)
    if type == "L":
        return 3 + sum(1 + size_of(element) for element in content)
    return 3 + len(content) + size_of_item(content) if type == "M" else 1


def size_of_item(item):
    return sum(len(name.encode()) + size_of(value) for name, value in item.items())


def size_of_number(text):
    """A byte for two digits, pairs counted from the point, and one more; one for the sign of what is below zero. Zero is one byte."""
    sign, digits, exponent = EXACT.normalize(EXACT.create_decimal(text)).as_tuple()
    if digits == (0,):
        return 1
    pairs = (len(digits) + exponent % 2 + 1) // 2
    return pairs + 1 + sign
