// Placeholder until DigestsTests' first file lands; delete it then.
