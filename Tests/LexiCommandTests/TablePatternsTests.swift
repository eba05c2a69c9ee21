import TestSupport
import Testing

@testable import LexiCommand

@Suite struct TablePatternsTests {
    // A query is shown as it would be sent; what has no value stays in braces, and an end without one is open.
    @Test func queries() async {
        let said = await run(
            ["table", "patterns", "11", "user_id=01J0000000000G000000000007", "next_review_at=2026-05-02T10:30:00Z"])
        #expect(said.status == 0)
        let lines = said.output.split(separator: "\n")
        #expect(lines.first == "11 Due cards, oldest due first: Query")
        let request = lines.last ?? ""
        for part in [
            "\"IndexName\":\"GSI2\"", "GSI2PK = :partition AND GSI2SK BETWEEN :from AND :to",
            "\":partition\":{\"S\":\"USER#01J0000000000G000000000007#DUE\"}", "\":from\":{\"S\":\"DUE#\"}",
            "\":to\":{\"S\":\"DUE#2026-05-02T10:30:00Z~\"}",
        ] { #expect(request.contains(part), "\(request)") }
        let open = await run(["table", "patterns", "7a", "normal form=a#"])
        #expect(open.output.contains("USER#{user_id}") && open.output.contains("WORD#a%23"))
        let both = await run(["table", "patterns", "4", "day=2026-05-01..2026-05-02"])
        #expect(both.output.contains("DAY#2026-05-01\"") && both.output.contains("DAY#2026-05-02\""))
    }

    // Reads of items are shown by their keys; a table of another name is named.
    @Test func reads() async {
        let one = await run(["table", "patterns", "8", "flashcard_id=f", "--table", "Other"])
        #expect(one.output.contains("\"TableName\":\"Other\"") && one.output.contains("FLASHCARD#f"))
        let batch = await run(["table", "patterns", "27a", "scenario_id=s", "shard=3"])
        #expect(batch.output.contains("SCENARIO#s") && batch.output.contains("METADATA#USAGE#3"))
    }

    // The list has every pattern; what is not a pattern, a component or a read is refused, and says what there is.
    @Test func others() async {
        let list = await run(["table", "patterns"])
        #expect(list.status == 0 && list.output.contains("11\tDue cards, oldest due first\n"))
        let unknown = await run(["table", "patterns", "99"])
        #expect(unknown.status == 2 && unknown.errors.contains("'99'"))
        for operand in ["due=1", "user_id", "=x"] {
            let said = await run(["table", "patterns", "11", operand])
            #expect(said.status == 2 && said.errors.contains("user_id, next_review_at, flashcard_id"), "\(operand)")
        }
        let write = await run(["table", "patterns", "35"])
        #expect(write.status == 1 && write.errors.contains("writes"))
    }
}
