import Foundation
import Testing

@testable import DynamoWire

/// `schema/compatibility.md` says what becomes of every parameter.
struct CompatibilityPageTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "schema/compatibility.md")

    /// The names in backquotes behind each operation, from the rows of the page's first table.
    private static func rows() throws -> [String: [String]] {
        let text = try String(contentsOf: page, encoding: .utf8)
        var rows: [String: [String]] = [:]
        for line in text.split(separator: "\n") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            // An empty cell before the first bar and one behind the last, and six between them.
            guard cells.count == 8, DynamoOperation(rawValue: cells[1]) != nil else { continue }
            rows[cells[1]] = cells[2...6].flatMap { cell in
                cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                    .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
            }
        }
        return rows
    }

    // Every member of every operation's request in botocore's model stands in exactly one column of the operation's
    // row, and nothing else does.
    @Test(arguments: DynamoOperation.allCases)
    func everyParameterHasAState(_ operation: DynamoOperation) throws {
        guard case .structure(_, let members) = ServiceModel.input(of: operation).kind else {
            Issue.record("\(operation) has no structure")
            return
        }
        let listed = try #require(try Self.rows()[operation.rawValue], "\(operation.rawValue) has a row")
        #expect(listed.sorted() == members.map(\.name).sorted())
    }
}
