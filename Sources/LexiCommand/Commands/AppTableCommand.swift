import Foundation
import Lexi
import TableTransfer

/// `lexi app-table`: what is done with a table of the real app's former back end.
enum AppTableCommand {
    static let command = Command(
        "app-table", "Bring over the table of the real app's former back end.", subcommands: [migration])

    private static let issuer = Option(
        "issuer", "ISSUER", environment: "LEXI_APP_ISSUER",
        "the issuer of the tokens with which the users will come, such as https://cognito-idp.REGION.amazonaws.com/POOL"
    )
    private static let googleUsers = Option(
        "google-users", "FILE", environment: "LEXI_GOOGLE_USERS",
        "lines of a user's name in the table and the subject of their tokens, separated by a comma, for those who sign in by Google"
    )
    private static let cutTexts = Option("cut-texts", nil, "cut texts that are too long, where they would be refused")
    private static let awaitScores = Option(
        "await-scores", nil, "let completed sessions without scores wait for them, where they would count as left")
    private static let skipRefused = Option("skip-refused", nil, "end with status 0 though items were refused")

    private static let migration = Command(
        "migrate", "Bring the items of the real app's former back end into a table of ours.",
        discussion: """
            \(TransferPlace.help)
            The source may also be a file of 'lexi table export', or the folder of an export to S3.

            The whole source is read, and each item that does not move as it is, is reported with its key and the reason:
            'changed' for what was cut or left out, 'refused' for what does not move. With --check that is all. Then users
            are written, each with all that is theirs; a table that is not there is made. Users and scenarios that are in
            the target already are left as they are, so that the command can be interrupted and run again.

            Reviewed cards keep their schedule, from which our fold goes on. Up to \(AppTable.maximumItems) items.

            Exit status 0: done; 1: something stopped it, or items were refused; 128 and the signal's number: a signal did.
            """,
        options: TransferPlace.options + [
            issuer, googleUsers, cutTexts, awaitScores, TransferSettings.check, skipRefused, TransferSettings.rate,
        ]
    ) { arguments, terminal in
        try arguments.noOperands()
        var options = AppMigration.Options(issuer: try arguments.required(issuer), now: WallClock.system.now)
        options.cutsTexts = try arguments.isOn(cutTexts)
        options.awaitsScores = try arguments.isOn(awaitScores)
        if let path = arguments.string(googleUsers) { options.googleUsers = try subjects(path) }
        let isCheck = try arguments.isOn(TransferSettings.check)
        let run = AppTableRun(
            options: options, source: try TransferPlace.source(arguments),
            target: isCheck ? nil : try TransferPlace.target(arguments), limiter: try arguments.rateLimiter(),
            terminal: terminal)
        let skips = try arguments.isOn(skipRefused)
        return try await TransferRun.run(
            "lexi app-table migrate", terminal, onStop: "The same command goes on where it was."
        ) { meter in
            let report = try await run.run(meter)
            terminal.print(text(report, isCheck: isCheck))
            return report.refusedCount == 0 || skips ? 0 : 1
        }
    }

    /// The subjects of Google's users, by their names.
    private static func subjects(_ path: String) throws -> [String: String] {
        guard let text = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("'\(path)' cannot be read: \(systemError())")
        }
        var subjects: [String: String] = [:]
        for (number, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard !line.isEmpty else { continue }
            let parts = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
                throw CommandFailure("'\(path)', line \(number + 1) is not a name and a subject with a comma between")
            }
            subjects[String(decoding: parts[0], as: UTF8.self)] = String(decoding: parts[1], as: UTF8.self)
        }
        return subjects
    }

    private static func text(_ report: AppMigrationReport, isCheck: Bool) -> String {
        var lines = report.lines
        for kind in AppTable.Kind.allCases {
            guard let count = report.counts[kind], count.read > 0 else { continue }
            var words = ["read \(count.read)"]
            if !isCheck, kind != .cache, kind != .unknown {
                words.append("written \(count.written)")
                if count.there > 0 { words.append("there already \(count.there)") }
            }
            words += ["changed \(count.changed)", "refused \(count.refused)"]
            if kind == .cache { words = ["read \(count.read)", "not moved \(count.read)"] }
            lines.append("\(kind.rawValue): " + words.joined(separator: ", "))
        }
        return lines.joined(separator: "\n")
    }
}
