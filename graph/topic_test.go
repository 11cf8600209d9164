package graph_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"minyi/graph/graphtest"
)

const (
	openTopic    = `mutation ($input: OpenTopicInput!) { openTopic(input: $input) { topic { id } userErrors { code field message } } }`
	curateTopic  = `mutation ($input: CurateTopicInput!) { curateTopic(input: $input) { topic { id version } userErrors { code field message } } }`
	renewTopic   = `mutation ($input: RenewTopicInput!) { renewTopic(input: $input) { topic { id } userErrors { code field message } } }`
	archiveTopic = `mutation ($input: ArchiveTopicInput!) { archiveTopic(input: $input) { topic { id archivedAt } userErrors { code field message } } }`
	readTopic    = `query ($id: ID!) { node(id: $id) { ... on TopicColumn { title archivedAt pinned { id } policies { nodes { id } } years { year standing reason } } } }`
	countTopics  = `query ($year: Int!) { topicCount(year: $year) { new adjusted kept closed undecided } }`
)

// topicOf is a new column; pairs of name and value change what it says.
func topicOf(department string, more ...any) map[string]any {
	return map[string]any{"departmentId": department, "topic": with(map[string]any{"locale": "zh", "title": "物业管理", "summary": "关于物业管理的政策。", "rule": map[string]any{"titleContains": "物业"}}, more...)}
}

// topic is a column in a state of the review.
func (m *matrix) topic(state string) string {
	m.Helper()
	id := m.city.Editor().Must(openTopic, "input", topicOf(m.housing)).Get("openTopic.topic.id").String()
	m.city.SQL.MustExec(`UPDATE contents SET state = $1 WHERE id = (SELECT id FROM contents ORDER BY created_at DESC, id DESC LIMIT 1)`, state)
	return id
}

// opened is a released column.
func (m *matrix) opened() string {
	m.Helper()
	id := m.topic("APPROVED")
	m.city.Publisher().Must(releaseIt, "input", map[string]any{"contentId": id, "contentHash": contentHash(m.city, id)})
	return id
}

// olderTopics moves what became of the columns so far to the year before.
func (m *matrix) olderTopics() { m.city.SQL.MustExec(`UPDATE topic_years SET year = year - 1`) }

var (
	_ = inMatrix("openTopic", func(m *matrix, _ *graphtest.Client) map[string]any { return topicOf(m.housing) })
	_ = inMatrix("curateTopic", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"contentId": m.topic("DRAFT"), "topic": topicOf(m.housing, "title", "物业与业主")["topic"]}
	})
	_ = inMatrix("renewTopic", func(m *matrix, _ *graphtest.Client) map[string]any {
		id := m.opened()
		m.olderTopics()
		return map[string]any{"contentId": id, "year": thisYear(), "standing": "KEPT", "reason": "继续开设。"}
	})
	_ = inMatrix("archiveTopic", func(m *matrix, _ *graphtest.Client) map[string]any {
		id := m.opened()
		m.olderTopics()
		return map[string]any{"contentId": id, "reason": "工作已完成。"}
	})
	_ = inFields("TopicColumn.reviews", `query ($id: ID!) { node(id: $id) { ... on TopicColumn { reviews { hash } } } }`, (*matrix).opened)
	_ = inFields("TopicColumn.missingForApproval", `query ($id: ID!) { node(id: $id) { ... on TopicColumn { missingForApproval } } }`, (*matrix).opened)
)

// thisYear is the year in the city's time zone.
func thisYear() int { return time.Now().In(time.FixedZone("", 8*60*60)).Year() }

// TestTopicsOfAYear counts the columns of a year as in the report of a city office: 17 new, 2 adjusted, 8 kept.
func TestTopicsOfAYear(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	var old []string
	for range 10 {
		old = append(old, m.opened())
	}
	m.olderTopics()
	for range 17 {
		m.opened()
	}
	count := func(want string) {
		t.Helper()
		if got := m.city.Anyone().Must(countTopics, "year", thisYear()).Get("topicCount").Raw; got != want {
			t.Errorf("the year counts %s, want %s", got, want)
		}
	}
	count(`{"new":17,"adjusted":0,"kept":0,"closed":0,"undecided":10}`)
	for i, id := range old {
		standing := map[bool]string{true: "ADJUSTED", false: "KEPT"}[i < 2]
		m.city.Editor().Must(renewTopic, "input", map[string]any{"contentId": id, "year": thisYear(), "standing": standing, "reason": "仍有需要。"})
	}
	count(`{"new":17,"adjusted":2,"kept":8,"closed":0,"undecided":0}`)
	if got := m.city.Anyone().Must(`query ($y: Int!) { topicColumns(year: $y, standing: KEPT) { totalCount } }`, "y", thisYear()).Get("topicColumns.totalCount").Int(); got != 8 {
		t.Errorf("the list of kept columns has %d", got)
	}
	m.city.Editor().Must(archiveTopic, "input", map[string]any{"contentId": old[0], "reason": "工作已完成。"})
	count(`{"new":17,"adjusted":1,"kept":8,"closed":1,"undecided":0}`)
	read := m.city.Anyone().Must(readTopic, "id", old[0]).Get("node")
	if read.Get("archivedAt").String() == "" || read.Get("years.1.standing").String() != "CLOSED" {
		t.Errorf("the archived column is %s", read.Raw)
	}
}

// TestTopicsGatherAndAreRefused shows what a column gathers, and what it must not be.
func TestTopicsGatherAndAreRefused(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	hidden := m.city.Record()
	made := m.city.Editor().Must(openTopic, "input", topicOf(m.housing, "pinnedIds", []string{m.asked.Consultation})).Get("openTopic.topic.id").String()
	release(m.city, made)
	if got := m.city.Anyone().Must(readTopic, "id", made).Get("node"); got.Get("pinned").Raw != fmt.Sprintf(`[{"id":%q}]`, m.asked.Consultation) || got.Get("policies").Raw != fmt.Sprintf(`{"nodes":[{"id":%q}]}`, m.asked.Record) {
		t.Errorf("the column gathers %s", got.Raw)
	}
	quiet := m.city.Editor().Must(openTopic, "input", topicOf(m.housing, "rule", nil, "pinnedIds", []string{m.asked.Record})).Get("openTopic.topic.id").String()
	release(m.city, quiet)
	m.olderTopics()
	m.city.SQL.MustExec(`UPDATE contents SET published_at = published_at - interval '1 year'`)
	closed := m.opened()
	m.olderTopics()
	m.city.Editor().Must(archiveTopic, "input", map[string]any{"contentId": closed, "reason": "完成。"})
	for what, c := range map[string]struct {
		query string
		input map[string]any
		want  string
	}{
		"nothing in it":                   {openTopic, topicOf(m.housing, "rule", map[string]any{"titleContains": "养老"}), "EMPTY_COLUMN topic"},
		"what is hidden":                  {openTopic, topicOf(m.housing, "pinnedIds", []string{hidden}), "NOT_FOUND topic.pinnedIds.0"},
		"kept without a reason":           {renewTopic, map[string]any{"contentId": quiet, "year": thisYear(), "standing": "KEPT"}, "REASON_REQUIRED reason"},
		"the next year":                   {renewTopic, map[string]any{"contentId": quiet, "year": thisYear() + 1, "standing": "ADJUSTED"}, "INVALID year"},
		"new again":                       {renewTopic, map[string]any{"contentId": quiet, "year": thisYear(), "standing": "NEW"}, "INVALID standing"},
		"one that is archived":            {curateTopic, map[string]any{"contentId": closed, "topic": topicOf(m.housing)["topic"]}, "COLUMN_ARCHIVED contentId"},
		"the standing of an archived one": {renewTopic, map[string]any{"contentId": closed, "year": thisYear(), "standing": "ADJUSTED"}, "COLUMN_ARCHIVED contentId"},
		"one that nobody released":        {renewTopic, map[string]any{"contentId": m.topic("DRAFT"), "year": thisYear(), "standing": "KEPT"}, "NOT_APPROVED contentId"},
	} {
		if got := graphtest.Problems(m.city.Editor().Ask(c.query, "input", c.input)); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %v, want %s", what, got, c.want)
		}
	}
}
