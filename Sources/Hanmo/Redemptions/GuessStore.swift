import Database

/// The SQL of guesses: how many codes somebody has tried that are none, in windows that open with the first one.
///
/// They are counted where codes are looked up, in one transaction that holds the user, so that many guesses at once get
/// no further than one after the other.
struct GuessStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// `guesser` is a user, or the keyed hash of an address.
    static let schema = [
        """
        CREATE TABLE redemption_guesses (
            guesser TEXT NOT NULL PRIMARY KEY,
            guesses BIGINT NOT NULL CHECK (guesses > 0),
            ends_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX redemption_guesses_end ON redemption_guesses (ends_at)",
    ]

    /// Windows forgotten by one guess: more than it opens, so that they don't gather.
    private static let sweepLimit = 10

    /// When somebody may guess again who has used up what they have; nil where they may now.
    ///
    /// - Parameter windowMilliseconds: a window that ends later than a new one would was opened before the clock was
    ///   set back, and does not count.
    func blockedUntil(_ guesser: String, limit: Int, windowMilliseconds: Int) throws -> Int? {
        try connection.value(
            """
            SELECT ends_at
              FROM redemption_guesses
             WHERE guesser = \(guesser) AND guesses >= \(limit) AND ends_at > \(connection.now)
               AND ends_at <= \(connection.now + windowMilliseconds)
            """
        )
    }

    /// Counts a guess in the window that is open, or opens one.
    func count(_ guesser: String, windowMilliseconds: Int) throws {
        let end = connection.now + windowMilliseconds
        try connection.execute(
            """
            INSERT INTO redemption_guesses (guesser, guesses, ends_at)
            VALUES (\(guesser), 1, \(end))
            ON CONFLICT (guesser) DO UPDATE
               SET guesses = CASE WHEN redemption_guesses.ends_at <= \(connection.now)
                                    OR redemption_guesses.ends_at > \(end)
                                  THEN 1 ELSE redemption_guesses.guesses + 1 END,
                   ends_at = CASE WHEN redemption_guesses.ends_at <= \(connection.now)
                                    OR redemption_guesses.ends_at > \(end)
                                  THEN excluded.ends_at ELSE redemption_guesses.ends_at END
            """
        )
    }

    /// Forgets some of the windows that have ended.
    func sweep() throws {
        try connection.execute(
            """
            DELETE FROM redemption_guesses
             WHERE guesser IN (SELECT guesser
                                 FROM redemption_guesses
                                WHERE ends_at <= \(connection.now)
                                ORDER BY ends_at
                                LIMIT \(GuessStore.sweepLimit)
                               \(SQL.skipLocked))
            """
        )
    }
}
