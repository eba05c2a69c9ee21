import HTTPServer
import JSONText

/// A request to another service than DynamoDB, which the endpoint answers as well: CloudWatch in its three protocols,
/// and IAM.
struct NeighbourRequest {
    /// How requests and answers look.
    enum Form {
        case cbor, json, query
    }

    /// The name that signatures have for the service.
    enum Service: String, CaseIterable {
        case cloudWatch = "monitoring"
        case iam
    }

    let service: Service
    let form: Form
    let operation: String
    private let body: [UInt8]

    private static let target = "GraniteServiceVersion20100801"
    /// The largest body that is read: requests of these services are small.
    private static let mostBytes = 1 << 20

    /// Nil for a request to DynamoDB, or to nobody.
    init?(_ request: HTTPRequest) {
        guard request.method == .post else { return nil }
        let path = String(decoding: request.path, as: UTF8.self)
        let parts = path.split(separator: "/")
        if parts.count == 4, parts[0] == "service", parts[1] == Self.target, parts[2] == "operation" {
            self.init(.cloudWatch, .cbor, String(parts[3]), request.body)
        } else if let target = request.headers.string("x-amz-target"), target.hasPrefix("\(Self.target).") {
            self.init(.cloudWatch, .json, String(target.dropFirst(Self.target.count + 1)), request.body)
        } else if request.body.count <= Self.mostBytes,
            request.headers.string("content-type")?.hasPrefix("application/x-www-form-urlencoded") == true
        {
            let members = QueryForm.value(request.body)
            // Each service has another version of its interface.
            switch members?["Version"]?.stringValue {
            case "2010-08-01": self.init(.cloudWatch, .query, members?["Action"]?.stringValue ?? "", request.body)
            case "2010-05-08": self.init(.iam, .query, members?["Action"]?.stringValue ?? "", request.body)
            default: return nil
            }
        } else {
            return nil
        }
    }

    private init(_ service: Service, _ form: Form, _ operation: String, _ body: [UInt8]) {
        (self.service, self.form, self.operation, self.body) = (service, form, operation, body)
    }

    /// The members of the request.
    func members() throws(NeighbourError) -> NeighbourMembers {
        guard body.count <= Self.mostBytes else {
            throw NeighbourError(
                code: "RequestEntityTooLarge", message: "The body has more than \(Self.mostBytes) bytes.", status: 413)
        }
        let value: JSONValue? =
            switch form {
            case .cbor: body.isEmpty ? .object(JSONObject()) : CBOR.value(body)
            case .json:
                try? JSONValue.parse(body, limits: JSONLimits(maximumDepth: 32, maximumBytes: Self.mostBytes))
            case .query: QueryForm.value(body)
            }
        guard let value, value.objectValue != nil else {
            throw NeighbourError(code: "SerializationException", message: "The request's body cannot be read.")
        }
        return NeighbourMembers(value: value)
    }

    // MARK: Answers

    func answer(_ reply: Reply, identifier: String) -> EndpointAnswer {
        switch form {
        case .cbor: answer(200, reply.cbor, "application/cbor")
        case .json: answer(200, reply.json, "application/x-amz-json-1.0")
        case .query:
            answer(
                200,
                """
                <\(operation)Response xmlns="\(namespace)"><\(operation)Result>\(reply.xml)</\(operation)Result>\
                <ResponseMetadata><RequestId>\(identifier)</RequestId></ResponseMetadata></\(operation)Response>
                """)
        }
    }

    func answer(_ error: NeighbourError, identifier: String) -> EndpointAnswer {
        let reply = Reply.members([
            (name: "__type", value: .text("com.amazonaws.cloudwatch#\(error.shape)")),
            (name: "message", value: .text(error.message)),
        ])
        let sender = error.status < 500 ? "Sender" : "Receiver"
        var answer: EndpointAnswer
        switch form {
        case .cbor: answer = self.answer(error.status, reply.cbor, "application/cbor")
        case .json: answer = self.answer(error.status, reply.json, "application/x-amz-json-1.0")
        case .query:
            let members = Reply.members([
                (name: "Type", value: .text(sender)), (name: "Code", value: .text(error.code)),
                (name: "Message", value: .text(error.message)),
            ])
            answer = self.answer(
                error.status,
                """
                <ErrorResponse xmlns="\(namespace)"><Error>\(members.xml)</Error>\
                <RequestId>\(identifier)</RequestId></ErrorResponse>
                """)
        }
        answer.errorType = error.code
        answer.queryError = "\(error.code);\(sender)"
        return answer
    }

    private var namespace: String {
        service == .iam
            ? "https://iam.amazonaws.com/doc/2010-05-08/" : "http://monitoring.amazonaws.com/doc/2010-08-01/"
    }

    private func answer(_ status: Int, _ xml: String) -> EndpointAnswer {
        answer(status, Array(xml.utf8), "text/xml")
    }

    private func answer(_ status: Int, _ body: [UInt8], _ type: HTTPFieldValue) -> EndpointAnswer {
        var answer = EndpointAnswer(status: status, errorType: nil, body: body, contentType: type)
        answer.isCBOR = form == .cbor
        answer.neighbour = "\(service.rawValue):\(operation)"
        return answer
    }
}
