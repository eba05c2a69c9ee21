"""DynamoDB's semantics as a specification: plain dictionaries and decimals, slow and short. Written for the differential tests, from the
developer guide; it shares nothing with the engine. Values are those of the wire: `{"S": "text"}`, `{"N": "1"}`, `{"L": [...]}`."""
