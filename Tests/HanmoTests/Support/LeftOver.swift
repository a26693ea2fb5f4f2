import Database
import Testing

@testable import Hanmo

extension TestApp {
    /// Fails the test where a generation is neither kept nor refunded, where the books don't add up, or where a job is
    /// left.
    func expectNothingLeftOver() async throws {
        #expect(provider.heldWorkCount == 0, "the story ended while a provider was still held")
        provider.dropHeldWork()
        try await untilNothingRuns()
        for rule in booksThatAddUp + [jobsThatWait] {
            let offenders = try await services.database.read { connection in
                try connection.all(rule.offenders) { $0.int(0) }
            }
            #expect(offenders.isEmpty, "\(rule.promise)")
        }
    }

    /// Each query finds what breaks the promise; none may find anything.
    private var booksThatAddUp: [(promise: String, offenders: SQL)] {
        [
            ("no generation is left running", "SELECT id FROM generations WHERE state = 'running'"),
            (
                "every balance is the sum of its ledger",
                """
                SELECT u.id
                  FROM users u
                 WHERE u.credit_balance <> (SELECT coalesce(sum(e.amount), 0) FROM credit_entries e WHERE e.user_id = u.id)
                """
            ),
            (
                "the count of a user's ledger entries is the number of them",
                """
                SELECT u.id
                  FROM users u
                 WHERE u.entry_count <> (SELECT count(*) FROM credit_entries e WHERE e.user_id = u.id)
                """
            ),
            (
                "every ledger entry says what was left after it",
                """
                SELECT id
                  FROM (SELECT id, balance_after, sum(amount) OVER (PARTITION BY user_id ORDER BY id) AS balance
                          FROM credit_entries) AS entries
                 WHERE balance_after <> balance
                """
            ),
            (
                "a generation that was kept is paid for, and one that failed is refunded",
                """
                SELECT g.id
                  FROM generations g
                 WHERE (SELECT coalesce(sum(e.amount), 0) FROM credit_entries e WHERE e.generation_id = g.id)
                       <> CASE g.state WHEN 'completed' THEN -g.cost ELSE 0 END
                """
            ),
            (
                "the count of a user's creations is the number of them",
                """
                SELECT t.user_id
                  FROM creation_totals t
                 WHERE t.total <> (SELECT count(*)
                                     FROM creations c
                                    WHERE c.user_id = t.user_id AND c.type = t.type
                                      AND coalesce(c.tool_type, '') = t.tool_type)
                """
            ),
            (
                "the credits of an order that was paid have arrived, once, and of no other",
                """
                SELECT o.id
                  FROM orders o
                 WHERE o.kind = 'recharge'
                   AND (SELECT coalesce(sum(e.amount), 0) FROM credit_entries e WHERE e.order_id = o.id)
                       <> CASE WHEN o.status IN ('paid', 'refunded') THEN o.credits ELSE 0 END
                """
            ),
            (
                "the membership of an order that is paid has come, once, and of no other but what has passed of it",
                """
                SELECT o.id
                  FROM orders o
                 WHERE o.kind = 'membership'
                   AND (SELECT count(*) FROM membership_periods p WHERE p.order_id = o.id)
                       <> CASE o.status
                          WHEN 'paid' THEN 1
                          WHEN 'refunded' THEN (SELECT count(*)
                                                  FROM membership_periods p
                                                 WHERE p.order_id = o.id AND p.ends_at <= \(clock.now))
                          ELSE 0
                          END
                """
            ),
            (
                "a code that was redeemed has brought what its batch says, and no other has brought anything",
                """
                SELECT c.id
                  FROM redemption_codes c
                  JOIN redemption_batches b ON b.id = c.batch_id
                 WHERE (SELECT coalesce(sum(e.amount), 0)
                          FROM credit_entries e
                         WHERE e.id = c.entry_id AND e.user_id = c.redeemer_id)
                       <> CASE WHEN c.redeemed_at IS NULL THEN 0 ELSE coalesce(b.credits, 0) END
                    OR (SELECT count(*)
                          FROM membership_periods p
                         WHERE p.redemption_id = c.id AND p.user_id = c.redeemer_id)
                       <> CASE WHEN c.redeemed_at IS NULL OR b.membership_days IS NULL THEN 0 ELSE 1 END
                """
            ),
            (
                "credits pay for what was bought from the balance, and for nothing else",
                """
                SELECT o.id
                  FROM orders o
                 WHERE o.kind = 'membership'
                   AND (SELECT coalesce(sum(e.amount), 0) FROM credit_entries e WHERE e.order_id = o.id)
                       <> CASE o.method WHEN 'balance' THEN -(o.amount_fen + 9) / 10 ELSE 0 END
                """
            ),
            (
                "a coupon is claimed and used as often as it says, and never more often than it may be",
                """
                SELECT c.id
                  FROM coupons c
                 WHERE c.claim_count > c.max_usage
                    OR c.claim_count <> (SELECT count(*) FROM coupon_claims k WHERE k.coupon_id = c.id)
                    OR c.use_count <> (SELECT count(used_at) FROM coupon_claims k WHERE k.coupon_id = c.id)
                """
            ),
            (
                "only an open order holds a coupon, and only one that was paid has used one: the one that reduced it",
                """
                SELECT k.id
                  FROM coupon_claims k
                  JOIN orders o ON o.number = k.order_number
                 WHERE o.reduced_by IS NULL OR o.reduced_by <> 'coupon'
                    OR o.reduced_by_id <> k.coupon_id OR o.user_id <> k.user_id
                    OR CASE WHEN k.used_at IS NULL THEN o.status <> 'pending'
                       ELSE o.status NOT IN ('paid', 'refunded') END
                """
            ),
            (
                "an order that was paid with a coupon has used it",
                """
                SELECT o.id
                  FROM orders o
                 WHERE o.reduced_by = 'coupon' AND o.status IN ('paid', 'refunded')
                   AND NOT EXISTS (SELECT 1
                                     FROM coupon_claims k
                                    WHERE k.order_number = o.number AND k.used_at IS NOT NULL)
                """
            ),
            (
                "what a coupon makes cheaper brings the full price's credits, and nothing is cheaper by itself",
                """
                SELECT o.id
                  FROM orders o
                 WHERE (o.reduced_by = 'coupon' AND o.credits <> o.original_fen / 10 + o.bonus_credits)
                    OR (o.reduced_by IS NULL AND (o.amount_fen <> o.original_fen OR o.bonus_credits <> 0))
                """
            ),
            (
                "what an activity gave stands in the ledger, once, and what was taken back of it does",
                """
                SELECT g.id
                  FROM activity_grants g
                 WHERE g.credits <> (SELECT coalesce(sum(e.amount), 0)
                                       FROM credit_entries e
                                      WHERE e.id = g.entry_id AND e.user_id = g.user_id)
                    OR g.taken_back <> (SELECT coalesce(sum(-e.amount), 0)
                                          FROM credit_entries e
                                         WHERE e.id = g.taken_entry_id AND e.user_id = g.user_id)
                """
            ),
            (
                "a gift counts those who have it, and has no more of them than places",
                """
                SELECT a.id
                  FROM activities a
                 WHERE a.type = 'credit_gift'
                   AND (a.participant_count <> (SELECT count(*) FROM activity_grants g WHERE g.activity_id = a.id)
                        OR a.participant_count > coalesce(a.participant_limit, a.participant_count))
                """
            ),
            (
                "whoever was brought has one record, and its reward stands in the referrer's ledger once it is paid",
                """
                SELECT u.id
                  FROM users u
                  LEFT JOIN referrals r ON r.referred_id = u.id
                 WHERE (u.referrer_id IS NULL) <> (r.id IS NULL)
                    OR (r.paid_at IS NOT NULL
                        AND r.reward <> (SELECT coalesce(sum(e.amount), 0)
                                           FROM credit_entries e
                                          WHERE e.id = r.entry_id AND e.user_id = r.referrer_id))
                """
            ),
            (
                "every credit of a referral is somebody's reward",
                """
                SELECT e.id
                  FROM credit_entries e
                 WHERE e.type = 'referral'
                   AND NOT EXISTS (SELECT 1 FROM referrals r WHERE r.entry_id = e.id)
                   AND NOT EXISTS (SELECT 1 FROM activity_grants g WHERE g.entry_id = e.id)
                """
            ),
            (
                "an order is paid by one attempt of its amount, and has an open one only while it is open",
                """
                SELECT o.id
                  FROM orders o
                 WHERE (SELECT coalesce(sum(a.amount_fen), 0)
                          FROM payment_attempts a
                         WHERE a.order_id = o.id AND a.state = 'paid')
                       <> CASE WHEN o.status IN ('paid', 'refunded') THEN o.amount_fen ELSE 0 END
                    OR (SELECT count(*) FROM payment_attempts a WHERE a.order_id = o.id AND a.state = 'open')
                       <> CASE o.status WHEN 'pending' THEN 1 ELSE 0 END
                """
            ),
            (
                "an order is refunded by one refund that is done, of all that was paid for it",
                """
                SELECT o.id
                  FROM orders o
                 WHERE (SELECT coalesce(sum(r.amount_fen), 0)
                          FROM payment_refunds r
                         WHERE r.order_id = o.id AND r.state = 'done')
                       <> CASE o.status WHEN 'refunded' THEN o.amount_fen ELSE 0 END
                """
            ),
            (
                "a refund has moved in the ledger what it says, and nothing where it was refused",
                """
                SELECT r.id
                  FROM payment_refunds r
                 WHERE (SELECT coalesce(sum(e.amount), 0) FROM credit_entries e WHERE e.refund_id = r.id)
                       <> CASE r.state WHEN 'refused' THEN 0 ELSE r.credits END
                """
            ),
        ]
    }

    /// Those that come again and again, and those whose moment is yet to come, may stay.
    private var jobsThatWait: (promise: String, offenders: SQL) {
        (
            "every job that could run is done or cancelled",
            """
            SELECT id
              FROM jobs
             WHERE (state IN ('running', 'parked') OR (state = 'queued' AND run_at <= \(clock.now)))
               AND coalesce(unique_key, '') <> 'recurring'
            """
        )
    }
}
