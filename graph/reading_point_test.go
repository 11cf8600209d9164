package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	openReadingPoint    = `mutation ($input: OpenReadingPointInput!) { openReadingPoint(input: $input) { readingPoint { id name(locale: "en") department { code } } userErrors { code field } } }`
	reviseReadingPoint  = `mutation ($input: ReviseReadingPointInput!) { reviseReadingPoint(input: $input) { readingPoint { kind openingHours position { latitude longitude } } userErrors { code field } } }`
	confirmReadingPoint = `mutation ($input: ConfirmReadingPointInput!) { confirmReadingPoint(input: $input) { readingPoint { verifiedOn unconfirmed } userErrors { code field } } }`
	closeReadingPoint   = `mutation ($input: CloseReadingPointInput!) { closeReadingPoint(input: $input) { readingPoint { id closingReason } userErrors { code field } } }`
	listReadingPoints   = `query ($department: ID, $kind: ReadingPointKind) { readingPoints(departmentId: $department, kind: $kind) { totalCount nodes { id } } }`
)

// readingPoint is what a reading point in a library says.
func readingPoint(more ...any) map[string]any {
	name := []any{map[string]any{"locale": "zh", "text": "市图书馆查阅点"}, map[string]any{"locale": "en", "text": "City Library"}}
	return with(map[string]any{"kind": "LIBRARY", "name": name, "address": zh("解放路1号"), "openingHours": zh("周二至周日9:00至21:00"), "contact": "0898-88000000",
		"position": map[string]any{"latitude": 18.25, "longitude": 109.5}}, more...)
}

// readingPoint opens a reading point of the department of the matrix.
func (m *matrix) readingPoint() string {
	m.Helper()
	return m.city.Editor().Must(openReadingPoint, "input", map[string]any{"departmentId": m.housing, "readingPoint": readingPoint()}).Get("openReadingPoint.readingPoint.id").String()
}

var (
	_ = inMatrix("openReadingPoint", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"departmentId": m.housing, "readingPoint": readingPoint()}
	})
	_ = inMatrix("reviseReadingPoint", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"readingPointId": m.readingPoint(), "readingPoint": readingPoint("kind", "OTHER")}
	})
	_ = inMatrix("confirmReadingPoint", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"readingPointId": m.readingPoint()}
	})
	_ = inMatrix("closeReadingPoint", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"readingPointId": m.readingPoint(), "reason": "图书馆搬迁。"}
	})
)

// readingPointsOf lists the ids of the reading points that the public finds.
func readingPointsOf(city *graphtest.City, filter ...any) (ids []string) {
	for _, node := range city.Anyone().Must(listReadingPoints, filter...).Get("readingPoints.nodes").Array() {
		ids = append(ids, node.Get("id").String())
	}
	return ids
}

// TestReadingPoints opens a reading point twice with one key, finds it by its department and kind, revises it, and closes it.
func TestReadingPoints(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	input := map[string]any{"departmentId": m.housing, "readingPoint": readingPoint(), "idempotencyKey": "a"}
	first := m.city.Editor().Must(openReadingPoint, "input", input).Get("openReadingPoint.readingPoint")
	if again := m.city.Editor().Must(openReadingPoint, "input", input).Get("openReadingPoint.readingPoint"); again.Raw != first.Raw || first.Get("name").String() != "City Library" || first.Get("department.code").String() != "HOUSING" {
		t.Errorf("the same request gave %s and then %s", first.Raw, again.Raw)
	}
	library, archive := first.Get("id").String(), m.city.Publisher().Must(openReadingPoint, "input", map[string]any{"departmentId": m.housing, "readingPoint": readingPoint("kind", "ARCHIVE")}).Get("openReadingPoint.readingPoint.id").String()
	for what, c := range map[string]struct{ filter, want any }{"all": {nil, []string{library, archive}}, "archives": {"ARCHIVE", []string{archive}}, "halls": {"SERVICE_HALL", []string(nil)}} {
		if got := readingPointsOf(m.city, "kind", c.filter, "department", m.housing); !slices.Equal(got, c.want.([]string)) {
			t.Errorf("the list of %s is %v, want %v", what, got, c.want)
		}
	}
	parks := m.city.Anyone().Must(`{ departments { nodes { id code } } }`).Get(`departments.nodes.#(code=="PARKS").id`).String()
	if got := readingPointsOf(m.city, "department", parks); len(got) > 0 {
		t.Errorf("another department has the reading points %v", got)
	}
	revised := m.city.Editor().Must(reviseReadingPoint, "input", map[string]any{"readingPointId": library, "readingPoint": readingPoint("kind", "SERVICE_HALL", "openingHours", zh("工作日"), "position", nil)})
	if got := revised.Get("reviseReadingPoint.readingPoint").Raw; got != `{"kind":"SERVICE_HALL","openingHours":"工作日","position":null}` {
		t.Errorf("the revised reading point is %s", got)
	}
	m.readingPointsTellTheirHours(library)
	m.city.Editor().Must(closeReadingPoint, "input", map[string]any{"readingPointId": library, "reason": "搬迁。"})
	if got := readingPointsOf(m.city); !slices.Equal(got, []string{archive}) {
		t.Errorf("after the closing the list is %v", got)
	}
	node := m.city.Anyone().Must(`query ($id: ID!) { node(id: $id) { ... on ReadingPoint { kind contact closingReason } } }`, "id", library).Get("node")
	if node.Raw != `{"kind":"SERVICE_HALL","contact":"0898-88000000","closingReason":"搬迁。"}` {
		t.Errorf("the closed reading point is found as %s", node.Raw)
	}
	entries := m.city.Staff("auditor", "", civic.Auditor).Must(`{ auditLog(first: 4) { nodes { action } } }`).Get("auditLog.nodes.#.action").Raw
	if entries != `["closeReadingPoint","confirmReadingPoint","reviseReadingPoint","reviseReadingPoint"]` {
		t.Errorf("the audit log says %s", entries)
	}
	m.refuseReadingPoints(library)
}

// hours are times of the day on days of a kind.
func hours(day, opens, closes string) []any {
	return []any{map[string]any{"day": day, "opens": opens, "closes": closes}}
}

// readingPointsTellTheirHours revises a place with hours. Its week follows the working calendar: the Sunday 2025-01-26 was worked, and the Friday
// 2025-01-31 was a holiday. When nobody has confirmed it for a year, everybody sees that.
func (m *matrix) readingPointsTellTheirHours(id string) {
	m.Helper()
	exception := []any{map[string]any{"date": "2025-01-27", "opens": "10:00", "closes": "12:00", "reason": "盘点"}}
	m.city.Editor().Must(reviseReadingPoint, "input", map[string]any{"readingPointId": id, "readingPoint": readingPoint("kind", "SERVICE_HALL", "hours", append(hours("WORKING_DAY", "14:00", "17:30"), hours("WORKING_DAY", "08:30", "12:00")...), "exceptions", exception)})
	week := m.city.Anyone().Must(`query ($id: ID!) { node(id: $id) { ... on ReadingPoint { week(from: "2025-01-26") { date reason provisional open { opens closes } } } } }`, "id", id).Get("node.week")
	var days []string
	for _, d := range week.Array() {
		days = append(days, d.Get("date").String()[5:]+" "+d.Get("reason").String()+strings.Join(strings.Fields(fmt.Sprint(d.Get("open.#.opens"), d.Get("open.#.closes"))), ""))
	}
	if want := []string{`01-26 ["08:30","14:00"]["12:00","17:30"]`, `01-27 盘点["10:00"]["12:00"]`, "01-28 [][]", "01-29 [][]", "01-30 [][]", "01-31 [][]", "02-01 [][]"}; !slices.Equal(days, want) {
		m.Errorf("the week is %v, want %v", days, want)
	}
	unconfirmed := func() bool {
		return m.city.Anyone().Must(`query ($id: ID!) { node(id: $id) { ... on ReadingPoint { unconfirmed } } }`, "id", id).Get("node.unconfirmed").Bool()
	}
	if unconfirmed() {
		m.Error("a place that was revised today is unconfirmed")
	}
	m.city.SQL.MustExec(`UPDATE reading_points SET verified_on = verified_on - 367`)
	if !unconfirmed() {
		m.Error("a place of which nobody spoke for a year is confirmed")
	}
	if m.city.Editor().Must(confirmReadingPoint, "input", map[string]any{"readingPointId": id}); unconfirmed() {
		m.Error("a place that was just confirmed is not")
	}
}

// refuseReadingPoints tries what a reading point must not be. Nothing of it changes the list.
func (m *matrix) refuseReadingPoints(closed string) {
	m.Helper()
	before := readingPointsOf(m.city)
	for what, c := range map[string]struct {
		query string
		input map[string]any
		want  []string
	}{
		"a closed one revised":      {reviseReadingPoint, map[string]any{"readingPointId": closed, "readingPoint": readingPoint()}, []string{"READING_POINT_CLOSED readingPointId"}},
		"a closed one closed again": {closeReadingPoint, map[string]any{"readingPointId": closed, "reason": "搬迁。"}, []string{"READING_POINT_CLOSED readingPointId"}},
		"hours that end first":      {openReadingPoint, map[string]any{"departmentId": m.housing, "readingPoint": readingPoint("hours", hours("MONDAY", "17:00", "09:00"))}, []string{"BAD_HOURS readingPoint.hours.0.closes"}},
		"hours of no clock":         {openReadingPoint, map[string]any{"departmentId": m.housing, "readingPoint": readingPoint("hours", hours("MONDAY", "9 Uhr", "24:01"))}, []string{"INVALID readingPoint.hours.0.opens", "INVALID readingPoint.hours.0.closes"}},
		"half an exception":         {openReadingPoint, map[string]any{"departmentId": m.housing, "readingPoint": readingPoint("exceptions", []any{map[string]any{"date": "2025-01-28", "opens": "09:00", "reason": "除夕"}})}, []string{"BAD_HOURS readingPoint.exceptions.0.closes"}},
		"no reason":                 {closeReadingPoint, map[string]any{"readingPointId": closed, "reason": " "}, []string{"EMPTY reason"}},
		"another kind of id":        {closeReadingPoint, map[string]any{"readingPointId": m.housing, "reason": "搬迁。"}, []string{"BAD_ID readingPointId"}},
		"a place beyond the pole": {openReadingPoint, map[string]any{"departmentId": m.housing, "readingPoint": readingPoint("position", map[string]any{"latitude": 90.5, "longitude": 0})},
			[]string{"INVALID readingPoint.position.latitude"}},
		"no name, no contact": {openReadingPoint, map[string]any{"departmentId": m.housing, "readingPoint": readingPoint("name", []any{}, "contact", "")}, []string{"TOO_FEW readingPoint.name", "EMPTY readingPoint.contact"}},
	} {
		if got := graphtest.Problems(m.city.Editor().Ask(c.query, "input", c.input)); !slices.Equal(got, c.want) {
			m.Errorf("%s: %v, want %v", what, got, c.want)
		}
	}
	if got := readingPointsOf(m.city); !slices.Equal(got, before) {
		m.Errorf("the refusals changed the list to %v", got)
	}
}
