import DynamoModel

/// DynamoDB's rules for the encryption at rest that a request asks for, with its messages. The setting is recorded and described; the
/// file itself is not encrypted.
enum EncryptionRules {
    /// Checks a specification.
    static func check(_ specification: SSESpecification?) throws(EngineFault) {
        guard let specification else { return }
        if specification.type == "AES256" { throw .invalid("SSEType AES256 is not supported") }
        if specification.isEnabled == false {
            if specification.type != nil { throw .invalid("SSEType can not be specified if Enabled is false") }
            if specification.kmsMasterKeyId != nil {
                throw .invalid("KMSMasterKeyId can not be specified if Enabled is false")
            }
        }
        if specification.kmsMasterKeyId != nil, specification.type == nil {
            throw .invalid("SSEType KMS is required if KMSMasterKeyId is specified")
        }
    }

    /// The Amazon Resource Name of the key that a specification asks for; nil for the service's own key.
    static func keyArn(_ specification: SSESpecification?, _ options: TableEngine.Options) -> String? {
        guard let specification, specification.isEnabled ?? (specification.type != nil) else { return nil }
        let key = specification.kmsMasterKeyId ?? options.uuid()
        if key.hasBytePrefix("arn:") { return key }
        let resource = key.hasBytePrefix("alias/") ? key : "key/\(key)"
        return "arn:aws:kms:\(options.region):\(options.account):\(resource)"
    }

    /// The key's name after a change; a request that asks for what is so already is refused.
    static func change(
        _ specification: SSESpecification, from now: String?, _ options: TableEngine.Options
    ) throws(EngineFault) -> String? {
        try check(specification)
        let key = keyArn(specification, options)
        if key == nil && now == nil { throw .invalid("Table is already encrypted by default") }
        if key == now {
            throw .invalid(
                "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to change "
                    + "Master Key")
        }
        return key
    }
}

/// DynamoDB's rules for tags, with its messages.
enum TagRules {
    /// Labels of a table.
    static let most = 50
    private static let longestKey = 128
    private static let longestValue = 256

    /// Checks the tags of one request.
    static func check(_ tags: [Tag]) throws(EngineFault) {
        for (position, tag) in tags.enumerated() {
            if tag.key.hasBytePrefix("aws:") {
                throw .validation("Tag Key cannot be prefixed with aws:, Key: \(tag.key)")
            }
            guard !tag.key.isEmpty else { throw length(tag.key, "key", position, "greater than or equal to 1") }
            guard tag.key.unicodeScalars.count <= longestKey else {
                throw length(tag.key, "key", position, "less than or equal to \(longestKey)")
            }
            guard tag.value.unicodeScalars.count <= longestValue else {
                throw length(tag.value, "value", position, "less than or equal to \(longestValue)")
            }
            if tags[..<position].contains(where: { $0.key.hasSameBytes(as: tag.key) }) {
                throw .validation("Duplicate Tag Keys provided as input: Duplicate Tag Key found \(tag.key)")
            }
        }
        try checkCount(tags.count)
    }

    /// The wording of the service's model, which the endpoint's own check has too.
    private static func length(_ value: String, _ member: String, _ position: Int, _ bound: String) -> EngineFault {
        .validation(
            "1 validation error detected: Value '\(value)' at 'tags.\(position + 1).member.\(member)' failed to satisfy "
                + "constraint: Member must have length \(bound)")
    }

    /// Checks how many tags a table has.
    static func checkCount(_ count: Int) throws(EngineFault) {
        guard count > most else { return }
        throw .validation("Number of Tags exceed the current limit for the provided ResourceArn")
    }
}
