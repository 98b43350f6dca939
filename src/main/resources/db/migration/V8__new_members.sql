-- New members whose joins Pushwoosh has not confirmed, as ranges of ids: their rows have state 0 from the beginning, and in
-- a range that is pending-add (docs/design/0022-new-members.md).
create table unconfirmed_joins (
  first_id  bigint  not null primary key,
  last_id   bigint  not null
);

-- The rows of new members are not seen before their plan is carried out: from next_member on.
create or replace view memberships as
select m.id, s.name as sync, m.address,
       case when m.state = 0 and exists (select 1 from unconfirmed_joins u where m.id between u.first_id and u.last_id)
                 then 'pending-add'
            when m.state = 0 then 'present'
            when m.state = 1 then 'pending-add' when m.state = 2 then 'pending-change' when m.state = 3 then 'pending-remove'
            when m.state = 8 then 'pending-add'
            else 'parked' end as state,
       case m.state when 4 then 'join' when 5 then 'change' when 6 then 'leave' when 7 then 'join' end as parked_kind,
       m.attempts, m.run_id, m.reason, m.last_error, m.updated_at
from cohort_members m join syncs s on m.id >= s.number * 1099511627776 and m.id < s.number * 1099511627776 + s.next_member;
