"""The differential tests, a module for each part of the semantics."""
