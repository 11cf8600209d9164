package graph_test

import (
	"slices"
	"testing"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	publishNotice = `mutation ($input: PublishNoticeInput!) { publishNotice(input: $input) {
		notice { id title body department { code } publishedAt } userErrors { code field } } }`
	noticesOf = `query ($id: ID!) { node(id: $id) { ... on Department { notices(first: 1) { totalCount nodes { id title(locale: "zh") } pageInfo { hasNextPage } } } } }`
)

var _ = inMatrix("publishNotice", func(m *matrix, _ *graphtest.Client) map[string]any {
	return map[string]any{"departmentId": m.housing, "title": zh("停水通知"), "body": zh("明日停水。")}
})

// TestNotices publishes notices as a department and reads them as the public.
func TestNotices(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	office := city.Staff("admin", "", civic.Admin).Must(createDepartment, "input", department("HOUSING", "")).Get("createDepartment.department.id").String()
	publisher := city.Staff("p", "HOUSING", civic.Publisher)
	notice := func(title, key string) map[string]any {
		texts := []any{map[string]any{"locale": "zh", "text": title}}
		return map[string]any{"departmentId": office, "title": texts, "body": texts, "idempotencyKey": key}
	}
	first := publisher.Must(publishNotice, "input", notice("停水通知", "a")).Get("publishNotice.notice")
	if again := publisher.Must(publishNotice, "input", notice("停水通知", "a")).Get("publishNotice.notice"); again.Raw != first.Raw {
		t.Errorf("the same request gave %s and then %s", first.Raw, again.Raw)
	}
	second := publisher.Must(publishNotice, "input", notice("停电通知", "b")).Get("publishNotice.notice")

	list := city.Anyone().Must(noticesOf, "id", office).Get("node.notices")
	if want := `{"totalCount":2,"nodes":[{"id":"` + second.Get("id").String() + `","title":"停电通知"}],"pageInfo":{"hasNextPage":true}}`; list.Raw != want {
		t.Errorf("the notices are %s, want %s", list.Raw, want)
	}
	node := city.Anyone().Must(`query ($id: ID!) { node(id: $id) { ... on Notice { title department { code } } } }`, "id", first.Get("id").String()).Get("node")
	if node.Raw != `{"title":"停水通知","department":{"code":"HOUSING"}}` {
		t.Errorf("the notice is found as %s", node.Raw)
	}
	entry := city.Staff("auditor", "", civic.Auditor).Must(`{ auditLog(first: 1) { nodes { action subject { id } } } }`).Get("auditLog.nodes.0")
	if entry.Raw != `{"action":"publishNotice","subject":{"id":"`+second.Get("id").String()+`"}}` {
		t.Errorf("the audit log says %s", entry.Raw)
	}
	for who, want := range map[*graphtest.Client]string{city.Anyone(): "UNAUTHENTICATED", city.Staff("e", "HOUSING", civic.Editor): "FORBIDDEN", city.Staff("o", "PARKS", civic.Publisher): "FORBIDDEN"} {
		if got := graphtest.Problems(who.Ask(publishNotice, "input", notice("通知", "c"))); !slices.Equal(got, []string{want}) {
			t.Errorf("%s is refused as %v, want %s", who.Actor.Name, got, want)
		}
	}
}
