-- All of the data in one place: what the migrations, in Schema.swift, come to. `make schema` writes this.
-- Money is in fen, credits are whole numbers, times are UTC milliseconds.

CREATE TABLE users (
    id IDENTITY,
    username TEXT NOT NULL,
    username_key TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('user', 'admin')),
    credit_balance BIGINT NOT NULL DEFAULT 0 CHECK (credit_balance >= 0),
    membership_type TEXT,
    membership_end_at BIGINT,
    referral_code TEXT NOT NULL UNIQUE,
    referrer_id BIGINT REFERENCES users (id),
    disabled_at BIGINT,
    created_at BIGINT NOT NULL,
    last_event_id BIGINT NOT NULL DEFAULT 0,
    entry_count BIGINT NOT NULL DEFAULT 0,
    last_login_at BIGINT
);
CREATE INDEX users_referrer ON users (referrer_id);
CREATE INDEX users_administrators ON users (id) WHERE role = 'admin';
CREATE INDEX users_members ON users (id, membership_end_at)
 WHERE membership_end_at IS NOT NULL;
CREATE INDEX users_disabled ON users (id) WHERE disabled_at IS NOT NULL;
CREATE INDEX users_created ON users (created_at);
CREATE INDEX users_domain
    ON users (substr(email_key, length(rtrim(email_key, replace(email_key, '@', '')))), id);

CREATE TABLE sessions (
    id IDENTITY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id, expires_at);
CREATE INDEX sessions_end ON sessions (expires_at);

CREATE TABLE credit_entries (
    id IDENTITY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    type TEXT NOT NULL,
    amount BIGINT NOT NULL,
    balance_after BIGINT NOT NULL CHECK (balance_after >= 0),
    description TEXT NOT NULL,
    generation_id BIGINT,
    actor_id BIGINT,
    created_at BIGINT NOT NULL,
    order_id BIGINT,
    refund_id BIGINT
);
CREATE INDEX credit_entries_user ON credit_entries (user_id, id);
CREATE UNIQUE INDEX credit_entries_generation ON credit_entries (generation_id, type)
 WHERE generation_id IS NOT NULL;
CREATE INDEX credit_entries_user_type ON credit_entries (user_id, type, id) WHERE type <> 'consume';
CREATE UNIQUE INDEX credit_entries_order ON credit_entries (order_id, type) WHERE order_id IS NOT NULL;
CREATE UNIQUE INDEX credit_entries_refund ON credit_entries (refund_id, type) WHERE refund_id IS NOT NULL;
CREATE INDEX credit_entries_given
    ON credit_entries (created_at, type, amount, actor_id, user_id, id, generation_id, order_id, refund_id)
 WHERE generation_id IS NULL AND order_id IS NULL AND refund_id IS NULL;

CREATE TABLE order_numbers (
    day TEXT PRIMARY KEY,
    last BIGINT NOT NULL
);

CREATE TABLE ai_models (
    id IDENTITY,
    name TEXT NOT NULL,
    provider TEXT NOT NULL,
    model_name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('text', 'image', 'video', 'ppt')),
    api_base TEXT,
    api_key_sealed BLOB,
    config TEXT NOT NULL,
    credits_cost BIGINT NOT NULL CHECK (credits_cost >= 0),
    is_active BIGINT NOT NULL,
    deleted_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX ai_models_kind ON ai_models (kind, id);

CREATE TABLE generations (
    id IDENTITY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL,
    tool_type TEXT,
    model_id BIGINT NOT NULL REFERENCES ai_models (id),
    state TEXT NOT NULL CHECK (state IN ('running', 'completed', 'failed')),
    cost BIGINT NOT NULL,
    creation_id BIGINT,
    input_tokens BIGINT,
    output_tokens BIGINT,
    failure_code BIGINT,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    owner TEXT,
    lease_until BIGINT NOT NULL DEFAULT 0,
    failure_kind TEXT
);
CREATE INDEX generations_running ON generations (user_id) WHERE state = 'running';
CREATE INDEX generations_finished ON generations (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE creations (
    id IDENTITY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    type TEXT NOT NULL,
    tool_type TEXT,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    model TEXT NOT NULL,
    credits_used BIGINT NOT NULL,
    generation_id BIGINT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX creations_user ON creations (user_id, type, tool_type, id);

CREATE TABLE creation_totals (
    user_id BIGINT NOT NULL REFERENCES users (id),
    type TEXT NOT NULL,
    tool_type TEXT NOT NULL,
    total BIGINT NOT NULL CHECK (total >= 0),
    PRIMARY KEY (user_id, type, tool_type)
);

CREATE TABLE idempotent_requests (
    user_id BIGINT NOT NULL REFERENCES users (id),
    idempotency_key TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    generation_id BIGINT,
    status BIGINT,
    body BLOB,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, idempotency_key)
);
CREATE INDEX idempotent_requests_age ON idempotent_requests (created_at);
CREATE INDEX idempotent_requests_generation ON idempotent_requests (generation_id);

CREATE UNLOGGED TABLE rate_windows (
    rate TEXT NOT NULL,
    caller TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    requests BIGINT NOT NULL,
    PRIMARY KEY (rate, caller)
);
CREATE INDEX rate_windows_end ON rate_windows (ends_at);

CREATE TABLE job_runners (
    id IDENTITY,
    name TEXT NOT NULL,
    beats BIGINT NOT NULL DEFAULT 0,
    started_at BIGINT NOT NULL,
    ended_at BIGINT
);

CREATE TABLE jobs (
    id IDENTITY,
    kind TEXT NOT NULL,
    unique_key TEXT,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'parked', 'cancelled')),
    lane TEXT CHECK (lane IN ('ready', 'retry', 'moment')),
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    max_attempts BIGINT NOT NULL,
    owner BIGINT,
    cancel_requested_at BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    finished_at BIGINT,
    CHECK ((state = 'queued') = (lane IS NOT NULL)),
    CHECK ((state = 'running') = (owner IS NOT NULL))
);
CREATE INDEX jobs_lane ON jobs (lane, run_at, id) WHERE lane IS NOT NULL;
CREATE INDEX jobs_owner ON jobs (owner) WHERE owner IS NOT NULL;
CREATE UNIQUE INDEX jobs_open_key ON jobs (kind, unique_key)
 WHERE unique_key IS NOT NULL AND state IN ('queued', 'running');
CREATE INDEX jobs_state ON jobs (state, created_at, id);
CREATE INDEX jobs_kind ON jobs (kind, state, created_at, id);

CREATE TABLE events (
    place IDENTITY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    id BIGINT NOT NULL,
    event TEXT NOT NULL,
    data TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX events_user ON events (user_id, id);

CREATE TABLE files (
    object_key TEXT NOT NULL PRIMARY KEY,
    creation_id BIGINT NOT NULL REFERENCES creations (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    size_bytes BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX files_creation ON files (creation_id);
CREATE INDEX files_user ON files (user_id);

CREATE TABLE orders (
    id IDENTITY,
    number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('recharge', 'membership')),
    user_id BIGINT NOT NULL REFERENCES users (id),
    original_fen BIGINT NOT NULL,
    amount_fen BIGINT NOT NULL CHECK (amount_fen > 0 AND amount_fen <= original_fen),
    credits BIGINT NOT NULL CHECK (credits >= 0),
    membership_type TEXT,
    method TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'paid', 'closed', 'failed', 'refunded')),
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    paid_at BIGINT,
    reduced_by TEXT CHECK (reduced_by IN ('coupon', 'activity')),
    reduced_by_id BIGINT,
    reduced_by_name TEXT,
    bonus_credits BIGINT NOT NULL DEFAULT 0 CHECK (bonus_credits >= 0),
    look_at BIGINT,
    compare_at BIGINT,
    CHECK ((kind = 'membership') = (membership_type IS NOT NULL))
);
CREATE INDEX orders_user ON orders (user_id, kind, id);
CREATE INDEX orders_paid ON orders (paid_at, amount_fen, credits, method)
 WHERE paid_at IS NOT NULL AND method <> 'balance';
CREATE INDEX orders_paid_in_credits ON orders (paid_at, amount_fen, method)
 WHERE paid_at IS NOT NULL AND method = 'balance';
CREATE INDEX orders_payers ON orders (user_id, paid_at, method)
 WHERE paid_at IS NOT NULL AND method <> 'balance';
CREATE INDEX orders_look ON orders (method, status, look_at, id) WHERE look_at IS NOT NULL;
CREATE INDEX orders_compare ON orders (method, compare_at, id) WHERE compare_at IS NOT NULL;
CREATE INDEX orders_created ON orders (created_at, id);
CREATE INDEX orders_kind ON orders (kind, created_at, id);
CREATE INDEX orders_status ON orders (status, created_at, id);
CREATE INDEX orders_method ON orders ((method || ''), created_at, id);
CREATE INDEX orders_buyer ON orders (user_id, created_at, id);
CREATE INDEX orders_unpaid ON orders (created_at, id)
 WHERE status NOT IN ('paid', 'failed', 'refunded');
CREATE INDEX orders_reduced ON orders (paid_at, reduced_by, original_fen, amount_fen, bonus_credits)
 WHERE paid_at IS NOT NULL AND reduced_by IS NOT NULL;

CREATE TABLE payment_attempts (
    id IDENTITY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    gateway TEXT NOT NULL,
    amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
    state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'failed', 'closed', 'surplus')),
    payment_url TEXT,
    gateway_transaction TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    qr_code TEXT,
    asked_at BIGINT
);
CREATE INDEX payment_attempts_order ON payment_attempts (order_id, id);
CREATE UNIQUE INDEX payment_attempts_open ON payment_attempts (order_id) WHERE state = 'open';
CREATE UNIQUE INDEX payment_attempts_paid ON payment_attempts (order_id) WHERE state = 'paid';

CREATE TABLE payment_notices (
    id IDENTITY,
    channel TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    outcome TEXT NOT NULL,
    address TEXT NOT NULL,
    order_number TEXT,
    method TEXT,
    gateway_transaction TEXT,
    status TEXT,
    amount_fen BIGINT,
    seen BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    UNIQUE (fingerprint, outcome)
);
CREATE INDEX payment_notices_end ON payment_notices (keep_until);
CREATE INDEX payment_notices_outcome ON payment_notices (outcome, id);
CREATE INDEX payment_notices_order ON payment_notices (order_number, id);

CREATE TABLE payment_refunds (
    id IDENTITY,
    number TEXT NOT NULL UNIQUE,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    gateway TEXT NOT NULL,
    amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
    credits BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('begun', 'pending', 'stuck', 'done', 'refused')),
    reason TEXT NOT NULL,
    problem TEXT,
    actor_id BIGINT NOT NULL,
    gateway_transaction TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    unanswered BIGINT NOT NULL DEFAULT 0 CHECK (unanswered >= 0),
    doubted_at BIGINT,
    is_refused BIGINT NOT NULL DEFAULT 0 CHECK (is_refused IN (0, 1)),
    settlement TEXT CHECK (settlement IN ('paid_back', 'withdrawn')),
    settlement_reason TEXT
);
CREATE INDEX payment_refunds_order ON payment_refunds (order_id, id);
CREATE UNIQUE INDEX payment_refunds_once ON payment_refunds (order_id) WHERE state <> 'refused';
CREATE INDEX payment_refunds_state ON payment_refunds (state, id);
CREATE INDEX payment_refunds_done ON payment_refunds (state, ended_at, gateway, amount_fen, credits, order_id);

CREATE TABLE payment_differences (
    id IDENTITY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    kind TEXT NOT NULL,
    gateway_state TEXT NOT NULL,
    gateway_fen BIGINT,
    gateway_transaction TEXT,
    found_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    resolved_at BIGINT,
    resolution TEXT,
    gateway_refunded_fen BIGINT,
    gateway_refund TEXT,
    is_seen_to BIGINT NOT NULL DEFAULT 0 CHECK (is_seen_to IN (0, 1))
);
CREATE INDEX payment_differences_order ON payment_differences (order_id);
CREATE UNIQUE INDEX payment_differences_once ON payment_differences (order_id, kind)
 WHERE resolved_at IS NULL;
CREATE INDEX payment_differences_open ON payment_differences (id) WHERE resolved_at IS NULL;
CREATE INDEX payment_differences_resolved ON payment_differences (id) WHERE resolved_at IS NOT NULL;

CREATE TABLE coupons (
    id IDENTITY,
    code TEXT NOT NULL,
    code_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('discount', 'deduction', 'credit_bonus')),
    value BIGINT NOT NULL CHECK (value > 0 AND (type <> 'discount' OR value < 10000)),
    least_fen BIGINT NOT NULL CHECK (least_fen >= 0),
    max_usage BIGINT NOT NULL,
    claim_count BIGINT NOT NULL DEFAULT 0 CHECK (claim_count BETWEEN 0 AND max_usage),
    use_count BIGINT NOT NULL DEFAULT 0 CHECK (use_count BETWEEN 0 AND claim_count),
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL CHECK (ends_at > starts_at),
    disabled_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    is_listed BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE coupon_claims (
    id IDENTITY,
    coupon_id BIGINT NOT NULL REFERENCES coupons (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    order_number TEXT UNIQUE REFERENCES orders (number),
    held_until BIGINT,
    claimed_at BIGINT NOT NULL,
    used_at BIGINT,
    UNIQUE (coupon_id, user_id),
    CHECK (CASE WHEN order_number IS NULL THEN held_until IS NULL AND used_at IS NULL ELSE (held_until IS NULL) <> (used_at IS NULL) END)
);
CREATE INDEX coupon_claims_user ON coupon_claims (user_id, id);
CREATE INDEX coupon_claims_coupon ON coupon_claims (coupon_id, id);
CREATE INDEX coupon_claims_used ON coupon_claims (coupon_id, id) WHERE used_at IS NOT NULL;
CREATE INDEX coupon_claims_held ON coupon_claims (coupon_id, id) WHERE held_until IS NOT NULL;

CREATE TABLE activities (
    id IDENTITY,
    name TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('credit_gift', 'membership_discount', 'referral_bonus', 'first_purchase')),
    description TEXT NOT NULL,
    config TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    disabled_at BIGINT,
    participant_limit BIGINT CHECK (participant_limit > 0),
    participant_count BIGINT NOT NULL DEFAULT 0 CHECK (participant_count >= 0),
    created_at BIGINT NOT NULL,
    CHECK (ends_at >= starts_at),
    CHECK (participant_limit IS NULL OR participant_count <= participant_limit)
);
CREATE INDEX activities_running ON activities (type, ends_at) WHERE disabled_at IS NULL;

CREATE TABLE activity_grants (
    id IDENTITY,
    activity_id BIGINT NOT NULL REFERENCES activities (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    credits BIGINT NOT NULL CHECK (credits >= 0),
    entry_id BIGINT UNIQUE REFERENCES credit_entries (id),
    order_id BIGINT REFERENCES orders (id),
    taken_back BIGINT NOT NULL DEFAULT 0 CHECK (taken_back >= 0 AND taken_back <= credits),
    taken_entry_id BIGINT UNIQUE REFERENCES credit_entries (id),
    created_at BIGINT NOT NULL,
    UNIQUE (activity_id, user_id),
    CHECK ((credits > 0) = (entry_id IS NOT NULL)),
    CHECK ((taken_back > 0) = (taken_entry_id IS NOT NULL))
);
CREATE INDEX activity_grants_activity ON activity_grants (activity_id, id);
CREATE INDEX activity_grants_order ON activity_grants (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX activity_grants_user ON activity_grants (user_id, activity_id);
CREATE INDEX activity_grants_entry ON activity_grants (entry_id) WHERE entry_id IS NOT NULL;
CREATE INDEX activity_grants_taken ON activity_grants (taken_entry_id) WHERE taken_entry_id IS NOT NULL;

CREATE TABLE user_networks (
    id IDENTITY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    network BLOB NOT NULL,
    seen_at BIGINT NOT NULL,
    UNIQUE (user_id, network)
);
CREATE INDEX user_networks_network ON user_networks (network, user_id);
CREATE INDEX user_networks_seen ON user_networks (seen_at);

CREATE TABLE referrals (
    id IDENTITY,
    referrer_id BIGINT NOT NULL REFERENCES users (id),
    referred_id BIGINT NOT NULL UNIQUE REFERENCES users (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'earned', 'paid', 'cancelled')),
    flag TEXT CHECK (flag IN ('referrer', 'ring')),
    review TEXT CHECK (review IN ('open', 'approved', 'rejected')),
    reviewer_id BIGINT,
    reviewed_at BIGINT,
    reward BIGINT NOT NULL DEFAULT 0 CHECK (reward >= 0),
    referred_credits BIGINT NOT NULL DEFAULT 0 CHECK (referred_credits >= 0),
    activity_id BIGINT REFERENCES activities (id),
    order_id BIGINT REFERENCES orders (id),
    entry_id BIGINT UNIQUE REFERENCES credit_entries (id),
    taken_back BIGINT NOT NULL DEFAULT 0 CHECK (taken_back >= 0 AND taken_back <= reward),
    taken_entry_id BIGINT UNIQUE REFERENCES credit_entries (id),
    created_at BIGINT NOT NULL,
    earned_at BIGINT,
    paid_at BIGINT,
    CHECK (referrer_id <> referred_id),
    CHECK ((flag IS NULL) = (review IS NULL)),
    CHECK ((entry_id IS NULL) = (paid_at IS NULL)),
    CHECK (state <> 'paid' OR entry_id IS NOT NULL),
    CHECK ((taken_back > 0) = (taken_entry_id IS NOT NULL))
);
CREATE INDEX referrals_referrer ON referrals (referrer_id, id);
CREATE INDEX referrals_paid ON referrals (referrer_id, paid_at) WHERE paid_at IS NOT NULL;
CREATE INDEX referrals_due ON referrals (referrer_id, id)
 WHERE state = 'earned' AND (review IS NULL OR review = 'approved');
CREATE INDEX referrals_flagged ON referrals (id) WHERE review IS NOT NULL;
CREATE INDEX referrals_activity ON referrals (activity_id, earned_at, id) WHERE activity_id IS NOT NULL;
CREATE INDEX referrals_beneficiary ON referrals (activity_id, referrer_id) WHERE activity_id IS NOT NULL;
CREATE INDEX referrals_taken ON referrals (taken_entry_id) WHERE taken_entry_id IS NOT NULL;

CREATE TABLE audit_entries (
    id IDENTITY,
    act TEXT NOT NULL,
    actor_id BIGINT NOT NULL,
    actor_name TEXT NOT NULL,
    target_type TEXT NOT NULL,
    target_id TEXT NOT NULL,
    details TEXT NOT NULL,
    request_id TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX audit_entries_time ON audit_entries (created_at, id);
CREATE INDEX audit_entries_act ON audit_entries (act, created_at, id);
CREATE INDEX audit_entries_actor ON audit_entries (actor_id, created_at, id);
CREATE INDEX audit_entries_target ON audit_entries (target_type, target_id, created_at, id);

CREATE TABLE redemption_batches (
    id IDENTITY,
    name TEXT NOT NULL,
    credits BIGINT CHECK (credits > 0),
    membership_days BIGINT CHECK (membership_days > 0),
    code_count BIGINT NOT NULL CHECK (code_count > 0),
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    created_at BIGINT NOT NULL,
    CHECK ((credits IS NULL) <> (membership_days IS NULL))
);

CREATE TABLE redemption_codes (
    id IDENTITY,
    batch_id BIGINT NOT NULL REFERENCES redemption_batches (id),
    code_hash BLOB NOT NULL UNIQUE,
    redeemer_id BIGINT REFERENCES users (id),
    redeemed_at BIGINT,
    revoked_at BIGINT,
    entry_id BIGINT,
    CHECK ((redeemer_id IS NULL) = (redeemed_at IS NULL)),
    CHECK (redeemed_at IS NULL OR revoked_at IS NULL)
);
CREATE INDEX redemption_codes_batch ON redemption_codes (batch_id, redeemed_at);
CREATE INDEX redemption_codes_redeemer ON redemption_codes (redeemer_id, redeemed_at, id);
CREATE INDEX redemption_codes_place ON redemption_codes (batch_id, id);

CREATE TABLE membership_periods (
    id IDENTITY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    order_id BIGINT UNIQUE REFERENCES orders (id),
    redemption_id BIGINT UNIQUE REFERENCES redemption_codes (id),
    type TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL CHECK (ends_at > starts_at),
    told_at BIGINT,
    CHECK ((order_id IS NULL) <> (redemption_id IS NULL))
);
CREATE INDEX membership_periods_user ON membership_periods (user_id, ends_at);
CREATE INDEX membership_periods_end ON membership_periods (ends_at, starts_at);

CREATE TABLE statistics_days (
    day BIGINT NOT NULL PRIMARY KEY,
    generations BIGINT NOT NULL,
    active_users BIGINT NOT NULL
);

CREATE TABLE statistics_generations (
    day BIGINT NOT NULL,
    kind TEXT NOT NULL,
    tool_type TEXT NOT NULL,
    model_id BIGINT NOT NULL,
    failure TEXT NOT NULL,
    generations BIGINT NOT NULL,
    credits BIGINT NOT NULL,
    milliseconds BIGINT NOT NULL,
    PRIMARY KEY (day, kind, tool_type, model_id, failure)
);

CREATE TABLE statistics_latencies (
    day BIGINT NOT NULL,
    model_id BIGINT NOT NULL,
    milliseconds BIGINT NOT NULL,
    generations BIGINT NOT NULL,
    PRIMARY KEY (day, model_id, milliseconds)
);

CREATE TABLE redemption_guesses (
    guesser TEXT NOT NULL PRIMARY KEY,
    guesses BIGINT NOT NULL CHECK (guesses > 0),
    ends_at BIGINT NOT NULL
);
CREATE INDEX redemption_guesses_end ON redemption_guesses (ends_at);

CREATE TABLE statistics_giveaways (
    day BIGINT NOT NULL PRIMARY KEY,
    entries BIGINT NOT NULL,
    activities BIGINT NOT NULL,
    first_purchases BIGINT NOT NULL,
    referrals BIGINT NOT NULL,
    codes BIGINT NOT NULL,
    administrators BIGINT NOT NULL
);

CREATE TABLE installation_secrets (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    fingerprint TEXT NOT NULL,
    noted_at BIGINT NOT NULL
);
