/// Requests of DynamoDB's protocol, on items as the service writes them: the size of a flashcard, in three indexes.
extension Workload {
    /// Items that each user has from the start.
    private static let itemsPerUser = 40

    /// Reading one item by its key.
    static let getItem = Workload(name: "GetItem", target: .table, expectedStatus: 200) { _, _ in
        let requests = (0..<Population.userCount * itemsPerUser).map { number in
            TableRequest.bytes("GetItem", #"{"TableName":"LexiApp","Key":\#(TableRequest.key(number, serial: 0))}"#)
        }
        return { connection, number in
            requests[connection * itemsPerUser + number % itemsPerUser]
        }
    }

    /// The newest 20 items of an index with the projection ALL.
    static let queryIndex = Workload(name: "Query of 20 on an index", target: .table, expectedStatus: 200) { _, _ in
        let requests = (0..<Population.userCount).map { user in
            TableRequest.bytes(
                "Query",
                #"{"TableName":"LexiApp","IndexName":"GSI1","KeyConditionExpression":"GSI1PK = :user","#
                    + #""ExpressionAttributeValues":{":user":{"S":"\#(TableRequest.user(user))#FLASHCARD"}},"#
                    + #""ScanIndexForward":false,"Limit":20}"#)
        }
        return { connection, _ in requests[connection] }
    }

    /// Putting a new item, durably: the item and its entries in three indexes.
    static let putItem = Workload(name: "PutItem, three indexes", target: .table, expectedStatus: 200) { _, serial in
        let templates = (0..<Population.userCount).map { TableRequest.put(user: $0, serial: serial) }
        return { connection, number in templates[connection].filled(with: number) }
    }

    /// Four items in one transaction, durably, as the service creates a card: the card in three indexes and the guard
    /// of its word, which must not be there, a counter and a row of the feed.
    static let transaction = Workload(
        name: "transaction of four items", target: .table, expectedStatus: 200
    ) { _, serial in
        let templates = (0..<Population.userCount).map { TableRequest.transaction(user: $0, serial: serial) }
        return { connection, number in templates[connection].filled(with: number) }
    }

    /// Puts the items that the table's reads are of.
    static func prepareTable(of population: Population) throws(BenchmarkError) {
        var sent = [Int](repeating: 0, count: Population.userCount)
        let templates = (0..<Population.userCount).map { TableRequest.put(user: $0, serial: 0) }
        let result = try LoadGenerator.run(
            port: population.tablePort, connections: Population.userCount, expectedStatus: 200,
            request: { connection, _ in
                // A connection that is ahead of the others puts its last item once more.
                let number = min(sent[connection], itemsPerUser - 1)
                sent[connection] += 1
                return templates[connection].filled(with: connection * itemsPerUser + number)
            }, stop: { _, _ in sent.allSatisfy { $0 >= itemsPerUser } })
        guard result.failures == 0 else { throw BenchmarkError("\(result.failures) items could not be put") }
    }
}

/// The bytes of requests of DynamoDB's protocol.
enum TableRequest {
    /// Digits of the number that tells items of one run apart.
    private static let digits = 10

    static func user(_ number: Int) -> String { "USER#bench-\(number)" }

    private static func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    /// The JSON of an item's key.
    static func key(_ number: Int, serial: Int) -> String { key(padded(number), serial: serial) }

    private static func key(_ number: String, serial: Int) -> String {
        ##"{"PK":{"S":"FLASHCARD#bench-\##(serial)-\##(number)"},"SK":{"S":"METADATA#FLASHCARD"}}"##
    }

    /// A request with a signature that is well-formed, which is all that the endpoint asks for without keys.
    static func bytes(_ operation: String, _ body: String) -> [UInt8] {
        let head = """
            POST / HTTP/1.1\r
            Host: 127.0.0.1\r
            Accept-Encoding: identity\r
            User-Agent: lexi-bench\r
            X-Amz-Target: DynamoDB_20120810.\(operation)\r
            Content-Type: application/x-amz-json-1.0\r
            X-Amz-Date: 20260101T000000Z\r
            Authorization: AWS4-HMAC-SHA256 Credential=bench/20260101/local/dynamodb/aws4_request, \
            SignedHeaders=content-type;host;x-amz-date;x-amz-target, \
            Signature=\(String(repeating: "0123456789abcdef", count: 4))\r
            Content-Length: \(body.utf8.count)\r
            \r

            """
        return Array((head + body).utf8)
    }

    /// Puts an item.
    static func put(user: Int, serial: Int) -> Template {
        Template("PutItem", #"{"TableName":"LexiApp","Item":\#(item(user, serial))}"#)
    }

    /// Writes four items together.
    static func transaction(user: Int, serial: Int) -> Template {
        let number = Template.number
        let owner = TableRequest.user(user)
        let isAbsent = #""ConditionExpression":"attribute_not_exists(PK)""#
        let guardKey = ##"{"PK":{"S":"\##(owner)#WORD"},"SK":{"S":"WORD#word \##(number)#\##(serial)"}}"##
        let counterKey = ##"{"PK":{"S":"\##(owner)"},"SK":{"S":"COUNTERS"}}"##
        let feedKey = ##"{"PK":{"S":"\##(owner)#FEED"},"SK":{"S":"CHANGE#\##(serial)-\##(number)"}}"##
        return Template(
            "TransactWriteItems",
            """
            {"TransactItems":[\
            {"Put":{"TableName":"LexiApp","Item":\(item(user, serial)),\(isAbsent)}},\
            {"Put":{"TableName":"LexiApp","Item":\(guardKey),\(isAbsent)}},\
            {"Update":{"TableName":"LexiApp","Key":\(counterKey),"UpdateExpression":"ADD cards :one",\
            "ExpressionAttributeValues":{":one":{"N":"1"}}}},\
            {"Put":{"TableName":"LexiApp","Item":\(feedKey)}}]}
            """)
    }

    /// The JSON of an item as the service writes a card, with its keys in three indexes.
    private static func item(_ user: Int, _ serial: Int) -> String {
        let number = Template.number
        let owner = TableRequest.user(user)
        let key = key(number, serial: serial).dropLast()
        return """
            \(key),\
            "GSI1PK":{"S":"\(owner)#FLASHCARD"},"GSI1SK":{"S":"CREATED#2026-01-01T00:00:00Z#\(serial)-\(number)"},\
            "GSI2PK":{"S":"\(owner)#DUE"},"GSI2SK":{"S":"DUE#2026-01-02T00:00:00Z#\(serial)-\(number)"},\
            "GSI3PK":{"S":"\(owner)#MATURITY#LEARNING"},"GSI3SK":{"S":"WORD#word \(number)#\(serial)"},\
            "entity_type":{"S":"FLASHCARD"},"flashcard_id":{"S":"\(serial)-\(number)"},"user_id":{"S":"bench-\(user)"},\
            "word":{"S":"word \(number)"},"word_type":{"S":"noun"},"translation_vi":{"S":"từ thứ \(number)"},\
            "example_sentence":{"S":"This sentence shows how the word is used in a conversation."},\
            "review_count":{"N":"3"},"repetition_count":{"N":"2"},"interval_days":{"N":"6"},\
            "ease_thousandths":{"N":"2500"},"lapse_count":{"N":"0"},"version":{"N":"4"},\
            "next_review_at":{"S":"2026-01-02T00:00:00Z"},"maturity":{"S":"LEARNING"},\
            "created_at":{"S":"2026-01-01T00:00:00Z"},"updated_at":{"S":"2026-01-01T00:00:00Z"}}
            """
    }

    /// A request that is made beforehand, except for the number of its items.
    struct Template {
        /// Stands in the body for the number.
        static let number = String(repeating: "@", count: digits)

        private let bytes: [UInt8]
        private let positions: [Int]

        init(_ operation: String, _ body: String) {
            let request = TableRequest.bytes(operation, body)
            let placeholder = [UInt8](Self.number.utf8)
            bytes = request
            positions = request.indices.filter { request[$0...].starts(with: placeholder) }
        }

        /// The request for one number.
        func filled(with number: Int) -> [UInt8] {
            var request = bytes
            for position in positions {
                var rest = number
                for index in (position..<position + digits).reversed() {
                    request[index] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
            }
            return request
        }
    }
}
