/// The words that are no names in a statement unless they are quoted.
///
/// Source: the words of SQL-92 and PartiQL in the reference parser (partiql/partiql-lang-kotlin, `LexerConstants.kt`,
/// 2019), which DynamoDB reads statements with.
enum StatementKeywords {
    /// Whether an unquoted word is reserved, in any case.
    static func contains(_ word: String) -> Bool { all.contains(word.lowercased()) }

    /// Whether the word is an operator in that parser, where an operand may have to be.
    static func isOperator(_ word: String) -> Bool { operators.contains(word.lowercased()) }

    /// Whether the word can be the name of a function although it is reserved.
    static func isFunction(_ word: String) -> Bool { functions.contains(word.lowercased()) }

    private static let operators: Set<String> = [
        "and", "or", "is", "in", "union", "except", "intersect", "between", "like",
    ]

    private static let functions: Set<String> = [
        "exists", "count", "avg", "max", "min", "sum", "substring", "char_length", "character_length", "octet_length",
        "bit_length", "upper", "lower", "size", "nullif", "coalesce", "sexp", "list", "bag",
    ]

    private static let all = Set(words.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))

    private static let words = """
        absolute action add all allocate alter and any are as asc assertion at authorization avg bag begin between bit
        bit_length blob bool boolean both by cascade cascaded case cast catalog char char_length character
        character_length check clob close coalesce collate collation column commit connect connection constraint
        constraints continue convert corresponding count create cross current current_date current_time
        current_timestamp current_user cursor date day deallocate dec decimal declare default deferrable deferred
        delete desc describe descriptor diagnostics disconnect distinct domain double drop else end escape except
        exception exec execute exists external extract false fetch first float for foreign found from full get global
        go goto grant group having hour identity immediate in index indicator initially inner input insensitive insert
        int integer intersect interval into is isolation join key language last leading left level like limit list
        local lower match max min minute missing module month names national natural nchar next no not null nullif
        numeric octet_length of on only open option or order outer output overlaps pad partial pivot position precision
        prepare preserve primary prior privileges procedure public read real references relative remove restrict revoke
        right rollback rows schema scroll second section select session session_user set sexp size smallint some space
        sql sqlcode sqlerror sqlstate string struct substring sum symbol system_user table temporary then time
        timestamp timezone_hour timezone_minute to trailing transaction translate translation trim true tuple union
        unique unknown unpivot update upper usage user using value values varchar varying view when whenever where with
        work write year zone
        """
}
