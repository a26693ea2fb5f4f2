-- The smallest tables that keep a ledger's promises: no overdraft, a row for every change, a key that counts once.
DROP TABLE IF EXISTS ledger_entry, account;
CREATE TABLE account (
    id bigint PRIMARY KEY,
    balance bigint NOT NULL CHECK (balance >= 0)
) WITH (fillfactor = 80);
CREATE TABLE ledger_entry (
    id bigserial PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account (id),
    kind text NOT NULL,
    amount bigint NOT NULL,
    balance_after bigint NOT NULL,
    op_key text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON ledger_entry (account_id, id);
INSERT INTO account SELECT g, 1000000000 FROM generate_series(1, 1000) AS g;
