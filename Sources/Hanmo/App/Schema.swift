import Database

/// The database's history.
///
/// A migration that has been shipped is never changed.
let migrations = [
    Migration(
        1,
        "accounts, credits, payments, models, generations, creations",
        AccountStore.schema + CreditStore.schema + PaymentStore.schema + ModelStore.schema + GenerationStore.schema
            + CreationStore.schema
            + IdempotencyStore.schema
    )
]
