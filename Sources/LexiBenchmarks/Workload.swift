/// A kind of request that the benchmark makes.
struct Workload: Sendable {
    /// Who answers it.
    enum Target: Sendable {
        case service
        case table
    }

    let name: String
    var target = Target.service
    let expectedStatus: Int
    /// Makes the requests of one run, given who makes them and the run's serial number.
    let request: @Sendable (Population, _ serial: Int) -> LoadGenerator.Request

    /// Everything that is measured, in the order of the table.
    static let all = [get, due, review, create, me, appProfile, appCard, getItem, queryIndex, putItem, transaction]

    /// Reading one card: the token is checked, the item read, and JSON written.
    static let get = Workload(name: "get one flashcard", expectedStatus: 200) { population, _ in
        { connection, number in
            let cards = population.cards[connection]
            return HTTPClient.head(
                "GET", "/v1/flashcards/\(cards[number % cards.count])", token: population.tokens[connection], body: nil)
        }
    }

    /// The first page of due cards.
    static let due = Workload(name: "due list of 20", expectedStatus: 200) { population, _ in
        { connection, _ in
            HTTPClient.head("GET", "/v1/flashcards/due?limit=20", token: population.tokens[connection], body: nil)
        }
    }

    /// Reviewing a card, durably: card, review, statistics, day and feed in one transaction.
    static let review = Workload(name: "review a card", expectedStatus: 201) { population, _ in
        { connection, number in
            let cards = population.cards[connection]
            return HTTPClient.head(
                "POST", "/v1/flashcards/\(cards[number % cards.count])/reviews", token: population.tokens[connection],
                body: #"{"rating":"good"}"#)
        }
    }

    /// Creating a card, durably: card, word guard, statistics and feed in one transaction.
    static let create = Workload(name: "create a card", expectedStatus: 201) { population, serial in
        { connection, number in
            HTTPClient.head(
                "POST", "/v1/flashcards", token: population.tokens[connection],
                body: """
                    {"word":"\(serial) \(connection) \(number)","word_type":"noun","translation_vi":"từ thứ \(number)",\
                    "example_sentence":"This sentence shows how the word number \(number) is used in a conversation."}
                    """)
        }
    }

    /// Reading the own profile.
    static let me = Workload(name: "read the profile", expectedStatus: 200) { population, _ in
        { connection, _ in HTTPClient.head("GET", "/v1/me", token: population.tokens[connection], body: nil) }
    }

    /// The same by the real app's call, with the statistics in it.
    static let appProfile = Workload(name: "app: read the profile", expectedStatus: 200) { population, _ in
        { connection, _ in HTTPClient.head("GET", "/profile", token: population.tokens[connection], body: nil) }
    }

    /// Reading one card by the real app's call.
    static let appCard = Workload(name: "app: get one flashcard", expectedStatus: 200) { population, _ in
        { connection, number in
            let cards = population.cards[connection]
            return HTTPClient.head(
                "GET", "/flashcards/\(cards[number % cards.count])", token: population.tokens[connection], body: nil)
        }
    }
}
