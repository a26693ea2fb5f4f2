import Database

/// What all of ``migrations`` come to: `schema.sql`, where the whole of the data can be read in one place.
///
/// A new database is made of it. `make schema` writes it anew after a migration was added; a test holds both together.
package var schema: String { String(decoding: PackageResources.schema_sql, as: UTF8.self) }

/// The database's history.
///
/// A migration that has been shipped is never changed.
package let migrations = [
    Migration(
        1,
        "accounts, credits, payments, models, generations, creations",
        AccountStore.schema + CreditStore.schema + PaymentStore.schema + ModelStore.schema + GenerationStore.schema
            + CreationStore.schema
            + IdempotencyStore.schema
    ),
    Migration(2, "leases of generations, rate limits that processes share", GenerationStore.leases + RateStore.schema),
    Migration(3, "jobs", JobStore.schema + AccountStore.sessionIndex),
    Migration(4, "events", EventStore.schema),
    Migration(5, "files of creations", FileStore.schema),
    Migration(
        6,
        "fewer indexes for each generation",
        CreationStore.indexBySort + CreditStore.indexByType + CreditStore.entryCount + AccountStore.administratorIndex
    ),
    Migration(
        7,
        "orders of every kind, attempts to pay them, notices of payment, memberships",
        PaymentStore.orders + PaymentStore.notices + MembershipStore.schema + CreditStore.ofOrders
    ),
    Migration(8, "attempts at payment gateways", PaymentStore.attemptsAtGateways),
    Migration(
        9,
        "refunds, differences from the gateways' books",
        RefundStore.schema + DifferenceStore.schema + CreditStore.ofRefunds
    ),
    Migration(
        10,
        "coupons, what reduces an order",
        CouponStore.schema + CouponStore.claims + PaymentStore.reductions
    ),
    Migration(
        11,
        "activities, referrals",
        ActivityStore.schema + GrantStore.schema + NetworkStore.schema + ReferralStore.schema
    ),
    Migration(
        12,
        "what administrators do, and how they find accounts",
        AuditStore.schema + AccountStore.administration
    ),
    Migration(13, "redemption codes", RedemptionStore.schema + MembershipStore.ofRedemptions),
    Migration(
        14,
        "statistics, why generations failed",
        GenerationStore.failureKinds + StatisticsStore.indexes + StatisticsStore.days
    ),
    Migration(15, "lists of notices of payment", PaymentStore.noticeLists),
    Migration(
        16,
        "when gateways are asked again, refunds in doubt and settled by hand, differences that are told",
        PaymentStore.moments + RefundStore.doubts + DifferenceStore.resolutions
    ),
    Migration(
        17,
        "what activities have given by referrals, guesses of codes, batches to the end of their last second",
        ReferralStore.activityIndexes + GrantStore.userIndex + GuessStore.schema + RedemptionStore.wholeSeconds
    ),
    Migration(
        18,
        "lists for administrators, accounts by domain, unlisted coupons, what promotions cost",
        AccountStore.byDomain + PaymentStore.lists + CouponStore.unlisted + CouponStore.hands + RedemptionStore.places
            + StatisticsStore.promotions
    ),
    Migration(19, "which secret the installation goes by", SecretStore.schema),
]
