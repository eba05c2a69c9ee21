import DynamoModel
import Testing

@testable import TableStore

@Suite struct PartitionVersionsTests {
    /// A version is not known while its place is written, however often the commit names it, and is another afterwards.
    @Test func commits() throws {
        let versions = PartitionVersions()
        let (place, other) = (PartitionVersions.place(3, [1, 2, 3]), PartitionVersions.place(3, [1, 3, 3]))
        #expect(place != other)
        let before = try #require(versions.version(of: place))
        versions.begin([place, place])
        #expect(versions.version(of: place) == nil)
        #expect(versions.version(of: other) != nil)
        versions.end([place, place])
        let after = try #require(versions.version(of: place))
        #expect(after != before)
        versions.begin([place])
        versions.end([place])
        #expect(try #require(versions.version(of: place)) != after)
        versions.close()
        #expect(versions.version(of: place) == nil)
    }

    /// The keys of a partition have one place, whatever follows; those of another table another one.
    @Test func places() {
        let layout = KeyLayout([.init("pk", .hash), .init("sk", .range)], [.init("pk", .s), .init("sk", .s)])
        let prefix = layout.partitionPrefix(["some partition"])
        let key = layout.key(of: ["pk": "some partition", "sk": "any"])
        #expect(key.map { PartitionVersions.place(7, $0) } == PartitionVersions.place(7, prefix))
        #expect(PartitionVersions.place(7, prefix) != PartitionVersions.place(8, prefix))
    }
}
