// Placeholder until HTTPServer's first file lands; delete it then.
