// Placeholder until HTTPServerTests' first file lands; delete it then.
