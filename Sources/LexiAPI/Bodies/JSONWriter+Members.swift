import JSONText
import Lexi

extension JSONWriter {
    @inline(__always)
    mutating func member(_ name: StaticString, _ value: String) {
        self.name(name)
        string(value)
    }

    @inline(__always)
    mutating func member(_ name: StaticString, _ value: String?) {
        self.name(name)
        if let value { string(value) } else { null() }
    }

    @inline(__always)
    mutating func member(_ name: StaticString, _ value: Int) {
        self.name(name)
        integer(value)
    }

    @inline(__always)
    mutating func member(_ name: StaticString, _ value: Int?) {
        self.name(name)
        if let value { integer(value) } else { null() }
    }

    @inline(__always)
    mutating func member(_ name: StaticString, _ value: Bool) {
        self.name(name)
        bool(value)
    }

    mutating func member(_ name: StaticString, _ values: [String]) {
        self.name(name)
        beginArray()
        for value in values { string(value) }
        endArray()
    }

    /// A list whose elements `write` writes.
    @inline(__always)
    mutating func list<Elements: Sequence>(
        _ name: StaticString, _ elements: Elements, _ write: (Elements.Element, inout JSONWriter) -> Void
    ) {
        self.name(name)
        beginArray()
        for element in elements { write(element, &self) }
        endArray()
    }

    /// A number of thousandths, not negative, as a decimal number without superfluous zeros: 2500 is 2.5.
    mutating func thousandths(_ value: Int) {
        let fraction = value % 1000
        guard fraction > 0 else { return integer(value / 1000) }
        var digits = String(fraction + 1000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        number(text: "\(value / 1000).\(digits)")
    }

    /// A number of ten-thousandths as a decimal number, see ``tenThousandths(_:)``; or null.
    mutating func tenThousandths(_ name: StaticString, _ value: Int?) {
        self.name(name)
        guard let value else { return null() }
        tenThousandths(value)
    }

    /// A number of ten-thousandths, not negative, as a decimal number without superfluous zeros: 9000 is 0.9.
    mutating func tenThousandths(_ value: Int) {
        let fraction = value % 10_000
        guard fraction > 0 else { return integer(value / 10_000) }
        var digits = String(fraction + 10_000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        number(text: "\(value / 10_000).\(digits)")
    }

    /// An average to one decimal, or null without any figure.
    mutating func average(_ name: StaticString, _ figure: Figure) {
        self.name(name)
        guard let tenths = figure.averageTenths else { return null() }
        if tenths % 10 == 0 { integer(tenths / 10) } else { number(text: "\(tenths / 10).\(tenths % 10)") }
    }
}
