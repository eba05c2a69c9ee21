import Testing

@testable import TableStore

@Suite struct PagePlacesTests {
    private func places(_ processors: Int = 4, rows: Int = 20) -> PagePlaces {
        let places = PagePlaces(processors: processors)
        for _ in 0..<100 { places.note(rows: rows) }
        return places
    }

    private func taken(_ places: PagePlaces, of count: Int) -> Int {
        (0..<count).count { _ in places.take() }
    }

    /// Pages of known items are read where they are asked for, and so are all on a machine with one processor.
    @Test func shortPagesStay() {
        #expect(taken(places(rows: 2), of: 100) == 0)
        #expect(taken(PagePlaces(processors: 4), of: 100) == 0)
        #expect(taken(places(1), of: 100) == 0)
    }

    /// No more are taken than the other processors can read.
    @Test func placesAreFew() {
        #expect(taken(places(2), of: 100) == PagePlaces.pagesPerProcessor)
        let places = places(4)
        #expect(taken(places, of: 100) == 3 * PagePlaces.pagesPerProcessor)
        places.leave()
        #expect(taken(places, of: 100) == 1)
    }

    /// A client who waits for each page has few of them read elsewhere; when there was another client, others are
    /// expected for a while.
    @Test func aSingleClientIsServedWhereItIs() {
        let places = places()
        func alone(_ count: Int) -> Int {
            (0..<count).count { _ in
                let isTaken = places.take()
                if isTaken { places.leave() }
                return isTaken
            }
        }
        #expect(alone(160) == 160 / PagePlaces.probing)
        while !places.take() {}
        #expect(places.take())
        places.leave()
        places.leave()
        #expect(alone(PagePlaces.expectation) == PagePlaces.expectation)
        #expect(alone(160) == 160 / PagePlaces.probing)
    }

    /// When pages become short they stay where they are asked for, and long ones leave again.
    @Test func pagesAreJudgedByTheLastOnes() {
        let places = places()
        for _ in 0..<100 { places.note(rows: 0) }
        #expect(taken(places, of: 100) == 0)
        for _ in 0..<100 { places.note(rows: 500) }
        #expect(taken(places, of: 100) > 0)
    }
}
