// Placeholder until LexiFixturesTests' first file lands; delete it then.
