// Placeholder until DynamoExpressions's first file lands; delete it then.
