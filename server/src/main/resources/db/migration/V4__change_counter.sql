-- counts every change of what accounts may do with machines, so that servers know when to look again
create table change_counter (
    one integer primary key check (one = 1),
    number bigint not null
);
insert into change_counter (one, number) values (1, 0);
