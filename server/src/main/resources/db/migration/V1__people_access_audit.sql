-- What a server knows beside the repository: people, what they may do, and what they did.
-- One text for SQLite and PostgreSQL. Times are milliseconds since 1970 in UTC.

create table account (
    id text primary key,
    kind text not null check (kind in ('user', 'service')),
    name text not null unique,
    full_name text not null,
    administrator boolean not null,
    disabled boolean not null,
    password_hash text,
    created bigint not null,
    version bigint not null
);

create table account_group (
    id text primary key,
    name text not null unique,
    full_name text not null,
    created bigint not null,
    version bigint not null
);

create table group_member (
    group_id text not null references account_group (id) on delete cascade,
    account_id text not null references account (id) on delete cascade,
    primary key (group_id, account_id)
);
create index group_member_account on group_member (account_id);

-- tokens of programs and sessions of browsers; of their secrets the hash alone is kept
create table credential (
    id text primary key,
    account_id text not null references account (id) on delete cascade,
    kind text not null check (kind in ('token', 'session')),
    label text not null,
    secret_hash text not null unique,
    scope text not null check (scope in ('read', 'write', 'admin')),
    created bigint not null,
    expires bigint not null,
    last_used bigint not null
);
create index credential_account on credential (account_id);
create index credential_expires on credential (expires);

-- failed logins, by name and by address, whether the name exists or not
create table login_attempt (
    origin text primary key,
    failures integer not null,
    last_failure bigint not null,
    blocked_until bigint not null
);

create table machine_access (
    machine text primary key,
    creator text not null,
    owner_id text references account (id),
    group_id text references account_group (id),
    visibility text not null check (visibility in ('private', 'group', 'everyone')),
    version bigint not null
);
create index machine_access_owner on machine_access (owner_id);

create table machine_grant (
    machine text not null references machine_access (machine) on delete cascade,
    account_id text references account (id) on delete cascade,
    group_id text references account_group (id) on delete cascade,
    role text not null check (role in ('viewer', 'contributor', 'maintainer')),
    check ((account_id is null) <> (group_id is null))
);
create unique index machine_grant_account on machine_grant (machine, account_id) where account_id is not null;
create unique index machine_grant_group on machine_grant (machine, group_id) where group_id is not null;

-- append-only; each line holds the hash of the one before it
create table audit_event (
    number bigint primary key,
    happened bigint not null,
    actor_id text not null,
    actor text not null,
    action text not null,
    kind text not null,
    object text not null,
    origin text not null,
    request_id text not null,
    before_text text not null,
    after_text text not null,
    reason text not null,
    hash text not null
);
create index audit_event_object on audit_event (kind, object, number);
create index audit_event_actor on audit_event (actor_id, number);

-- the end of the chain, which whoever appends to it locks
create table audit_head (
    one integer primary key check (one = 1),
    number bigint not null,
    hash text not null
);
insert into audit_head (one, number, hash) values (1, 0, '');
