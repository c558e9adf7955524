-- What an hour's spend of each campaign led to.
select
  {{ var('slice_start') }} as slice_start,
  campaign_id,
  count(*) filter (event_type = 'IMPRESSION') as impressions,
  count(*) filter (event_type = 'CLICK') as clicks,
  count(*) filter (event_type = 'CONVERSION') as conversions,
  cast(sum(spend_micros) as bigint) as spend_micros
from {{ source('lake', 'fact_ad_events') }}
where event_ts >= {{ var('slice_start') }} and event_ts < {{ var('slice_end') }}
group by campaign_id
