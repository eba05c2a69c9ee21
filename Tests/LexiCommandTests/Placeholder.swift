// Placeholder until LexiCommandTests' first file lands; delete it then.
