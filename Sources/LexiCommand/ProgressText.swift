import TableTransfer

/// How far a transfer is, in one line.
enum ProgressText {
    /// - Parameter elapsed: seconds since the phase began.
    static func line(_ progress: TransferProgress, elapsed: Double) -> String {
        var parts = [items(progress)]
        // Items of before the phase was noticed would show its first moments as much too fast.
        let rate = elapsed >= 1 ? Double(progress.items - progress.itemsAtStart) / elapsed : 0
        if rate >= 1 { parts.append("\(Int(rate)) a second") }
        // A total that cannot be makes a time that no number holds.
        if let total = progress.total, rate >= 1, total > progress.items,
            let left = Int(exactly: (Double(total - progress.items) / rate).rounded(.down))
        {
            parts.append("\(time(left)) left")
        }
        if progress.segments > 1 { parts.append("\(progress.segmentsDone) of \(progress.segments) segments") }
        return "\(progress.phase): " + parts.joined(separator: ", ")
    }

    private static func items(_ progress: TransferProgress) -> String {
        guard let total = progress.total else { return "\(progress.items) items" }
        // The total may be a count of some hours ago.
        guard total > 0, (0...total).contains(progress.items) else { return "\(progress.items) items" }
        let percent = total.dividingFullWidth(progress.items.multipliedFullWidth(by: 100)).quotient
        return "\(progress.items) of \(total) items (\(percent) %)"
    }

    /// `42 s`, `3 min 5 s`, `2 h 10 min`.
    static func time(_ seconds: Int) -> String {
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3600 { return "\(seconds / 60) min \(seconds % 60) s" }
        return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
    }
}
