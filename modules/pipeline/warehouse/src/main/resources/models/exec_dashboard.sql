-- The executives' tiles: the hourly slices of some hours, newest first.
-- The platform's rule: numbers from data that is more than 15 minutes old are not shown.
with newest as (
  select max(event_ts) as event_ts from fact_ad_events
)
select
  strftime(date_trunc('hour', f.event_ts), '%Y-%m-%dT%H:%M:%SZ') as hour,
  count(*) filter (f.event_type = 'IMPRESSION') as impressions,
  count(*) filter (f.event_type = 'CLICK') as clicks,
  count(*) filter (f.event_type = 'CONVERSION') as conversions,
  sum(f.spend_micros) / 1e6 as spend
from fact_ad_events f, newest
where newest.event_ts >= cast($now as timestamptz) - interval 15 minutes
  and f.event_ts >= cast($from as timestamptz)
group by 1
order by 1 desc
