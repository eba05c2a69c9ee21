import DynamoModel

/// A stored row that is not what was written.
package struct DamagedRow: Error {
    package let what: String
    /// Why a row that belongs to it could not be read, when that is what is wrong: it is reported as it is, and may be
    /// no damage.
    package let fault: EngineFault?

    package init(what: String) {
        self.what = what
        fault = nil
    }

    /// A row whose other part could not be read.
    package init(_ fault: EngineFault) {
        what = fault.answer.message
        self.fault = fault
    }

    /// The error that the reader of a table gets.
    package func fault(in table: String) -> EngineFault { fault ?? .damaged(table: table, what: what) }
}
