import DynamoModel
import TreeCoding

/// A value that lies in files as an item.
///
/// The names of its coding keys, and what stands under them, are part of the file's format: a member is never renamed,
/// a new one is optional, and the form is pinned by `StoredFormTests`.
package protocol ItemRepresentable: Codable {}

extension ItemRepresentable {
    /// As it lies in a file.
    package var stored: Item {
        guard let item = try? AttributeValue(encoding: self).map else {
            preconditionFailure("\(Self.self) has a member that items cannot hold")
        }
        return item
    }

    /// Reads the stored form; nil when it has another form.
    package init?(stored item: Item) {
        guard let value = try? AttributeValue.m(item).decoded(as: Self.self) else { return nil }
        self = value
    }
}
