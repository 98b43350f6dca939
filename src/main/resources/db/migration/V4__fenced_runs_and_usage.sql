alter table sync_runs drop column delivery_stopped;
