// Placeholder until JSONTextTests' first file lands; delete it then.
