import Testing

@testable import Lexi

@Suite struct AuditNoteTests {
    // Whatever a stored subject holds, its changes can be read.
    @Test(arguments: [
        ("role=ADMIN email", ["role=ADMIN", "email"]), ("a=b=c", ["a=b=c"]), ("=", ["="]), ("==", ["=="]),
        ("=x", ["=x"]), ("x=", ["x="]), ("", []), (" ", []),
    ]) func changes(_ subject: String, _ words: [String]) {
        var note = Samples.note(.operator)
        note.subject = subject
        #expect(note.changes.map { [$0.field, $0.value].compactMap(\.self).joined(separator: "=") } == words)
    }
}
