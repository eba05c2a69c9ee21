import Testing

@testable import LexiAPI

/// Preconditions by entity tag (RFC 9110, sections 8.8.3 and 13.1).
struct EntityTagTests {
    private func condition(_ fields: String...) -> EntityTagCondition? {
        EntityTagCondition(fields.map { Array($0.utf8)[...] })
    }

    /// Lists, repeated fields, weak tags and `*` are read.
    @Test func wellFormedFields() throws {
        let three = EntityTag(version: 3)
        #expect(try #require(condition("\"3\"")).matchesStrongly(three))
        #expect(try #require(condition("\"1\", \"3\"")).matchesStrongly(three))
        #expect(try #require(condition("\"1\"", "\"3\"")).matchesStrongly(three))
        #expect(try #require(condition(" , \"3\" ,")).matchesStrongly(three))
        #expect(try #require(condition("*")).matchesStrongly(three))
        #expect(try #require(condition("\"a,b\", \"3\"")).matchesStrongly(three))
        #expect(try !#require(condition("\"4\", \"33\", \"\"")).matchesStrongly(three))
    }

    /// A weak tag never matches strongly (section 8.8.3.2).
    @Test func weakTagsMatchWeaklyOnly() throws {
        let weak = try #require(condition("W/\"3\""))
        #expect(!weak.matchesStrongly(EntityTag(version: 3)))
        #expect(weak.matchesWeakly(EntityTag(version: 3)))
    }

    /// What is not a list of tags is refused, not read in part.
    @Test(arguments: ["", "3", "\"3", "3\"", "\"3\" \"4\"", "*, \"3\"", "w/\"3\"", "\"a b\"", "W/3", ","])
    func malformedFields(_ field: String) {
        #expect(condition(field) == nil)
    }

    /// Content tags differ when the content does.
    @Test func contentTags() {
        #expect(EntityTag(content: [1]) == EntityTag(content: [1]))
        #expect(EntityTag(content: [1]) != EntityTag(content: [2]))
    }
}
