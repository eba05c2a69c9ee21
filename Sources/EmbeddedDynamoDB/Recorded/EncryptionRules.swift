import DynamoModel
import TableStore

/// DynamoDB's rules for the encryption at rest that a request asks for, with its messages. The setting is recorded and
/// described; the file itself is not encrypted.
enum EncryptionRules {
    /// Refuses what DynamoDB refuses: AES256, and a type or key without the encryption that it is for.
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
    ///
    /// - Parameter newKey: makes the id of a key for a request that names none.
    static func keyArn(
        _ specification: SSESpecification?, _ place: ResourcePlace, newKey: () -> String
    ) -> String? {
        guard let specification, specification.isEnabled ?? (specification.type != nil) else { return nil }
        let key = specification.kmsMasterKeyId ?? newKey()
        if ResourceName.isMeant(by: key) { return key }
        return place.key(key.hasBytePrefix("alias/") ? key : "key/\(key)")
    }

    /// The key's name after a change; a request that asks for what is so already is refused.
    static func change(
        _ specification: SSESpecification, from now: String?, _ place: ResourcePlace, newKey: () -> String
    ) throws(EngineFault) -> String? {
        try check(specification)
        let key = keyArn(specification, place, newKey: newKey)
        if key == nil && now == nil { throw .invalid("Table is already encrypted by default") }
        if key == now {
            throw .invalid(
                "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to change "
                    + "Master Key")
        }
        return key
    }
}
