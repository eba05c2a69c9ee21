import DynamoModel
import Lexi

extension TestTables {
    /// Lexi's own table, as the program makes it, but on other people's engines without its stream: no test reads it,
    /// and moto copies all of it in every transaction.
    public static func lexiApp(name: String = "LexiApp") -> CreateTableRequest {
        var definition = TableDefinition.lexiApp(tableName: name)
        if Backend.isForeign { definition.streamViewType = nil }
        return definition
    }
}
