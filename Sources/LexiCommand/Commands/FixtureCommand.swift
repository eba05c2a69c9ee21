import Lexi
import LexiFixtures

/// `lexi seed`: loads the fixtures.
enum FixtureCommand {
    static let command = Command(
        "seed", "Load the fixtures into the table; users and scenarios that are there are left as they are.",
        discussion: """
            The users of the fixtures belong to the issuer of --jwt-issuer: 'lexi token --sub fixture-linh' is one of them.
            With --app-scenarios nothing but scenarios is loaded: those that the real app has, under its ids.
            """,
        options: [Settings.fixtures, appScenarios] + Settings.storage + Settings.remote + [Settings.issuer]
    ) { arguments, terminal in
        try arguments.noOperands()
        // Before the table is made: fixtures that are wrong must not leave an empty one.
        let folder = try arguments.required(Settings.fixtures)
        let fixtures = try read(folder, onlyAppScenarios: try arguments.isOn(appScenarios))
        let table = try await OpenTable.open(arguments, terminal)
        do {
            try await load(
                fixtures, into: table,
                issuer: try arguments.required(Settings.issuer), terminal)
        } catch {
            try? await table.close()
            throw error
        }
        try await table.close()
        return 0
    }

    private static let appScenarios = Option(
        "app-scenarios", nil, "load the scenarios of the real app alone, under its ids")

    /// Reads and checks the fixtures of a folder.
    ///
    /// - Throws: ``CommandFailure`` that says what is wrong and where.
    static func read(_ folder: String, onlyAppScenarios: Bool = false) throws -> Fixtures {
        let today = LocalDay(utc: WallClock.system.now)
        do {
            return onlyAppScenarios
                ? try Fixtures(appScenariosIn: folder, loadedOn: today) : try Fixtures(folder: folder, loadedOn: today)
        } catch {
            throw CommandFailure("fixtures in '\(folder)': \(error)")
        }
    }

    /// Loads fixtures, and shows the progress.
    ///
    /// - Throws: ``CommandFailure`` that says what to do.
    static func load(
        _ fixtures: Fixtures, into table: OpenTable, issuer: String, _ terminal: Terminal
    ) async throws {
        do {
            let loader = FixtureLoader(fixtures, into: table.database, tableName: table.name, issuer: issuer)
            let end = try await loader.load { progress in
                terminal.progress("Loading fixtures: \(progress.done) of \(progress.total) …")
            }
            terminal.progress(
                end.added == 0
                    ? "The fixtures are there already: nothing was changed."
                    : "Loaded the fixtures: \(end.added) of \(end.total) were new.", isLast: true)
        } catch let error as FixtureError {
            throw CommandFailure("the fixtures could not be loaded: \(error)")
        } catch let error as RepositoryError {
            throw CommandFailure("the fixtures could not be loaded: \(error)")
        }
    }
}
