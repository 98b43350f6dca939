alter table sync_runs drop column delivery_stopped;
-- Whether the end of the downloaded file is beyond doubt (gzip, chunks or a length that was met); null before the download.
alter table sync_runs add column file_proven boolean;

-- What Amplitude itself says of a month's exports. The row is also the lock under which a request is counted.
create table quota_months (
  project         varchar(60) not null,
  quota_month     char(7)     not null,
  reported        integer,
  reported_limit  integer,
  reported_at     timestamp with time zone,
  updated_at      timestamp with time zone not null default current_timestamp,
  primary key (project, quota_month)
);
create index export_requests_by_run on export_requests (run_id);
