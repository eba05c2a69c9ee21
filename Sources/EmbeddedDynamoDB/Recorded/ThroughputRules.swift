import DynamoModel
import DynamoWire
import TableStore

/// DynamoDB's rules for the throughput of tables and indexes in its three forms, with its messages.
enum ThroughputRules {
    /// The throughput of a table that is paid by request.
    static let none = ProvisionedThroughput(readCapacityUnits: 0, writeCapacityUnits: 0)
    /// The highest throughput that a request can name.
    private static let most = 1_000_000_000_000

    // MARK: Provisioned

    /// Checks a provisioned throughput; `index` is named when it is one of an index.
    static func check(_ throughput: ProvisionedThroughput, index: String? = nil) throws(EngineFault) {
        for (name, units) in [
            ("ReadCapacityUnits", throughput.readCapacityUnits), ("WriteCapacityUnits", throughput.writeCapacityUnits),
        ] {
            try EngineFault.refuse(
                ServiceModel.positiveLongObject.violated(value: units),
                at: "provisionedThroughput.\(name.prefix(1).lowercased() + name.dropFirst())", value: "\(units)")
            guard units <= most else {
                let place = index.map { " for index \($0)" } ?? ""
                throw .validation("Given value \(units) for \(name) is out of bounds\(place)")
            }
        }
    }

    /// Refuses a throughput that is the present one.
    static func checkChanges(
        _ throughput: ProvisionedThroughput, _ now: ProvisionedThroughput, index: String? = nil
    ) throws(EngineFault) {
        guard throughput == now else { return }
        let what = index.map { "index \($0)" } ?? "table"
        throw .validation(
            "The provisioned throughput for the \(what) will not change. The requested value equals the current value. "
                + "Current ReadCapacityUnits provisioned for the \(what): \(now.readCapacityUnits). Requested "
                + "ReadCapacityUnits: \(throughput.readCapacityUnits). Current WriteCapacityUnits provisioned for the "
                + "\(what): \(now.writeCapacityUnits). Requested WriteCapacityUnits: \(throughput.writeCapacityUnits). "
                + "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.")
    }

    /// The record of changes after one more. A decrease of either kind of units counts once.
    static func record(
        _ changes: ThroughputChanges, from old: ProvisionedThroughput, to new: ProvisionedThroughput, now: Double
    ) -> ThroughputChanges {
        var changes = today(changes, now: now)
        if new.readCapacityUnits > old.readCapacityUnits || new.writeCapacityUnits > old.writeCapacityUnits {
            changes.lastIncrease = now
        }
        if new.readCapacityUnits < old.readCapacityUnits || new.writeCapacityUnits < old.writeCapacityUnits {
            changes.lastDecrease = now
            changes.decreasesToday += 1
        }
        return changes
    }

    /// The record as it is today: the count of decreases begins again at midnight UTC.
    static func today(_ changes: ThroughputChanges, now: Double) -> ThroughputChanges {
        guard let last = changes.lastDecrease, (last / 86_400).rounded(.down) < (now / 86_400).rounded(.down) else {
            return changes
        }
        var changes = changes
        changes.decreasesToday = 0
        return changes
    }

    // MARK: On demand

    /// Checks limits of a table or index of this billing mode.
    static func check(
        _ limits: OnDemandThroughput?, _ mode: BillingMode, index: String? = nil, canClear: Bool = false
    ) throws(EngineFault) {
        guard let limits else { return }
        for (name, units) in [
            ("MaxReadRequestUnits", limits.maxReadRequestUnits), ("MaxWriteRequestUnits", limits.maxWriteRequestUnits),
        ] {
            guard let units else { continue }
            guard mode == .payPerRequest else {
                let place = index.map { " for index : \($0)" } ?? ""
                throw .invalid(
                    "\(name) for OnDemandThroughput\(place) cannot be specified when the table BillingMode is PROVISIONED"
                )
            }
            guard units >= 1 || canClear && units == OnDemandThroughput.unlimited else {
                throw .invalid(
                    "Requested \(name) for OnDemandThroughput for \(index.map { "index : \($0)" } ?? "table") is outside "
                        + "of valid range")
            }
        }
    }

    /// The limits after a change, member by member; nil when none is left.
    static func merge(_ change: OnDemandThroughput?, into limits: OnDemandThroughput?) -> OnDemandThroughput? {
        var merged = limits ?? OnDemandThroughput()
        if let units = change?.maxReadRequestUnits {
            merged.maxReadRequestUnits = units == OnDemandThroughput.unlimited ? nil : units
        }
        if let units = change?.maxWriteRequestUnits {
            merged.maxWriteRequestUnits = units == OnDemandThroughput.unlimited ? nil : units
        }
        return merged == OnDemandThroughput() ? nil : merged
    }

    // MARK: Warm

    /// What a table or index can give at once after it got a throughput: never less than before.
    static func grown(_ warm: WarmThroughput?, _ mode: BillingMode, _ throughput: ProvisionedThroughput?)
        -> WarmThroughput
    {
        let least = WarmThroughput.initial(mode, throughput)
        return WarmThroughput(
            readUnitsPerSecond: max(warm?.readUnitsPerSecond ?? 0, least.readUnitsPerSecond ?? 0),
            writeUnitsPerSecond: max(warm?.writeUnitsPerSecond ?? 0, least.writeUnitsPerSecond ?? 0))
    }

    /// What a new table or index is to give at once, if the request may ask for it.
    static func requestedWarm(
        _ warm: WarmThroughput?, _ mode: BillingMode, _ throughput: ProvisionedThroughput?, index: String? = nil
    ) throws(EngineFault) -> WarmThroughput {
        let least = WarmThroughput.initial(mode, throughput)
        return try raised(least, by: warm, index) { kind in
            mode == .payPerRequest
                ? "is lower than initial throughput for OnDemand"
                : "is lower than \(kind)CapacityUnits of ProvisionedThroughput"
        }
    }

    /// What a table or index can give at once after a request to raise it.
    static func raisedWarm(
        _ now: WarmThroughput, by warm: WarmThroughput, index: String? = nil
    ) throws(EngineFault) -> WarmThroughput {
        try raised(now, by: warm, index) { _ in
            "is lower than current WarmThroughput, decreasing WarmThroughput is not supported"
        }
    }

    private static func raised(
        _ least: WarmThroughput, by warm: WarmThroughput?, _ index: String?, _ reason: (_ kind: String) -> String
    ) throws(EngineFault) -> WarmThroughput {
        func raise(_ least: Int?, _ units: Int?, _ kind: String) throws(EngineFault) -> Int? {
            guard let units else { return least }
            guard units >= least ?? 0 else {
                throw .invalid(
                    "Requested \(kind)UnitsPerSecond for WarmThroughput for \(index.map { "index \($0)" } ?? "table") "
                        + reason(kind))
            }
            return units
        }
        return WarmThroughput(
            readUnitsPerSecond: try raise(least.readUnitsPerSecond, warm?.readUnitsPerSecond, "Read"),
            writeUnitsPerSecond: try raise(least.writeUnitsPerSecond, warm?.writeUnitsPerSecond, "Write"))
    }
}
