// Placeholder until DynamoExpressionsTests' first file lands; delete it then.
