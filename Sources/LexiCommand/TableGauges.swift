import EmbeddedDynamoDB
import LexiAPI

extension TableEngine {
    /// Figures of a table for `/metrics`.
    func gauges(of table: String) -> [Gauge] {
        func gauge(_ name: String, _ help: String, _ value: @escaping @Sendable (TableFigures) -> Int) -> Gauge {
            Gauge(name, help) { [weak self] in self?.figures(of: table).map { Double(value($0)) } }
        }
        return [
            gauge("lexi_table_items", "Items in the table.", \.items),
            gauge("lexi_table_bytes", "Size of the items by DynamoDB's counting.", \.bytes),
            gauge("lexi_table_index_bytes", "Size of all index entries by DynamoDB's counting.", \.indexBytes),
            gauge("lexi_table_file_bytes", "Size of the table's file.", \.fileBytes),
            gauge("lexi_table_log_bytes", "Size of the file's log.", \.logBytes),
            gauge("lexi_indexes_being_filled", "Indexes that are being filled.", \.indexesBeingFilled),
            gauge("lexi_background_tasks", "Tasks of the background, under way or waiting.", \.backgroundTasks),
        ]
    }
}
