package graph_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	informdb "minyi/db/inform"
	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const readGone = `query ($id: ID!) { node(id: $id) { __typename id ... on TakenDownContent { version takenDownAt reason department { code } } ... on PolicyInterpretation { title } } }`

// TestTakenDownIsGoneWithItsReason takes an interpretation down that stands on no channel. Everybody loses its words wherever they stood, finds the reason by its id, and reads its correction.
func TestTakenDownIsGoneWithItsReason(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	city, anyone := m.city, m.city.Anyone()
	adopted(city, m.asked.Draft, time.Now().Add(-100*24*time.Hour))
	id := city.Editor().Must(createInterpretation, "input", interpretationOf(m.asked.Record, "clauseIds", m.asked.Clauses[:1])).Get("createInterpretation.interpretation.id").String()
	release(city, id)
	city.Editor().Must(openTopic, "input", topicOf(m.housing, "pinnedIds", []string{id}))
	const public = `query ($record: ID!, $clause: ID!, $year: Int!) { policyRecord(id: $record) { interpretations { totalCount } interpretationDue { state } } interpretations { totalCount } interpretationCount(year: $year) { latest }
		node(id: $clause) { ... on Clause { interpretations { id } } } }`
	read := func() string {
		t.Helper()
		return anyone.Must(public, "record", m.asked.Record, "clause", m.asked.Clauses[0], "year", thisYear()).Raw
	}
	stands := fmt.Sprintf(`{"policyRecord":{"interpretations":{"totalCount":1},"interpretationDue":{"state":"LATE"}},"interpretations":{"totalCount":1},"interpretationCount":{"latest":1},"node":{"interpretations":[{"id":%q}]}}`, id)
	if got := read(); got != stands {
		t.Errorf("while it stands everybody reads %s", got)
	}
	down := map[string]any{"contentId": id, "reason": "数据有误。"}
	city.Publisher().Must(takeItDown, "input", down)
	if got := read(); got != `{"policyRecord":{"interpretations":{"totalCount":0},"interpretationDue":{"state":"OVERDUE"}},"interpretations":{"totalCount":0},"interpretationCount":{"latest":0},"node":{"interpretations":[]}}` {
		t.Errorf("taken down, everybody reads %s", got)
	}
	for _, reader := range []*graphtest.Client{anyone, city.Resident("li"), city.Staff("o", "PARKS", civic.Editor)} {
		gone := reader.Must(readGone, "id", id).Get("node")
		if gone.Get("__typename").String() != "TakenDownContent" || gone.Get("id").String() != id || gone.Get("reason").String() != "数据有误。" || gone.Get("takenDownAt").String() == "" || gone.Get("department.code").String() != "HOUSING" {
			t.Errorf("%s finds %s", reader.Actor.Name, gone.Raw)
		}
	}
	if own := city.Editor().Must(readGone, "id", id).Get("node"); own.Get("__typename").String() != "PolicyInterpretation" || own.Get("title").String() != "物业管理办法解读" {
		t.Errorf("its department finds %s", own.Raw)
	}
	for what, got := range map[string][]string{
		"a second time":              graphtest.Problems(city.Publisher().Ask(takeItDown, "input", down)),
		"pinned after it was gone":   graphtest.Problems(city.Editor().Ask(openTopic, "input", topicOf(m.housing, "pinnedIds", []string{id}))),
		"by who may not":             graphtest.Problems(city.Editor().Ask(takeItDown, "input", down)),
		"a policy that has no words": graphtest.Problems(city.Publisher().Ask(takeItDown, "input", map[string]any{"contentId": m.asked.Record, "reason": "无。"})),
	} {
		if want := map[string]string{"a second time": "NOTHING_STANDS contentId", "pinned after it was gone": "NOT_FOUND topic.pinnedIds.0", "by who may not": "FORBIDDEN", "a policy that has no words": "BAD_ID contentId"}[what]; !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %v, want %s", what, got, want)
		}
	}
	next := city.Editor().Must(reviseInterpretation, "input", map[string]any{"contentId": id, "interpretation": interpretation("title", zh("更正后的解读"))}).Get("reviseInterpretation.interpretation.id").String()
	release(city, next)
	corrected := anyone.Must(`query ($id: ID!) { node(id: $id) { ... on PolicyInterpretation { title releases { version takenDownReason } } } interpretations { nodes { id } } }`, "id", next)
	if corrected.Raw != fmt.Sprintf(`{"node":{"title":"更正后的解读","releases":[{"version":1,"takenDownReason":"数据有误。"},{"version":2,"takenDownReason":null}]},"interpretations":{"nodes":[{"id":%q}]}}`, next) {
		t.Errorf("after the correction everybody reads %s", corrected.Raw)
	}
}

// TestACopyIsTakenDownAlone takes the copy on a webhook down. The content stays public here; on a website it does not.
func TestACopyIsTakenDownAlone(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	hook, website := m.channel(), m.channel("kind", "WEBSITE", "address", nil)
	id := released(m)
	m.takenFrom(id, hook, "PolicyInterpretation")
	m.takenFrom(id, website, "TakenDownContent")
}

// takenFrom takes a content down from a channel, and says what everybody then finds.
func (m *matrix) takenFrom(id, channel, want string) {
	m.Helper()
	m.city.Publisher().Must(takeItDown, "input", map[string]any{"contentId": id, "channelIds": []string{channel}, "reason": "有误。"})
	if got := m.city.Anyone().Must(readGone, "id", id).Get("node.__typename").String(); got != want {
		m.Errorf("everybody finds a %s, want a %s", got, want)
	}
}

// TestAddressesOfChannelsAreKeptEncrypted opens channels whose addresses hold a token. Publishers of the department read it; no table holds it, and no feed names it.
func TestAddressesOfChannelsAreKeptEncrypted(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	const token, address = "t0ken-5f2c", "https://hooks.example.org/minyi?key=t0ken-5f2c"
	hook := m.channel("address", address, "idempotencyKey", "k")
	m.channel("kind", "WEBSITE", "address", "https://hub.example.org/publish?secret="+token)
	released(m)
	read := func() string {
		t.Helper()
		return m.city.Publisher().Must(`query ($id: ID!) { node(id: $id) { ... on Channel { address } } }`, "id", hook).Get("node.address").String()
	}
	d := &disclosureDesk{m.city, t, m.housing}
	check := func(when string) {
		t.Helper()
		if got := read(); got != address {
			t.Errorf("%s the publisher reads %q", when, got)
		}
		d.rowsWith([]string{token}, 0)
	}
	check("at first")
	all := m.city.Anyone().Ask(`{ channels { nodes { name address } } auditLog { nodes { summary } } }`).Raw + m.city.Staff("o", "PARKS", civic.Publisher).Ask(`{ channels { nodes { address } } }`).Raw +
		m.city.Staff("auditor", "", civic.Auditor).Ask(`{ auditLog { nodes { summary } } channels { nodes { address } } }`).Raw
	if strings.Contains(all, token) {
		t.Errorf("others read %s", all)
	}
	if hubs, err := informdb.Hubs(t.Context(), m.city.DB); err != nil || !slices.Equal(hubs, []string{"https://hub.example.org/publish"}) {
		t.Errorf("the feeds name the hubs %v, %v", hubs, err)
	}
	sendings, err := informdb.TakeSendings(t.Context(), m.city.DB)
	if err != nil || len(sendings) != 2 || !slices.ContainsFunc(sendings, func(s informdb.Sending) bool { return *s.Address == address }) {
		t.Errorf("%d releases are sent, %v", len(sendings), err)
	}
	seal := func(want int) {
		t.Helper()
		if n, err := informdb.SealAddresses(t.Context(), m.city.DB); err != nil || n != want {
			t.Errorf("%d addresses were encrypted, want %d, %v", n, want, err)
		}
	}
	seal(0)
	m.city.DB.SealKeys = pg.SealKeys{{ID: "2027", Key: bytes.Repeat([]byte{7}, 32)}}
	seal(2)
	check("with another key")
	m.city.SQL.MustExec(`UPDATE channels SET key_id = NULL, box = NULL, address = $1 WHERE kind = 'WEBHOOK'`, address)
	if got := read(); got != address {
		t.Errorf("of an older version the publisher reads %q", got)
	}
	seal(1)
	check("after an older version")
}
