-- The run whose plan was carried out last: with the version, it says which file of rosters/ is this ledger (docs/design/0021-roster.md).
alter table syncs add column planned_by varchar(40);
