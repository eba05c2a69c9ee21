// Placeholder until DynamoModelTests' first file lands; delete it then.
