-- The executives' numbers of an hour, one row.
select
  {{ var('slice_start') }} as slice_start,
  count(*) filter (event_type = 'IMPRESSION') as impressions,
  count(*) filter (event_type = 'CLICK') as clicks,
  count(*) filter (event_type = 'CONVERSION') as conversions,
  cast(sum(spend_micros) as bigint) as spend_micros,
  max(event_ts) as data_through
from {{ source('lake', 'fact_ad_events') }}
where event_ts >= {{ var('slice_start') }} and event_ts < {{ var('slice_end') }}
