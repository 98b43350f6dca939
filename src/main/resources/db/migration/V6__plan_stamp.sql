-- Random, given to the plan that was carried out last: with the version, it says which file of data-dir/rosters is this ledger
-- (docs/design/0021-roster.md).
alter table syncs add column plan_stamp varchar(40);
