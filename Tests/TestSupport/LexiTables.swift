import DynamoModel
import Lexi

extension TestTables {
    /// Lexi's own table, as the program makes it.
    public static func lexiApp(name: String = "LexiApp") -> CreateTableRequest {
        TableDefinition.lexiApp(tableName: name)
    }
}
