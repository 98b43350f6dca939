drop table if exists "${flyway:defaultSchema}".rejections_by_row;
