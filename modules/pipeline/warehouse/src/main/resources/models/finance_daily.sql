-- What an hour adds to each customer's bill of the day.
select
  {{ var('slice_start') }} as slice_start,
  customer_id,
  count(*) as items,
  cast(sum(amount_micros) as bigint) as amount_micros
from {{ source('lake', 'fact_billing') }}
where event_ts >= {{ var('slice_start') }} and event_ts < {{ var('slice_end') }}
group by customer_id
