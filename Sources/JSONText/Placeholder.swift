// Placeholder until JSONText's first file lands; delete it then.
