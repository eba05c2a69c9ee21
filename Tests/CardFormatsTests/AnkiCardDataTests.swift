import Testing

@testable import CardFormats

@Suite struct AnkiCardDataTests {
    // What Anki writes is read, in whatever order, and written again as it was.
    @Test func readAndWritten() {
        let text = #"{"s":12.3457,"d":6.543,"dr":0.9,"decay":0.154,"lrt":1750000000}"#
        let data = AnkiCardData(#"{"pos":7,"lrt":1750000000,"cd":"{}","decay":0.154,"dr":0.9,"d":6.543,"s":12.3457}"#)
        #expect(
            data.memory == CardMemory(stability: 12.3457, difficulty: 6.543, decay: 0.154, desiredRetention: 0.9))
        #expect(data.lastReviewedAt == 1_750_000_000)
        var schedule = CardSchedule(
            reviewCount: 3, repetitionCount: 2, intervalDays: 15, easeThousandths: 2600, lapseCount: 0,
            lastReviewedAt: 1_750_000_000, nextReviewAt: 1_751_296_000)
        #expect(AnkiCardData(schedule).text == "")
        schedule.memory = data.memory
        #expect(AnkiCardData(schedule).text == text)
        #expect(AnkiCardData(text) == data)
    }

    // What is no memory says nothing of a card: neither a fault of the file, nor a number out of it.
    @Test(arguments: [
        "", "{}", "null", "[]", "{", #"{"s":"12","d":6}"#, #"{"s":12}"#, #"{"d":6}"#, #"{"s":-1,"d":6}"#,
        #"{"s":0,"d":6}"#, #"{"s":1e999,"d":6}"#, #"{"s":null,"d":null}"#, #"{"lrt":-5}"#, #"{"lrt":1e30}"#,
        #"{"lrt":99999999999999}"#, #"{"s":1,"d":5,"x":"\#(String(repeating: "y", count: 1_000))"}"#,
    ]) func nothing(_ text: String) {
        let data = AnkiCardData(text)
        #expect(data.memory == nil && data.lastReviewedAt == nil)
    }
}
