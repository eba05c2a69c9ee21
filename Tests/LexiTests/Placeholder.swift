// Placeholder until LexiTests' first file lands; delete it then.
