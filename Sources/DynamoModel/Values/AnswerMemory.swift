/// What the items of one answer take, as values and as JSON together, against the most that an answer may take.
///
/// DynamoDB's sizes do not bound it: a list of NULLs has two bytes an element by DynamoDB's counting, 32 in memory and
/// 14 as text. An answer that takes too much ends early, as one does that has too many bytes. The endpoint takes the
/// same numbers from the memory that all requests share.
public struct AnswerMemory: Sendable {
    /// The most that the items of a page, and records of a stream, take, in bytes, besides the last of them: eight
    /// times a page's size. Ordinary items take two to seven times their size.
    public static let page = 8 << 20
    /// The most that the items of a batch or of a transaction take, in bytes.
    public static let largest = 40 << 20
    /// Bytes that a byte by DynamoDB's counting takes at most: those of a set of numbers such as 1E125, which are
    /// stored in two bytes, take 24 in memory, and are written with 126 digits.
    static let greatestRatio = 80

    /// The most that the items of a batch of reads take, in bytes.
    public static func batch(keys: Int) -> Int { min(largest, page + 2 * keys * DynamoLimits.itemSize) }

    @usableFromInline let limit: Int
    /// Up to so many bytes by DynamoDB's counting the limit cannot be reached.
    @usableFromInline let uncountedSize: Int
    @usableFromInline var size = 0
    private var isCounting = false
    /// What the parts take, in bytes; 0 as long as they are so small that the limit cannot be reached.
    public private(set) var taken = 0

    /// No parts yet.
    ///
    /// - Parameter limit: the most that they may take, in bytes.
    public init(limit: Int = page) {
        self.limit = limit
        uncountedSize = limit / Self.greatestRatio
    }

    /// Whether the parts take more than the limit.
    public var isExceeded: Bool { taken > limit }

    /// Adds a part. What small answers take is not counted, so that they cost nothing.
    ///
    /// - Parameters:
    ///   - size: not less than the part's size by DynamoDB's counting.
    ///   - earlier: the parts that were added before.
    @inlinable
    public mutating func add<Part: AnswerPart>(_ part: Part, size: Int, earlier: [Part]) {
        if mayExceed(adding: size) { count(part, earlier: earlier) }
    }

    /// Adds the size of a part, and says whether what the parts take has to be counted.
    @inlinable
    public mutating func mayExceed(adding size: Int) -> Bool {
        self.size += size
        return self.size > uncountedSize
    }

    /// Counts a part whose size was added, and the earlier ones when they were not counted yet.
    public mutating func count<Part: AnswerPart>(_ part: Part, earlier: [Part]) {
        if !isCounting {
            isCounting = true
            for part in earlier { taken += part.answerMemory }
        }
        taken += part.answerMemory
    }
}

extension AttributeMap: AnswerPart {
    /// The memory of the attributes, and the bytes of their JSON.
    public var answerMemory: Int { memorySize + jsonSize }
}

extension StreamRecord: AnswerPart {
    /// What its key and images take.
    public var answerMemory: Int {
        keys.answerMemory + (newImage?.answerMemory ?? 0) + (oldImage?.answerMemory ?? 0)
    }
}

extension Optional: AnswerPart where Wrapped: AnswerPart {
    /// Nothing takes nothing.
    public var answerMemory: Int { self?.answerMemory ?? 0 }
}

extension AttributeMap {
    /// The bytes of the item as the protocol's JSON, with a comma after it; at most a few too many.
    var jsonSize: Int {
        var size = 3
        for index in members.indices { size += members[index].name.jsonSize + 2 + members[index].value.jsonSize }
        return size
    }
}

extension AttributeValue {
    /// `{"BOOL":false},`
    private static let shortSize = 15
    /// `{"NS":[]},`
    private static let listSize = 10

    fileprivate var jsonSize: Int {
        switch self {
        case .s(let text): Self.listSize + text.jsonSize
        case .n(let number): Self.listSize + number.jsonSize
        case .b(let bytes): Self.listSize + bytes.jsonSize
        case .bool, .null: Self.shortSize
        case .m(let map): Self.listSize + map.jsonSize
        case .l(let list): list.reduce(Self.listSize) { $0 + $1.jsonSize }
        case .ss(let set): set.elements.reduce(Self.listSize) { $0 + $1.jsonSize }
        case .ns(let set): set.elements.reduce(Self.listSize) { $0 + $1.jsonSize }
        case .bs(let set): set.elements.reduce(Self.listSize) { $0 + $1.jsonSize }
        }
    }
}

// Each with its quotes and a comma.

extension String {
    /// Control characters are written as six bytes, quotation marks and backslashes as two.
    fileprivate var jsonSize: Int {
        withBytes { bytes in
            var (controls, quotes) = (0, 0)
            for byte in bytes {
                controls += byte < 0x20 ? 1 : 0
                quotes += byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? 1 : 0
            }
            return bytes.count + 5 * controls + quotes + 3
        }
    }
}

extension DynamoNumber {
    /// Numbers are written without exponents.
    fileprivate var jsonSize: Int {
        let power = Int(exponent)
        return 3 + (isNegative ? 1 : 0) + (power >= 0 ? digitCount + power : max(digitCount + 1, 2 - power))
    }
}

extension [UInt8] {
    fileprivate var jsonSize: Int { (count + 2) / 3 * 4 + 3 }
}
