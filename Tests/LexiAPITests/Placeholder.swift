// Placeholder until LexiAPITests' first file lands; delete it then.
