"""Expressions as trees: what they mean, and how they are written with placeholders for all names and values.

Paths are tuples of names and indexes. Operands: `("path", path)`, `("value", value)`, `("size", path)`; in updates also
`("if_not_exists", path, operand)`, `("list_append", operand, operand)`, `("+", operand, operand)`, `("-", operand, operand)`.
"""
import base64
import operator

from .values import Refusal, canonical, checked, kind, number, same, sortable, summed, written

COMPARATORS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
MISSING = "The provided expression refers to an attribute that does not exist in the item"
WRONG_TYPE = "An operand in the update expression has an incorrect data type"
WRONG_PATH = "The document path provided in the update expression is invalid for update"


def at(item, path):
    """The value at a path; None when there is none."""
    value = {"M": item}
    for step in path:
        content = value.get("L" if isinstance(step, int) else "M")
        if content is None or (step >= len(content) if isinstance(step, int) else step not in content):
            return None
        value = content[step]
    return value


def size(value):
    """`size()`: bytes of a text or binary, elements of a collection."""
    type, content = next(iter(value.items()))
    if type == "S":
        return len(content.encode())
    if type == "B":
        return len(base64.b64decode(content))
    return len(content) if type in ("SS", "NS", "BS", "L", "M") else None


# Conditions

def operand(tree, item):
    """An operand's value; None when the item lacks it."""
    if tree[0] == "value":
        return tree[1]
    value = at(item, tree[1])
    if tree[0] == "size" and value is not None:
        length = size(value)
        return None if length is None else {"N": str(length)}
    return value


def compare(comparator, left, right):
    """Of different types nothing is equal and nothing ordered; of what is missing only `<>` is true."""
    if left is None or right is None:
        return comparator == "<>"
    if comparator in ("=", "<>"):
        return same(left, right) == (comparator == "=")
    if kind(left) != kind(right) or sortable(left) is None:
        return False
    return COMPARATORS[comparator](sortable(left), sortable(right))


def contains(value, part):
    type, content = canonical(value)
    if type == "L":
        return canonical(part) in content
    if type in ("S", "B"):
        return kind(part) == type and canonical(part)[1] in content
    return type in ("SS", "NS", "BS") and canonical(part) in content


def begins_with(value, part):
    return kind(value) == kind(part) and kind(value) in "SB" and canonical(value)[1].startswith(canonical(part)[1])


def holds(tree, item):
    name, *rest = tree
    if name == "and":
        return all(holds(each, item) for each in rest)
    if name == "or":
        return any(holds(each, item) for each in rest)
    if name == "not":
        return not holds(rest[0], item)
    values = [operand(each, item) for each in rest]
    if name in ("attribute_exists", "attribute_not_exists"):
        return (values[0] is not None) == (name == "attribute_exists")
    if name == "between":
        return compare(">=", values[0], values[1]) and compare("<=", values[0], values[2])
    if name == "in":
        return any(compare("=", values[0], candidate) for candidate in values[1:])
    if name in ("contains", "begins_with", "attribute_type"):
        if values[0] is None or values[1] is None:
            return False
        if name == "attribute_type":
            return values[1] == {"S": kind(values[0])}
        return (contains if name == "contains" else begins_with)(*values)
    return compare(name, *values)


# Paths that are named together

def clashes(paths):
    """How paths are at odds: one within another (`overlap`), or one place a map for one and a list for the other (`conflict`)."""
    found = set()
    for number, one in enumerate(paths):
        for other in paths[:number]:
            differing = next((pair for pair in zip(one, other) if pair[0] != pair[1]), None)
            if differing is None:
                found.add("overlap")
            elif isinstance(differing[0], int) != isinstance(differing[1], int):
                found.add("conflict")
    return found


def projected(item, paths):
    """The parts of an item at the paths; elements of lists move together."""
    def part(value, rests):
        if () in rests:
            return value
        type, content = next(iter(value.items()))
        if type not in ("M", "L"):
            return None
        steps = content if type == "M" else range(len(content))
        chosen = {}
        for step in steps:
            inner = [rest[1:] for rest in rests if rest[0] == step and isinstance(rest[0], int) == (type == "L")]
            found = part(content[step], inner) if inner else None
            if found is not None:
                chosen[step] = found
        return {type: chosen if type == "M" else list(chosen.values())} if chosen else None
    found = part({"M": item}, [tuple(path) for path in paths])
    return found["M"] if found else {}


# Updates: a list of (section, path, operand)

def evaluated(tree, item):
    if tree[0] == "if_not_exists":
        found = at(item, tree[1])
        return evaluated(tree[2], item) if found is None else found
    if tree[0] == "list_append":
        first, second = evaluated(tree[1], item), evaluated(tree[2], item)
        if kind(first) != "L" or kind(second) != "L":
            raise Refusal(WRONG_TYPE)
        return {"L": first["L"] + second["L"]}
    if tree[0] in "+-":
        return calculated(tree[0], evaluated(tree[1], item), evaluated(tree[2], item))
    value = operand(tree, item)
    if value is None:
        raise Refusal(MISSING)
    return value


def calculated(sign, first, second):
    if kind(first) != "N" or kind(second) != "N":
        raise Refusal(WRONG_TYPE)
    from .values import EXACT
    left, right = number(first["N"]), number(second["N"])
    return {"N": written(summed(EXACT.add(left, right) if sign == "+" else EXACT.subtract(left, right)))}


def added(old, value):
    """`ADD`: a sum, or a union of sets."""
    if old is None:
        return value
    if kind(old) == kind(value) == "N":
        return calculated("+", old, value)
    if kind(old) != kind(value) or kind(old) not in ("SS", "NS", "BS"):
        raise Refusal(WRONG_TYPE)
    return united(old, value)


def united(old, value):
    type, elements = kind(old), list(old[kind(old)])
    known = canonical(old)[1]
    return {type: elements + [each for each in value[type] if canonical({type[0]: each}) not in known]}


def without(old, value):
    """`DELETE`: the set without the elements; None when nothing is left."""
    if kind(old) != kind(value) or kind(old) not in ("SS", "NS", "BS"):
        raise Refusal(WRONG_TYPE)
    type, gone = kind(old), canonical(value)[1]
    rest = [each for each in old[type] if canonical({type[0]: each}) not in gone]
    return {type: rest} if rest else None


REMOVED = object()


def updated(item, actions):
    """The item after an update. All operands are read before anything changes, and lists keep their places until the end."""
    changes = []
    for section, path, tree in actions:
        old = at(item, path)
        if section == "SET":
            changes.append((path, evaluated(tree, item)))
        elif section == "REMOVE":
            changes.append((path, REMOVED))
        elif section == "ADD":
            changes.append((path, added(old, tree[1])))
        else:
            # Nothing is taken from what is not there; but the way to it must be.
            rest = without(old, tree[1]) if old is not None else None
            changes.append((path, REMOVED if rest is None else rest))
    return rebuilt({"M": item}, changes)["M"]


def rebuilt(value, changes):
    """A map or list with changes at the paths within it. What is set beyond a list's end is appended, in the order of the indexes."""
    type = kind(value)
    if type not in ("M", "L") or any(isinstance(path[0], int) != (type == "L") for path, _ in changes):
        raise Refusal(WRONG_PATH)
    content = dict(value["M"]) if type == "M" else dict(enumerate(value["L"]))
    for step in sorted({path[0] for path, _ in changes}):
        inner = [(path[1:], change) for path, change in changes if path[0] == step]
        if inner[0][0]:
            if step not in content:
                raise Refusal(WRONG_PATH)
            content[step] = rebuilt(content[step], inner)
        elif inner[0][1] is REMOVED:
            content.pop(step, None)
        else:
            content[step] = inner[0][1]
    return {"M": content} if type == "M" else {"L": [content[step] for step in sorted(content)]}


# As text

class Writer:
    """Writes expressions of one request, with a placeholder for each name and value."""

    def __init__(self):
        self.names, self.values = {}, {}

    def placeholders(self):
        return {**({"ExpressionAttributeNames": {v: k for k, v in self.names.items()}} if self.names else {}),
                **({"ExpressionAttributeValues": self.values} if self.values else {})}

    def path(self, path):
        text = ""
        for step in path:
            if isinstance(step, int):
                text += f"[{step}]"
            else:
                text += ("." if text else "") + self.names.setdefault(step, f"#n{len(self.names)}")
        return text

    def value(self, value):
        placeholder = f":v{len(self.values)}"
        self.values[placeholder] = value
        return placeholder

    def operand(self, tree):
        name, *rest = tree
        if name == "value":
            return self.value(rest[0])
        if name == "path":
            return self.path(rest[0])
        if name == "size":
            return f"size({self.path(rest[0])})"
        if name == "if_not_exists":
            return f"if_not_exists({self.path(rest[0])}, {self.operand(rest[1])})"
        if name == "list_append":
            return f"list_append({self.operand(rest[0])}, {self.operand(rest[1])})"
        return f"{self.operand(rest[0])} {name} {self.operand(rest[1])}"

    def condition(self, tree, nested=False):
        name, *rest = tree
        if name in ("and", "or", "not"):
            parts = [self.condition(each, nested=True) for each in rest]
            text = f"NOT {parts[0]}" if name == "not" else f" {name.upper()} ".join(parts)
            return f"({text})" if nested else text
        operands = [self.operand(each) for each in rest]
        if name == "between":
            return f"{operands[0]} BETWEEN {operands[1]} AND {operands[2]}"
        if name == "in":
            return f"{operands[0]} IN ({', '.join(operands[1:])})"
        if name[0] in "<=>":
            return f"{operands[0]} {name} {operands[1]}"
        return f"{name}({', '.join(operands)})"

    def update(self, actions):
        sections = {}
        for section, path, tree in actions:
            left = self.path(path)
            text = {"SET": "{} = {}", "REMOVE": "{}"}.get(section, "{} {}").format(left, tree and self.operand(tree))
            sections.setdefault(section, []).append(text)
        return " ".join(f"{section} {', '.join(parts)}" for section, parts in sections.items())

    def projection(self, paths):
        return ", ".join(self.path(path) for path in paths)
