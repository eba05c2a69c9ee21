// Placeholder until Digests's first file lands; delete it then.
