// Placeholder until LexiFixtures's first file lands; delete it then.
