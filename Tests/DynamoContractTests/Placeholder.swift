// Placeholder until DynamoContractTests' first file lands; delete it then.
