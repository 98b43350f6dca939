-- The state of a sync that people were told of last (docs/design/0010-alerts.md).
alter table syncs add column alert_state varchar(10) default 'ok' not null
  check (alert_state in ('ok', 'failed', 'partial', 'held', 'stale'));
