// Placeholder until EmbeddedDynamoDBTests' first file lands; delete it then.
