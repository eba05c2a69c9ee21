import DynamoModel
import JSONText

extension ExecuteStatementResponse {
    init(wire object: WireObject) throws(DynamoDBError) {
        self.init(
            items: try object.items("Items") ?? [], nextToken: object.string("NextToken"),
            lastEvaluatedKey: try object.checkedAttributes("LastEvaluatedKey"),
            consumedCapacity: object.consumedCapacity(isRead: true))
    }

    func write(to writer: inout JSONWriter, _ form: CapacityForm, _ texts: ItemTexts?) {
        let texts = items.count <= ItemTexts.largestPage ? texts : nil
        writer.consumedCapacity(consumedCapacity, form)
        writer.member("Items", items) { $0.item($1, texts) }
        writer.member("LastEvaluatedKey", lastEvaluatedKey)
        writer.member("NextToken", nextToken)
    }
}

extension BatchExecuteStatementResponse {
    init(wire object: WireObject) throws(DynamoDBError) {
        var responses: [BatchStatementResponse] = []
        for entry in object.objects("Responses") ?? [] {
            let error = entry.object("Error").map { error in
                BatchStatementError(code: error.string("Code") ?? "", message: error.string("Message") ?? "")
            }
            responses.append(
                BatchStatementResponse(
                    error: error, tableName: entry.string("TableName"), item: try entry.checkedAttributes("Item")))
        }
        self.init(responses: responses, consumedCapacity: object.consumedCapacities(isRead: true))
    }

    func write(to writer: inout JSONWriter, _ form: CapacityForm) {
        writer.consumedCapacities(consumedCapacity, form)
        writer.member("Responses", responses) { writer, response in
            writer.object { writer in
                if let error = response.error {
                    writer.name("Error")
                    writer.object { writer in
                        writer.member("Code", error.code)
                        writer.member("Message", error.message)
                    }
                }
                writer.member("Item", response.item)
                writer.member("TableName", response.tableName)
            }
        }
    }
}

extension ExecuteTransactionResponse {
    init(wire object: WireObject) throws(DynamoDBError) {
        self.init(items: try object.responseItems(), consumedCapacity: object.consumedCapacities(isRead: true))
    }

    func write(to writer: inout JSONWriter, _ form: CapacityForm) {
        writer.consumedCapacities(consumedCapacity, form)
        writer.responseItems(items)
    }
}
