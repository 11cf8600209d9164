package civic

import (
	"testing"
	"time"
)

// TestMoment tells moments to readers of both languages, around the changes of clocks too.
func TestMoment(t *testing.T) {
	t.Parallel()
	at := func(text string) time.Time {
		parsed, err := time.Parse(time.RFC3339, text)
		Must(err)
		return parsed
	}
	shanghai, berlin, newfoundland, havana := TimeZone("Asia/Shanghai"), TimeZone("Europe/Berlin"), TimeZone("America/St_Johns"), TimeZone("America/Havana")
	for name, c := range map[string]struct {
		moment Moment
		zh, en string
	}{
		"the end of a day":       {Until(at("2026-03-01T16:00:00Z"), shanghai), "2026年3月1日24:00（北京时间 / Asia/Shanghai, UTC+8）", "1 March 2026, 24:00 (UTC+8, Asia/Shanghai)"},
		"the begin of a day":     {From(at("2026-03-01T16:00:00Z"), shanghai), "2026年3月2日00:00（北京时间 / Asia/Shanghai, UTC+8）", "2 March 2026, 00:00 (UTC+8, Asia/Shanghai)"},
		"an end within a day":    {Until(at("2026-03-01T09:30:59Z"), shanghai), "2026年3月1日17:30（北京时间 / Asia/Shanghai, UTC+8）", "1 March 2026, 17:30 (UTC+8, Asia/Shanghai)"},
		"in winter":              {Until(at("2026-03-28T23:00:00Z"), berlin), "2026年3月28日24:00（Europe/Berlin, UTC+1）", "28 March 2026, 24:00 (UTC+1, Europe/Berlin)"},
		"in summer":              {Until(at("2026-03-29T22:00:00Z"), berlin), "2026年3月29日24:00（Europe/Berlin, UTC+2）", "29 March 2026, 24:00 (UTC+2, Europe/Berlin)"},
		"the first of two 02:30": {From(at("2026-10-25T00:30:00Z"), berlin), "2026年10月25日02:30（Europe/Berlin, UTC+2）", "25 October 2026, 02:30 (UTC+2, Europe/Berlin)"},
		"the other 02:30":        {From(at("2026-10-25T01:30:00Z"), berlin), "2026年10月25日02:30（Europe/Berlin, UTC+1）", "25 October 2026, 02:30 (UTC+1, Europe/Berlin)"},
		"half an hour":           {From(at("2026-12-01T12:00:00Z"), newfoundland), "2026年12月1日08:30（America/St_Johns, UTC-3:30）", "1 December 2026, 08:30 (UTC-3:30, America/St_Johns)"},
		"a skipped midnight":     {Until(Date("2026-03-07").At(24, 0, havana), havana), "2026年3月7日24:00（America/Havana, UTC-5）", "7 March 2026, 24:00 (UTC-5, America/Havana)"},
		"UTC":                    {Until(at("2026-12-31T23:59:00Z"), time.UTC), "2026年12月31日23:59（UTC, UTC+0）", "31 December 2026, 23:59 (UTC+0, UTC)"},
		"a whole day":            {OnDay("2026-03-01", shanghai), "2026年3月1日（北京时间 / Asia/Shanghai）", "1 March 2026 (Asia/Shanghai)"},
	} {
		if zh, en := c.moment.Tell("zh-Hant"), c.moment.Tell("fr"); zh != c.zh || en != c.en {
			t.Errorf("%s is told as %s and as %s", name, zh, en)
		}
	}
}
