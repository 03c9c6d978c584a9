-- Long work, files that arrive, and answers that are given again.
-- One text for SQLite and PostgreSQL. Times are milliseconds since 1970 in UTC; 0 is no time.

create table task (
    id text primary key,
    kind text not null,
    subject text not null,
    state text not null check (state in ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled')),
    machine text not null,
    actor_id text not null,
    actor text not null,
    phase text not null,
    done bigint not null,
    total bigint not null,
    rate bigint not null,
    created bigint not null,
    started bigint not null,
    ended bigint not null,
    deadline bigint not null,
    attempts integer not null,
    -- who runs it, and until when nobody else may take it
    worker text not null,
    leased_until bigint not null,
    cancel_asked boolean not null,
    result text not null,
    problem_code text not null,
    problem_detail text not null,
    -- what is compared to see a change: counts up, and when it last did
    version bigint not null,
    changed bigint not null
);
create index task_state on task (state, created);
create index task_actor on task (actor_id, created);
create index task_changed on task (changed);
create index task_machine on task (machine, created);

create table task_line (
    task_id text not null references task (id) on delete cascade,
    number integer not null,
    happened bigint not null,
    line text not null,
    primary key (task_id, number)
);

create table check_in (
    id text primary key,
    task_id text not null unique references task (id) on delete cascade,
    account_id text not null,
    machine text not null,
    -- whether the machine comes to be with it; the name is reserved meanwhile
    made boolean not null,
    message text not null,
    title text not null,
    tags text not null,
    -- of the first file, as its sender says; empty where it is looked for
    format text not null,
    origin text not null,
    request_id text not null,
    created bigint not null,
    -- when bytes last came
    heard bigint not null,
    -- what was made, as the result of the task has it; empty before
    revision text not null,
    ended boolean not null
);
create unique index check_in_made on check_in (machine) where made and not ended;
create index check_in_account on check_in (account_id, ended);

create table check_in_file (
    check_in_id text not null references check_in (id) on delete cascade,
    number integer not null,
    name text not null,
    bytes bigint not null,
    -- bytes that are on the disk for certain
    received bigint not null,
    primary key (check_in_id, number)
);

-- keys and requests as hashes alone
create table repeated_request (
    key_hash text primary key,
    request_hash text not null,
    created bigint not null,
    -- 0 while it is being answered
    status integer not null,
    headers text not null,
    body text not null
);
create index repeated_request_created on repeated_request (created);
