// Placeholder until Lexi's first file lands; delete it then.
