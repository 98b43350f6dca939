-- When the cadence last opened a run: reports are deleted after a year, and a one-time sync must not run again then.
alter table syncs add column if not exists fired_at timestamp with time zone;

update syncs set fired_at = (select max(started_at) from sync_runs r where r.sync = syncs.name and r.started_by in ('cadence', 'resume'))
where fired_at is null;
