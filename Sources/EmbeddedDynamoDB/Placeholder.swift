// Placeholder until EmbeddedDynamoDB's first file lands; delete it then.
