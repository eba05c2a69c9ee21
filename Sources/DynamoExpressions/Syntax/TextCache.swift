import DynamoModel
import Synchronization

/// What texts mean, by their bytes and a kind, so that a text that comes again and again is parsed once.
///
/// Two generations bound it: when the young one is full it becomes the old one, and the one before is dropped; an entry
/// that is found in the old one moves to the young one. A program's own texts stay, texts that come once go. Safe to
/// share.
final class TextCache<Kind: Hashable & Sendable, Parsed: Sendable>: Sendable {
    /// How many bytes of text a generation holds. What is made of them takes several times as much.
    private let generationSize: Int
    /// Longer texts are parsed each time, since one of them would push out many others.
    private let longestText: Int

    private struct Key: Hashable {
        let kind: Kind
        let text: String

        // By bytes: canonically equivalent texts are different expressions.
        static func == (left: Key, right: Key) -> Bool {
            left.kind == right.kind && left.text.hasSameBytes(as: right.text)
        }

        func hash(into hasher: inout Hasher) {
            text.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    private struct Generations {
        var young: [Key: Parsed] = [:]
        var old: [Key: Parsed] = [:]
        var youngSize = 0
    }

    private let generations = Mutex(Generations())

    init(generationSize: Int, longestText: Int) {
        self.generationSize = generationSize
        self.longestText = longestText
    }

    /// How many texts it holds.
    var count: Int { generations.withLock { $0.young.count + $0.old.count } }

    /// What a text means; what cannot be parsed is not kept.
    func parsed<Failure: Error>(
        _ text: String, _ kind: Kind, _ parse: () throws(Failure) -> Parsed
    ) throws(Failure) -> Parsed {
        guard text.utf8.count <= longestText else { return try parse() }
        let key = Key(kind: kind, text: text)
        if let known = find(key) { return known }
        let parsed = try parse()
        generations.withLock { insert(key, parsed, &$0) }
        return parsed
    }

    private func find(_ key: Key) -> Parsed? {
        generations.withLock { generations in
            if let parsed = generations.young[key] { return parsed }
            guard let parsed = generations.old[key] else { return nil }
            insert(key, parsed, &generations)
            return parsed
        }
    }

    private func insert(_ key: Key, _ parsed: Parsed, _ generations: inout Generations) {
        let size = key.text.utf8.count
        if generations.youngSize + size > generationSize {
            generations.old = generations.young
            generations.young = [:]
            generations.youngSize = 0
        }
        if generations.young.updateValue(parsed, forKey: key) == nil { generations.youngSize += size }
    }
}
