import Lexi

/// The forms of values that bodies bring: what the domain checks, as far as JSON Schema can say it. What answers show
/// is often narrower (a time is in UTC) or wider (older values stay as they were).
extension Schema {
    /// A text of one line.
    static func line(_ length: ClosedRange<Int>) -> Schema {
        .text(length, pattern: #"^[^\u0000-\u001F\u007F-\u009F\u2028\u2029]*$"#)
    }

    /// A text that may have several lines.
    static func lines(_ length: ClosedRange<Int>) -> Schema {
        .text(length, pattern: #"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$"#)
    }

    /// What somebody or something is called.
    static func name(_ length: ClosedRange<Int>) -> Schema {
        .text(
            length,
            pattern: #"^[^\u0000-\u001F\u007F-\u009F\u00AD\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF]*$"#
        ).described("A text that can be seen, without hidden characters and without those that change its direction.")
    }

    /// Empty, or an https URL.
    static let url = Schema.text(
        0...LexiLimits.url,
        pattern: #"^([Hh][Tt][Tt][Pp][Ss]://"#
            + #"([A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?|\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\])(:[0-9]{0,5})?"#
            + #"([/?]\#(urlCharacter)*)?(#\#(urlCharacter)*)?)?$"#
    ).described(
        "Empty, or an https URL of RFC 3986 in ASCII, without a user's name before the host; an address of IPv6 in "
            + "brackets is a valid one.")

    /// What may stand in the path, the query and the fragment of a URL.
    private static let urlCharacter = #"([!$&-;=?-Z_a-z~]|%[0-9A-Fa-f]{2})"#

    /// A ULID in either case.
    static let idInput = Schema.text(pattern: "^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$")

    /// A moment with any offset and any fraction of a second.
    static let timeInput = Schema.text(format: "date-time").described("RFC 3339; kept in whole seconds of UTC.")

    /// A name in addresses.
    static let slug = Schema.text(LexiLimits.slug, pattern: "^[a-z0-9]+(-[a-z0-9]+)*$")

    /// A zone of IANA's database.
    static let zone = Schema.text(1...TimeZoneName.maximumLength, pattern: "^[A-Za-z0-9_+/-]+$")
        .described("A name of IANA's database of time zones: where the user's days begin and end.")

    /// An exact amount.
    static let amountInput = Schema.text(
        pattern: #"^[0-9]{1,\#(DecimalAmount.digits)}(\.[0-9]{1,\#(DecimalAmount.digits)})?$"#
    ).described("An exact decimal number, in US dollars.")

    /// A word or phrase.
    static let word = Schema.text(
        LexiLimits.word,
        pattern: ##"^[^\u0000-\u001F#$*<=>@\[-`{-\u009F\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]*$"##
    ).described(
        "Letters of any script, digits, spaces and - ' / . , ? ! & ( ) : ; % + … \" only, also in their typographic "
            + "forms (’ “ ” –); unique among the user's.")

    /// An integer within bounds.
    static func integer(_ range: ClosedRange<Int>) -> Schema { .integer(range.lowerBound, range.upperBound) }
}
