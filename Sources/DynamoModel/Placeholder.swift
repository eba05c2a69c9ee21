// Placeholder until DynamoModel's first file lands; delete it then.
