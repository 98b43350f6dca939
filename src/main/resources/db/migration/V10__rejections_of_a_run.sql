-- The rejected rows of a run are written together and read together: one row with arrays, in the order of the file. Up to
-- ten thousand rows, for whose key H2 keeps a second tree, were the dearest thing in a small run (docs/design/0020-performance.md).
drop table if exists "${flyway:defaultSchema}".rejections;
create table rejections (
  run_id  varchar(40)        not null primary key,
  row_no  bigint array       not null,
  reason  varchar(10) array  not null,
  masked  varchar(400) array not null
);

insert into rejections (run_id, row_no, reason, masked)
select run_id, array_agg(row_no order by row_no), array_agg(reason order by row_no), array_agg(masked order by row_no)
from rejections_by_row group by run_id;
