import Foundation
import HTTPServer
import JSONText
import Lexi
import Synchronization
import TestSupport
import Testing

@testable import LexiAPI

/// Where large exports are made.
@Suite(.tables) struct CardExportLoopTests {
    /// With the row of the user they are three pages of the feed, whose cards are read at once.
    private static let (cards, pages) = (299, 3)

    /// Each read of an export waits until another connection of the same event loop was answered: an export that held
    /// the loop would wait in vain.
    @Test(arguments: [
        "flashcards/export?format=json", "flashcards/export?format=csv", "flashcards/export?format=tsv",
        "flashcards/export?format=apkg", "me/export",
    ])
    func othersAreAnswered(_ path: String) async throws {
        let table = RecordingTable(try await Backend.chosen.open { Double(TestAPI.start.seconds) })
        let api = try await TestAPI(over: table)
        let ann = try await api.register("ann")
        let words = (0..<Self.cards).map { "word \($0),nghĩa" }.joined(separator: "\n")
        #expect(try await api.importFile(Array(words.utf8), "text/csv", ann).json["imported"] == 299)
        let listener = HTTPListener(configuration: HTTPConfiguration(loops: 1), responder: api.responder)
        let port = try listener.start()
        try await TableScope.atEnd { await listener.shutdown(grace: .zero) }
        let (asked, answered) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let inVain = Mutex(0)
        table.before("batchGetItem") {
            asked.signal()
            if answered.wait(timeout: .now() + 20) == .timedOut { inVain.withLock { $0 += 1 } }
        }
        let head = "GET /v1/\(path) HTTP/1.1\r\nhost: x\r\nauthorization: Bearer \(ann)\r\nconnection: close\r\n\r\n"
        async let file = HTTPClient.exchange(port: port, Array(head.utf8))
        for _ in 0..<Self.pages {
            let isAsked = try await onThread { asked.wait(timeout: .now() + 60) == .success }
            #expect(isAsked)
            let other = try await HTTPClient.exchange(
                port: port, Array("GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".utf8))
            #expect(other.status == 200)
            answered.signal()
        }
        #expect(try await file.status == 200)
        #expect(inVain.withLock { $0 } == 0)
    }
}
