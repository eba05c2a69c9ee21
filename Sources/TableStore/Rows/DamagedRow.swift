/// A stored row that is not what was written.
package struct DamagedRow: Error {
    package let what: String

    package init(what: String) { self.what = what }
}
