import Database

/// The SQL of rate limits that several processes share: each act is one statement.
enum RateStore {
    static let schema = [
        // A server that crashes forgets the counts, which costs nobody anything; and they hardly ever wait for the
        // disk.
        """
        CREATE UNLOGGED TABLE rate_windows (
            rate TEXT NOT NULL,
            caller TEXT NOT NULL,
            ends_at BIGINT NOT NULL,
            requests BIGINT NOT NULL,
            PRIMARY KEY (rate, caller)
        )
        """,
        "CREATE INDEX rate_windows_end ON rate_windows (ends_at)",
    ]

    /// How far the clocks of two processes may be apart before one takes the other's windows for leftovers of a clock
    /// that was set back.
    private static let skewMilliseconds = 60_000
    /// Windows dropped at once.
    private static let sweepLimit = 2_000

    /// Counts a request in the window that is open, or opens one; how many there are in it now, and when it ends.
    static func count(
        _ rate: RateClass,
        by caller: String,
        at now: Int,
        windowMilliseconds: Int
    ) -> SingleWrite<(count: Int, endsAt: Int)?> {
        let latest = now + windowMilliseconds + skewMilliseconds
        return SingleWrite(
            """
            INSERT INTO rate_windows (rate, caller, ends_at, requests)
            VALUES (\(rate), \(caller), \(now + windowMilliseconds), 1)
            ON CONFLICT (rate, caller) DO UPDATE
               SET requests = CASE WHEN rate_windows.ends_at <= \(now) OR rate_windows.ends_at > \(latest)
                                   THEN 1 ELSE rate_windows.requests + 1 END,
                   ends_at = CASE WHEN rate_windows.ends_at <= \(now) OR rate_windows.ends_at > \(latest)
                                  THEN excluded.ends_at ELSE rate_windows.ends_at END
            RETURNING requests, ends_at
            """
        ) { ($0.int(0), $0.int(1)) }
    }

    /// Takes back a request of a window that is still open.
    static func giveBack(_ rate: RateClass, by caller: String, at now: Int) -> SingleWrite<Int> {
        SingleWrite(
            """
            UPDATE rate_windows
               SET requests = requests - 1
             WHERE rate = \(rate) AND caller = \(caller) AND ends_at > \(now) AND requests > 0
            """
        )
    }

    /// Drops some of the windows that have ended.
    static func delete(endedBefore moment: Int) -> SingleWrite<Int> {
        SingleWrite(
            """
            DELETE FROM rate_windows
             WHERE (rate, caller) IN (SELECT rate, caller
                                        FROM rate_windows
                                       WHERE ends_at < \(moment)
                                       ORDER BY ends_at
                                       LIMIT \(sweepLimit)
                                      \(SQL.skipLocked))
            """
        )
    }
}
