/// Work on the file that is done in small steps between the commits of callers: filling an index, emptying what was
/// dropped, removing what has expired.
///
/// A task is a value that is made for each step from what the writer knows; how far it came lies in the file, in the
/// transaction of the step, so that it goes on where it was after a restart.
protocol MaintenanceTask {
    /// Which task it is among all.
    var id: MaintenanceID { get }

    /// Does one step in the writer's transaction, until the budget is used up.
    ///
    /// - Throws: what makes the step fail. It is undone then, and tried again after a rest; the other tasks go on.
    func step(_ writer: Writer, _ budget: inout StepBudget) throws(EngineFault) -> StepOutcome
}
