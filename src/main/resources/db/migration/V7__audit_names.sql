-- An OpenID Connect provider's name for a person has up to 255 characters.
alter table audit alter column who set data type varchar(300);
