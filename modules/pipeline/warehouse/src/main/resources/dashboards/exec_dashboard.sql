-- The executives' tiles: the newest hourly slices, as they were published.
-- The platform's rule: numbers from data that is more than 15 minutes old are not shown.
select
  strftime(slice_start, '%Y-%m-%dT%H:%M:%SZ') as hour,
  impressions,
  clicks,
  conversions,
  spend_micros / 1e6 as spend
from exec_dashboard
where (select max(data_through) from exec_dashboard) >= cast($now as timestamptz) - interval 15 minutes
  and slice_start >= cast($from as timestamptz)
order by 1 desc
