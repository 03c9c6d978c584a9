-- People whom another system knows, and command lines that wait to be let in.

-- who an account is elsewhere: at an issuer of OpenID Connect, or in the directory
create table identity (
    provider text not null,
    subject text not null,
    account_id text not null references account (id) on delete cascade,
    created bigint not null,
    last_login bigint not null,
    primary key (provider, subject)
);
create index identity_account on identity (account_id);

-- memberships that a provider told of, and takes back; all others were given here
create table group_member_origin (
    group_id text not null,
    account_id text not null,
    provider text not null,
    primary key (group_id, account_id),
    foreign key (group_id, account_id) references group_member (group_id, account_id) on delete cascade
);
create index group_member_origin_account on group_member_origin (account_id, provider);

-- codes of command lines; of both codes the hash alone is kept
create table device_code (
    device_hash text primary key,
    user_hash text not null unique,
    label text not null,
    origin text not null,
    created bigint not null,
    expires bigint not null,
    interval_seconds integer not null,
    last_poll bigint not null,
    state text not null check (state in ('pending', 'approved', 'denied')),
    account_id text references account (id) on delete cascade
);
create index device_code_expires on device_code (expires);
create index device_code_origin on device_code (origin);
