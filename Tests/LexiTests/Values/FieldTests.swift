import DynamoModel
import Testing

@testable import Lexi

@Suite struct FieldTests {
    // All wrong fields of a body are reported at once, each by its pointer and once.
    @Test func everyWrongFieldIsTold() {
        var fields = FlashcardFields()
        fields["word"] = .set("a#b")
        fields["word_type"] = .set("Noun")
        fields["translation_vi"] = .set(String(repeating: "x", count: 201))
        fields["audio_url"] = .set("http://a.b")
        fields.sourceTurnIndex = .set(1)
        var errors = FieldErrors()
        errors.add("/phonetic", "must be a string")
        errors.add("/word", "first fault counts")
        #expect(fields.creation(&errors) == nil)
        let pointers = ["/phonetic", "/word", "/word_type", "/translation_vi", "/audio_url", "/source_session_id"]
        #expect(errors.errors.map(\.pointer) == pointers)
        #expect(errors.errors[1].detail == "first fault counts")
    }

    // So many faults are kept and no more: noting a fault must not cost more the more there are.
    @Test func faultsHaveALimit() {
        var errors = FieldErrors()
        for number in 0..<LexiLimits.fieldErrors {
            #expect(!errors.isFull)
            errors.add("/x\(number)", "is wrong")
        }
        #expect(errors.isFull)
        errors.add("/word", "is wrong")
        #expect(errors.errors.count == LexiLimits.fieldErrors)
        #expect(!errors.has("/word"))
        // What is wrong beyond the limit is refused all the same.
        #expect(FlashcardFields().creation(&errors) == nil)
    }

    // Faults of one element of a list stand at its place and do not spoil the other elements.
    @Test func pointersOfElements() {
        var errors = FieldErrors()
        var good = TurnFields()
        good.content = .set("Hi")
        #expect(TurnFields().creation(at: "/turns/1", asService: true, &errors) == nil)
        #expect(good.creation(at: "/turns/0", asService: false, &errors)?.speaker == .user)
        #expect(errors.errors.map(\.pointer) == ["/turns/1/speaker", "/turns/1/content"])
    }

    // Null resets a field to its default, and is refused where there is none.
    @Test func nullInAPatch() throws {
        var fields = UserFields()
        fields.currentLevel = .reset
        fields.learningGoal = .reset
        fields.timeZone = .reset
        var errors = FieldErrors()
        let patch = try #require(fields.profilePatch(&errors))
        #expect(patch.currentLevel == .a1)
        #expect(patch.learningGoal == "")
        #expect(patch.timeZone == .standard)
        #expect(patch.targetLevel == nil)
        fields.displayName = .reset
        #expect(fields.profilePatch(&errors) == nil)
        #expect(errors.errors.map(\.pointer) == ["/display_name"])
    }

    // A card's texts are those of its rows: in the item, in the JSON's order, in a new card with its defaults, and in a
    // change.
    @Test func rowsOfCards() throws {
        let names = Flashcard.fields.map(\.attribute)
        let card = try Samples.card()
        for field in Flashcard.fields { #expect(card.item[field.name.description]?.string == field.text(of: card)) }
        var fields = FlashcardFields()
        fields["word"] = .set("plum")
        fields["phonetic"] = .reset
        var errors = FieldErrors()
        let new = try #require(fields.creation(&errors))
        let made = Flashcard(new, id: card.flashcardID, of: card.userID, at: Samples.now, feedPosition: Samples.feed)
        let standard = Flashcard.fields.map { $0.text(of: made) }
        #expect(standard.prefix(3) == ["plum", "noun", ""])
        for name in names.dropFirst() { fields[name] = .reset }
        let reset = card.applying(try #require(fields.patch(&errors)), at: Samples.now)
        #expect(Flashcard.fields.map { $0.text(of: reset) } == standard)
        #expect(zip(Flashcard.fields, standard).dropFirst().allSatisfy { $0.text(of: card) != $1 })
        let untouched = card.applying(try #require(FlashcardFields().patch(&errors)), at: Samples.now)
        #expect(Flashcard.fields.map { $0.text(of: untouched) } == Flashcard.fields.map { $0.text(of: card) })
        fields["word"] = .reset
        #expect(fields.patch(&errors) == nil)
        #expect(errors.errors.map(\.pointer) == ["/word"])
    }

    // A registration takes the token's address; another one in the body is wrong.
    @Test func registration() throws {
        let identity = try Identity(issuer: "lexi", subject: "lan")
        let email = try EmailAddress("lan@example.com")
        var errors = FieldErrors()
        let user = try #require(
            UserFields().registration(identity: identity, tokenEmail: email, isAdmin: false, &errors))
        #expect(user.displayName == "lan")
        var fields = UserFields()
        fields.email = .set("eve@example.com")
        fields.displayName = .set("  ")
        #expect(fields.registration(identity: identity, tokenEmail: email, isAdmin: false, &errors) == nil)
        #expect(Set(errors.errors.map(\.pointer)) == ["/email", "/display_name"])
    }

    // A review lies between ten years ago and five minutes ahead.
    @Test func timesOfReviews() {
        let now = Timestamp(clamping: 1_777_717_800)
        for (seconds, isTaken) in [
            (0, true), (300, true), (301, false), (-86_400 * 3650, true), (-86_400 * 3670, false),
        ] {
            var fields = ReviewFields()
            fields.rating = .set("good")
            fields.reviewedAt = .set(now.adding(seconds: Int64(seconds)).text)
            var errors = FieldErrors()
            #expect((fields.creation(now: now, &errors) != nil) == isTaken)
        }
    }

    // The overall score is the mean, half up, when it is left out.
    @Test func overallScore() throws {
        var fields = ScoringFields()
        (fields.fluency, fields.pronunciation, fields.grammar, fields.vocabulary) = (
            .set(80), .set(81), .set(81), .set(80)
        )
        var errors = FieldErrors()
        #expect(try #require(fields.scores(&errors)).overall == 81)
        fields.grammar = .set(101)
        #expect(fields.scores(at: "/scores", &errors) == nil)
        #expect(errors.errors.map(\.pointer) == ["/scores/grammar"])
    }

    // Learners cannot write what belongs to the services.
    @Test func turnsOfLearners() {
        var fields = TurnFields()
        fields.speaker = .set("AI")
        fields.content = .set("Hi")
        fields.costUSD = .set("0.1")
        var errors = FieldErrors()
        #expect(fields.creation(asService: false, &errors) == nil)
        #expect(Set(errors.errors.map(\.pointer)) == ["/speaker", "/cost_usd"])
        var none = FieldErrors()
        #expect(fields.creation(asService: true, &none)?.costUSD?.text == "0.1")
    }
}
