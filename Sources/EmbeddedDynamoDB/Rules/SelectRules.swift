import DynamoExpressions
import DynamoModel
import TableStore

/// What `Select` says together with the other parameters of a query or scan, and what it means for an index.
struct SelectRules {
    private let select: Select?
    private let hasProjection: Bool
    /// The parameter that the projection came by.
    private let projectionParameter: String
    private let hasIndex: Bool

    init(_ select: Select?, _ projection: Expression?, index: String?) {
        self.select = select
        hasProjection = projection != nil
        projectionParameter = projection?.legacyParameter ?? ExpressionKind.projection.rawValue
        hasIndex = index != nil
    }

    /// Checks what the request alone shows, as the service does before it looks for the table.
    ///
    /// - Parameter counts: whether the operation reports this like a violated constraint: queries do, scans do not.
    func check(counts: Bool) throws(EngineFault) {
        guard let problem else { return }
        throw .request(counts ? .violations([problem]) : .validation(problem))
    }

    private var problem: String? {
        guard let select else { return nil }
        if hasProjection && select != .specificAttributes {
            let wanted = select == .count ? "only the Count" : select.rawValue
            return "Cannot specify the \(projectionParameter) when choosing to get \(wanted)"
        }
        if select == .specificAttributes && !hasProjection {
            return "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES"
        }
        if select == .allProjectedAttributes && !hasIndex {
            return "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"
        }
        return nil
    }
}

extension PageReader {
    /// Applies what the request wants of the items.
    mutating func select(_ select: Select?, _ paths: ProjectionPaths?) throws(EngineFault) {
        switch select {
        case .count: shape = .count
        case .allAttributes: try selectAll()
        case .specificAttributes, .allProjectedAttributes, nil: if let paths { try selectPaths(paths) }
        }
    }

    private mutating func selectAll() throws(EngineFault) {
        guard let index, index.projectedNames != nil else { return }
        guard index.isLocal else {
            throw .validation(
                "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global "
                    + "secondary index \(index.name) because its projection type is not ALL")
        }
        fetchesWholeItems = true
    }

    private mutating func selectPaths(_ paths: ProjectionPaths) throws(EngineFault) {
        shape = .paths(paths)
        guard let index else { return }
        let missing = paths.paths.map(\.root).filter { !index.projects($0) }
        guard !missing.isEmpty else { return }
        guard index.isLocal else {
            throw .validation(
                "One or more parameter values were invalid: Global secondary index \(index.name) does not project "
                    + "[\(missing.joined(separator: ", "))]")
        }
        fetchesWholeItems = true
    }
}
