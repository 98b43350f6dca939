-- V9 to V11 may each be done twice: H2 commits each statement by itself, and a start may be killed between any two. What may
-- be missing is named with its schema, as PostgreSQL would look for it in others.
alter table if exists "${flyway:defaultSchema}".rejections rename to rejections_by_row;
