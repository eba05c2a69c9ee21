// Placeholder until TestSupport's first file lands; delete it then.
