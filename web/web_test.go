package web

import (
	"strings"
	"testing"
	"time"

	"minyi/domain/civic"
)

// A long text is shown in the parts that hold its articles: chapters with their sections, or what has no chapter in it.
func TestPartsOfALongText(t *testing.T) {
	t.Parallel()
	var outline []any
	for _, one := range []struct {
		id, kind string
		depth    int
	}{{"b1", "BOOK", 0}, {"c1", "CHAPTER", 1}, {"s1", "SECTION", 2}, {"s2", "SECTION", 2}, {"c2", "CHAPTER", 1}, {"b2", "BOOK", 0}, {"d1", "SUBDIVISION", 1}, {"c3", "CHAPTER", 2}, {"b3", "BOOK", 0}} {
		outline = append(outline, map[string]any{"id": one.id, "kind": one.kind, "depth": one.depth})
	}
	text := map[string]any{"outline": map[string]any{"nodes": outline}}
	var ids []string
	for _, part := range partsOf(text, longText+1) {
		ids = append(ids, part["id"].(string))
	}
	if got := strings.Join(ids, " "); got != "c1 c2 c3 b3" {
		t.Errorf("the parts are %s", got)
	}
	if parts := partsOf(text, longText); parts != nil {
		t.Errorf("a short text has parts: %v", parts)
	}
}

func TestFormsOfValues(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		number(1234567): "1,234,567", number(-1234): "-1,234", number(999): "999", number(0.125): "0.13", number(1234.5): "1,234.5",
		dayIn("2026-03-01", true): "2026年3月1日", dayIn("x", false): "", instantIn("Asia/Shanghai", "2026-02-28T16:30:00Z", false, true): "1 March 2026, 00:30",
		closingIn("Asia/Shanghai", "2026-03-01T16:00:00Z", "2026-03-01", true): "2026年3月1日", webAddress("javascript:alert(1)"): "", webAddress("https://a.example/?q=1"): "https://a.example/?q=1",
		string(langOf("公园", civic.English)): `lang="zh-Hans"`, string(langOf("Parks", civic.Chinese)): `lang="en"`, string(langOf("公园 Park", civic.Chinese)): "", short(2, "公园夜间"): "公园…",
	} {
		if got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

// Both languages have the same messages, but for the English singular, and a colour too light to read is refused.
func TestMessagesAndColours(t *testing.T) {
	t.Parallel()
	zh, en := messages(civic.Chinese), messages(civic.English)
	for key := range zh {
		if en[key] == "" || zh[key] == "" {
			t.Errorf("%s lacks a language", key)
		}
	}
	for key := range en {
		if zh[strings.TrimSuffix(key, ".one")] == "" { // Chinese has no singular
			t.Errorf("%s lacks Chinese", key)
		}
	}
	for colour, fits := range map[string]bool{"#a62b1f": true, "#0b4f6c": true, "#ffcc00": false, "red": false, "#12345": false} {
		if _, err := theme(colour); (err == nil) != fits {
			t.Errorf("%s: %v", colour, err)
		}
	}
}

// The time that is left counts the day or the hour that has begun, and is not told after the end.
func TestRemaining(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	for closesAt, want := range map[string]string{
		"2026-03-04T16:00:00Z": "还有 4 天", "2026-03-02T08:00:01Z": "还有 2 天", "2026-03-02T08:00:00Z": "还有 24 小时", "2026-03-01T09:00:00Z": "还有 1 小时",
		"2026-03-01T08:59:00Z": "不到 1 小时", "2026-03-01T08:00:00Z": "", "x": "",
	} {
		if got, err := remaining(messages(civic.Chinese), now, closesAt); got != want || err != nil {
			t.Errorf("%s: %q, want %q, %v", closesAt, got, want, err)
		}
	}
	if got, _ := remaining(messages(civic.English), now, "2026-03-01T09:00:00Z"); got != "1 hour left" {
		t.Errorf("in English: %q", got)
	}
}
