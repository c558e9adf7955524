-- Features of each campaign for the bidding model.
with devices as (
  select
    campaign_id,
    count(*) filter (device_type = 'mobile') / count(*) as mobile_share,
    count(placement) / count(*) as placed_share
  from {{ source('lake', 'fact_ad_events') }}
  where event_ts >= {{ var('slice_start') }} and event_ts < {{ var('slice_end') }}
  group by campaign_id
)
select
  {{ var('slice_start') }} as slice_start,
  mart.campaign_id,
  mart.clicks / nullif(mart.impressions, 0) as click_through_rate,
  mart.spend_micros / nullif(mart.clicks, 0) as micros_per_click,
  devices.mobile_share,
  devices.placed_share
from {{ ref('attribution_mart') }} mart
join devices using (campaign_id)
