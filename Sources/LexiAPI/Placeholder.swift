// Placeholder until LexiAPI's first file lands; delete it then.
