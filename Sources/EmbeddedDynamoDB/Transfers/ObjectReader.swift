import DelimitedText
import Digests
import DynamoModel
import Glibc
import IonText
import ItemFiles
import TableStore

/// Reads the items of one object of an import, in the memory of an item.
struct ObjectReader {
    /// What was read.
    enum Entry {
        case item(Item)
        /// What is wrong, and whether nothing after it can be read.
        case fault(String, isLast: Bool)
    }

    private enum Texts {
        case json(JSONTexts)
        case ion(IonTexts)
        case delimited(DelimitedTexts)
    }

    /// An object that is compressed with Zstandard is unpacked from memory, and may have so many bytes.
    static let mostZstandardBytes = 512 << 20

    private let columns: ColumnTypes
    private let source: PieceSource
    private var texts: Texts
    private var headers: [String]?
    private var isAtEnd = false
    private var isOver = false

    /// Bytes that were read, unpacked.
    var bytes: Int { source.bytes }

    /// Opens an object.
    ///
    /// - Throws: `again` when the system failed.
    init(_ path: String, _ request: ImportRequest, _ columns: ColumnTypes) throws(TransferStop) {
        self.columns = columns
        source = try PieceSource(path, request.compression ?? .none)
        let separator = request.csv?.delimiter?.utf8.first ?? UInt8(ascii: ",")
        switch request.format {
        case .json: texts = .json(JSONTexts())
        case .ion: texts = .ion(IonTexts(maximumBytes: ItemLine.maximumBytes))
        case .csv: texts = .delimited(DelimitedTexts(separator: separator))
        }
        headers = request.csv?.headers
    }

    /// The next entry; nil at the end.
    ///
    /// - Throws: `again` when the system failed.
    mutating func next() throws(TransferStop) -> Entry? {
        while !isOver {
            if let entry = cut() { return entry }
            guard !isAtEnd else { break }
            do throws(PieceSource.Fault) {
                let piece = try source.next()
                isAtEnd = piece.isEmpty
                switch texts {
                case .json(var json):
                    texts = .json(JSONTexts())
                    json.add(piece)
                    texts = .json(json)
                case .ion(var ion):
                    texts = .json(JSONTexts())
                    ion.add(piece)
                    texts = .ion(ion)
                case .delimited(var delimited):
                    texts = .delimited(DelimitedTexts(separator: 0))
                    delimited.add(piece)
                    texts = .delimited(delimited)
                }
            } catch {
                switch error {
                case .system(let stop): throw stop
                case .damaged(let what): return last(what)
                }
            }
        }
        return nil
    }

    private mutating func last(_ what: String) -> Entry {
        isOver = true
        return .fault(what, isLast: true)
    }

    /// The next entry of what was read; nil when more has to be read.
    private mutating func cut() -> Entry? {
        switch texts {
        case .json(var json):
            texts = .json(JSONTexts())
            defer { texts = .json(json) }
            do throws(JSONTexts.Fault) {
                guard let text = try json.next(isAtEnd: isAtEnd) else { return nil }
                // As on the service: what is no item ends the object.
                do throws(ItemLine.Fault) { return .item(try ItemLine.wrappedItem(text)) } catch {
                    return last(error.reason)
                }
            } catch {
                return last(error.reason)
            }
        case .ion(var ion):
            texts = .json(JSONTexts())
            defer { texts = .ion(ion) }
            do throws(IonTexts.Fault) {
                guard let text = try ion.next(isAtEnd: isAtEnd) else { return nil }
                do throws(ItemLine.Fault) { return .item(try ItemLine.wrappedItem(text, as: .ion)) } catch {
                    return last(error.reason)
                }
            } catch {
                return last(error.reason)
            }
        case .delimited(var delimited):
            texts = .delimited(DelimitedTexts(separator: 0))
            defer { texts = .delimited(delimited) }
            while let record = delimited.next(isAtEnd: isAtEnd) {
                switch record {
                case .fault(let what): return last("the record \(what)")
                case .cells(let cells):
                    guard let headers else {
                        headers = cells
                        if let fault = ColumnTypes.fault(ofHeaders: cells) { return last(fault) }
                        continue
                    }
                    return entry(cells, headers)
                }
            }
            return nil
        }
    }

    private func entry(_ cells: [String], _ headers: [String]) -> Entry {
        guard cells.count == headers.count else {
            return .fault("it has \(cells.count) columns, not \(headers.count)", isLast: false)
        }
        var item = Item()
        for (name, cell) in zip(headers, cells) {
            switch columns.value(of: cell, named: name) {
            case .success(let value?): item[name] = value
            case .success(nil): continue
            case .failure(let fault): return .fault(fault.reason, isLast: false)
            }
        }
        return .item(item)
    }
}
