import DynamoModel

/// Reads the attributes of an item as values, and says which one is wrong. It invents no defaults.
struct ItemReader {
    let item: Item

    /// - Parameters:
    ///   - version: the version that the program knows.
    ///   - upgrade: brings an item of an older version to it.
    /// - Throws: ``CorruptItem`` when the item is of another kind or of a newer version.
    init(
        _ item: Item, _ kind: ItemKind, version: Int, upgrade: (inout Item, Int) -> Void
    ) throws(CorruptItem) {
        guard item[TableAttribute.kind]?.string?.hasSameBytes(as: kind.rawValue) == true else {
            throw CorruptItem(item, TableAttribute.kind, "is not \(kind.rawValue)")
        }
        let found = try Self.version(of: item)
        guard found <= version else { throw CorruptItem(newer: item, version: found, known: version) }
        var item = item
        if found < version { upgrade(&item, found) }
        self.item = item
    }

    /// The version that an item names: 1 when it names none.
    private static func version(of item: Item) throws(CorruptItem) -> Int {
        guard let value = item[TableAttribute.version] else { return 1 }
        guard let version = value.int, version >= 1 else {
            throw CorruptItem(item, TableAttribute.version, "is not a version")
        }
        return version
    }

    func error(_ attribute: String, _ problem: String) -> CorruptItem { CorruptItem(item, attribute, problem) }

    func string(_ name: String) throws(CorruptItem) -> String {
        guard let value = item[name]?.string else { throw error(name, "is not a string") }
        return value
    }

    func int(_ name: String) throws(CorruptItem) -> Int {
        guard let value = item[name]?.int else { throw error(name, "is not an integer") }
        return value
    }

    func bool(_ name: String) throws(CorruptItem) -> Bool {
        guard let value = item[name]?.bool else { throw error(name, "is not a truth value") }
        return value
    }

    func strings(_ name: String) throws(CorruptItem) -> [String] {
        guard let list = item[name]?.list else { throw error(name, "is not a list") }
        var strings: [String] = []
        for element in list {
            guard let text = element.string else { throw error(name, "is not a list of strings") }
            strings.append(text)
        }
        return strings
    }

    func ints(_ name: String) throws(CorruptItem) -> [Int] {
        guard let list = item[name]?.list else { throw error(name, "is not a list") }
        var numbers: [Int] = []
        for element in list {
            guard let number = element.int else { throw error(name, "is not a list of integers") }
            numbers.append(number)
        }
        return numbers
    }

    func time(_ name: String) throws(CorruptItem) -> Timestamp {
        guard let value = Timestamp(try string(name)) else { throw error(name, "is not a time") }
        return value
    }

    func day(_ name: String) throws(CorruptItem) -> LocalDay {
        guard let value = LocalDay(try string(name)) else { throw error(name, "is not a day") }
        return value
    }

    func ulid(_ name: String) throws(CorruptItem) -> ULID {
        guard let value = ULID(try string(name)) else { throw error(name, "is not a ULID") }
        return value
    }

    func id<Entity>(_ name: String) throws(CorruptItem) -> Identifier<Entity> { Identifier(try ulid(name)) }

    func vocabulary<Word: Vocabulary>(_ name: String) throws(CorruptItem) -> Word {
        guard let value = Word(rawValue: try string(name)) else { throw error(name, "is not an allowed value") }
        return value
    }

    func amount(_ name: String) throws(CorruptItem) -> DecimalAmount {
        guard let number = try? DynamoNumber(try string(name)) else { throw error(name, "is not a decimal number") }
        return DecimalAmount(trusted: number)
    }

    func identity() throws(CorruptItem) -> Identity {
        do { return try Identity(issuer: string("issuer"), subject: string("subject")) } catch let error as CorruptItem
        {
            throw error
        } catch { throw self.error("subject", "is not an identity") }
    }

    /// The value of an attribute that may be missing.
    func optional<Value>(
        _ name: String, _ read: (String) throws(CorruptItem) -> Value
    ) throws(CorruptItem) -> Value? {
        item[name] == nil ? nil : try read(name)
    }

    func feedPosition() throws(CorruptItem) -> FeedPosition {
        FeedPosition(time: try time("feed_time"), sequence: try int("feed_sequence"))
    }
}
