"""A table with indexes: a dictionary of items by their keys."""
from .values import canonical, sortable


class Table:
    """`keys` are the names of the hash and the range key; `indexes` have such a pair each."""

    def __init__(self, keys, indexes):
        self.keys, self.indexes, self.items = keys, indexes, {}

    def key(self, item):
        return tuple(canonical(item[name]) for name in self.keys)

    def get(self, key):
        return self.items.get(self.key(key))

    def put(self, item):
        self.items[self.key(item)] = item

    def delete(self, key):
        self.items.pop(self.key(key), None)

    def names(self, index=None):
        return self.indexes[index] if index else self.keys

    def rows(self, index=None):
        """The items that an index holds: those that have its keys."""
        return [item for item in self.items.values() if all(name in item for name in self.names(index))]

    def partition(self, hash, index=None):
        """The items of one hash key, in the order of the range key. Items of an index with equal keys come in any order."""
        hash_name, range_name = self.names(index)
        found = [item for item in self.rows(index) if canonical(item[hash_name]) == canonical(hash)]
        return sorted(found, key=lambda item: sortable(item[range_name]))
