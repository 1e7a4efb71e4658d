-- An indicator's figures in the order of their periods, a page at a time: the latest of many thousands are not sorted first.
CREATE INDEX statistics_by_indicator_and_period ON statistics (indicator, coalesce(period, ''), id, period);
