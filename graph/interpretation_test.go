package graph_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	createInterpretation  = `mutation ($input: CreateInterpretationInput!) { createInterpretation(input: $input) { interpretation { id warnings copiedShare missingElements clauses { id } draft { id } } userErrors { code field message } } }`
	reviseInterpretation  = `mutation ($input: ReviseInterpretationInput!) { reviseInterpretation(input: $input) { interpretation { id version state warnings copiedShare } userErrors { code field message } } }`
	confirmInterpretation = `mutation ($input: ConfirmInterpretationInput!) { confirmInterpretation(input: $input) { interpretation { id outdated confirmedAt } userErrors { code field message } } }`
	readDuty              = `query ($id: ID!) { policyRecord(id: $id) { interpretationDue { state overdueDays due { dueOn rule provisional steps { day number reason } } draft { id } interpretation { id } }
		interpretations { totalCount nodes { id title outdated version releases { version } } } timeline { nodes { kind subject { __typename } } } } }`
	readOverdue = `query ($year: Int!, $department: ID) { interpretationsOverdue(year: $year, departmentId: $department) { state overdueDays due { dueOn } policyRecord { id } } }`
)

// interpretation is what an own text says; pairs of name and value change it.
func interpretation(more ...any) map[string]any {
	return with(map[string]any{"title": zh("物业管理办法解读"), "body": zh("为什么要管？因为收费不明，住户常有疑问。"), "origin": "OWN", "medium": "TEXT",
		"elements": []string{"BACKGROUND", "BASIS", "AIMS", "SCOPE", "STANDARDS", "TERMS", "OLD_AGAINST_NEW"}}, more...)
}

// interpretationOf is a new interpretation of a policy.
func interpretationOf(record string, more ...any) map[string]any {
	return map[string]any{"policyRecordId": record, "interpretation": interpretation(more...)}
}

func released(m *matrix) string {
	id := m.written("APPROVED")
	m.city.Publisher().Must(releaseIt, "input", map[string]any{"contentId": id, "contentHash": contentHash(m.city, id)})
	return id
}

var (
	_ = inMatrix("createInterpretation", func(m *matrix, _ *graphtest.Client) map[string]any { return interpretationOf(m.asked.Record) })
	_ = inMatrix("reviseInterpretation", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"contentId": m.written("DRAFT"), "interpretation": interpretation("title", zh("另一个题目"))}
	})
	_ = inMatrix("confirmInterpretation", func(m *matrix, _ *graphtest.Client) map[string]any { return map[string]any{"contentId": released(m)} })
	_ = inFields("PolicyInterpretation.reviews", `query ($id: ID!) { node(id: $id) { ... on PolicyInterpretation { reviews { hash } } } }`, released)
	_ = inFields("PolicyInterpretation.missingForApproval", `query ($id: ID!) { node(id: $id) { ... on PolicyInterpretation { missingForApproval } } }`, released)
)

// inFields adds a protected field to the matrix, in the test file of its subject.
func inFields(field, query string, subject func(m *matrix) string) bool {
	matrixFields[field] = struct {
		query   string
		subject func(m *matrix) string
	}{query, subject}
	return true
}

// adopted makes a draft the adopted text of a day, so that no test has to wait.
func adopted(city *graphtest.City, draft string, at time.Time) {
	id, err := civic.ParseID(draft)
	if err != nil {
		panic(err)
	}
	city.SQL.MustExec(`UPDATE drafts SET state = 'ADOPTED', adopted_at = $2, effective_on = $3, published_at = LEAST(published_at, $2) WHERE id = $1`, id.Key, at, at.Format("2006-01-02"))
}

// TestInterpretationsAreDue adopts a text, explains it late, and follows the ways between clauses and explanations.
func TestInterpretationsAreDue(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	adopted(city, asked.Draft, time.Date(2025, 4, 29, 9, 0, 0, 0, time.FixedZone("", 8*60*60)))
	due := city.Anyone().Must(readDuty, "id", asked.Record).Get("policyRecord.interpretationDue")
	if due.Get("state").String() != "OVERDUE" || due.Get("due.dueOn").String() != "2025-05-07" || due.Get("due.rule").String() != "INTERPRETATION" || due.Get("overdueDays").Int() < 100 {
		t.Errorf("the duty is %s, want 2025-05-07 and overdue", due.Raw)
	}
	if list := city.Anyone().Must(readOverdue, "year", 2025).Get("interpretationsOverdue"); len(list.Array()) != 1 || list.Get("0.policyRecord.id").String() != asked.Record {
		t.Errorf("the list of what is missing is %s", list.Raw)
	}
	made := city.Editor().Must(createInterpretation, "input", interpretationOf(asked.Record, "clauseIds", asked.Clauses[1:])).Get("createInterpretation.interpretation")
	if made.Get("draft.id").String() != asked.Draft || len(made.Get("clauses").Array()) != 2 || len(made.Get("warnings").Array()) != 0 {
		t.Errorf("the interpretation is %s", made.Raw)
	}
	id := made.Get("id").String()
	byClause := `query ($id: ID!) { node(id: $id) { ... on Clause { interpretations { id clauses { id } } } } }`
	if got := city.Anyone().Must(byClause, "id", asked.Clauses[1]).Get("node.interpretations"); got.Raw != "[]" {
		t.Errorf("before the release the clause leads to %s", got.Raw)
	}
	release(city, id)
	if got := city.Anyone().Must(byClause, "id", asked.Clauses[1]).Get("node.interpretations"); got.Raw != fmt.Sprintf(`[{"id":%q,"clauses":[{"id":%q},{"id":%q}]}]`, id, asked.Clauses[1], asked.Clauses[2]) {
		t.Errorf("the clause leads to %s", got.Raw)
	}
	read := city.Anyone().Must(readDuty, "id", asked.Record).Get("policyRecord")
	if read.Get("interpretationDue.state").String() != "LATE" || read.Get("interpretationDue.interpretation.id").String() != id || read.Get("timeline.nodes.0").Raw != `{"kind":"INTERPRETATION_RELEASED","subject":{"__typename":"PolicyInterpretation"}}` {
		t.Errorf("after the release the record is %s", read.Raw)
	}
	if list := city.Anyone().Must(readOverdue, "year", 2025).Get("interpretationsOverdue.0"); list.Get("state").String() != "LATE" {
		t.Errorf("the list of what is late is %s", list.Raw)
	}
	city.SQL.MustExec(`UPDATE contents SET published_at = '2025-05-07T23:59:00+08'`)
	if got := city.Anyone().Must(readDuty, "id", asked.Record).Get("policyRecord.interpretationDue.state").String(); got != "IN_TIME" {
		t.Errorf("in the last minute it is %s", got)
	}
	if list := city.Anyone().Must(readOverdue, "year", 2025).Get("interpretationsOverdue"); list.Raw != "[]" {
		t.Errorf("in time, the list is %s", list.Raw)
	}
}

// TestInterpretationsGoOutOfDate adopts a later version of the text, confirms the interpretation, and corrects it.
func TestInterpretationsGoOutOfDate(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	adopted(city, asked.Draft, time.Now().Add(-48*time.Hour))
	id := city.Editor().Must(createInterpretation, "input", interpretationOf(asked.Record)).Get("createInterpretation.interpretation.id").String()
	if got := graphtest.Problems(city.Editor().Ask(confirmInterpretation, "input", map[string]any{"contentId": id})); !slices.Equal(got, []string{"WRONG_CONTENT_STATE contentId"}) {
		t.Errorf("a confirmation before the release is refused as %v", got)
	}
	release(city, id)
	next := city.Editor().Must(`mutation ($input: ReviseDraftInput!) { reviseDraft(input: $input) { draft { id } userErrors { code } } }`, "input", map[string]any{"draftId": asked.Draft}).Get("reviseDraft.draft.id").String()
	isOutdated := func() bool {
		return city.Anyone().Must(readDuty, "id", asked.Record).Get("policyRecord.interpretations.nodes.0.outdated").Bool()
	}
	if isOutdated() {
		t.Error("a draft that is not adopted makes the interpretation outdated")
	}
	adopted(city, next, time.Now().Add(-time.Second))
	if due := city.Anyone().Must(readDuty, "id", asked.Record).Get("policyRecord.interpretationDue"); !isOutdated() || due.Get("draft.id").String() != next || due.Get("state").String() != "DUE" {
		t.Errorf("after the next version the duty is %s, outdated %v", due.Raw, isOutdated())
	}
	city.Editor().Must(confirmInterpretation, "input", map[string]any{"contentId": id})
	if due := city.Anyone().Must(readDuty, "id", asked.Record).Get("policyRecord.interpretationDue"); isOutdated() || due.Get("state").String() != "IN_TIME" {
		t.Errorf("after the confirmation the duty is %s, outdated %v", due.Raw, isOutdated())
	}
	second := city.Editor().Must(reviseInterpretation, "input", map[string]any{"contentId": id, "interpretation": interpretation("title", zh("更正后的解读"))}).Get("reviseInterpretation.interpretation")
	if second.Get("version").Int() != 2 || second.Get("id").String() == id {
		t.Fatalf("the correction is %s", second.Raw)
	}
	if got := graphtest.Problems(city.Editor().Ask(reviseInterpretation, "input", map[string]any{"contentId": id, "interpretation": interpretation()})); !slices.Equal(got, []string{"NOT_NEWEST_VERSION contentId"}) {
		t.Errorf("a change of the old version is refused as %v", got)
	}
	release(city, second.Get("id").String())
	list := city.Anyone().Must(readDuty, "id", asked.Record).Get("policyRecord.interpretations")
	if list.Get("totalCount").Int() != 1 || list.Get("nodes.0.title").String() != "更正后的解读" || len(list.Get("nodes.0.releases").Array()) != 2 {
		t.Errorf("after the correction the list is %s", list.Raw)
	}
	if old := city.Anyone().Must(`query ($id: ID!) { node(id: $id) { ... on ReviewedContent { state } } }`, "id", id).Get("node"); old.Get("state").String() != "PUBLISHED" {
		t.Errorf("the old version is %s", old.Raw)
	}
	year := time.Now().In(time.FixedZone("", 8*60*60)).Year()
	count := city.Anyone().Must(`query ($y: Int!) { interpretationCount(year: $y) { latest higherLevel videos infographics total } interpretations(filter: { year: $y }) { totalCount nodes { id } } }`, "y", year)
	if count.Get("interpretationCount").Raw != `{"latest":1,"higherLevel":0,"videos":0,"infographics":0,"total":1}` || count.Get("interpretations.nodes.0.id").String() != id {
		t.Errorf("the year counts %s", count.Raw)
	}
}

// TestInterpretationsAreRefused tries what an interpretation must not be, and what it is only warned of.
func TestInterpretationsAreRefused(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, other := city.PutToPublic(), city.PutToPublic()
	for what, c := range map[string]struct {
		more []any
		want []string
	}{
		"a video without words":           {[]any{"medium", "VIDEO"}, []string{"MEDIA_REQUIRED interpretation.mediaUrl", "NO_TRANSCRIPT interpretation.transcript"}},
		"an infographic without words":    {[]any{"medium", "INFOGRAPHIC", "mediaUrl", "https://example.org/a.png"}, []string{"NO_TRANSCRIPT interpretation.transcript"}},
		"one from above without a source": {[]any{"origin", "HIGHER_LEVEL"}, []string{"SOURCE_REQUIRED interpretation.source"}},
		"a draft of another policy":       {[]any{"draftId", other.Draft}, []string{"OTHER_RECORD interpretation.draftId"}},
		"a clause of another policy":      {[]any{"clauseIds", []string{asked.Clauses[0], other.Clauses[0]}}, []string{"OTHER_RECORD interpretation.clauseIds.1"}},
		"an address that is none":         {[]any{"mediaUrl", "javascript:alert(1)"}, []string{"INVALID interpretation.mediaUrl"}},
	} {
		if got := graphtest.Problems(city.Editor().Ask(createInterpretation, "input", interpretationOf(asked.Record, c.more...))); !slices.Equal(got, c.want) {
			t.Errorf("%s is refused as %v, want %v", what, got, c.want)
		}
	}
	var n int
	if err := city.SQL.Get(&n, `SELECT count(*) FROM contents`); err != nil || n != 0 {
		t.Errorf("%d contents were written, %v", n, err)
	}
	made := city.Editor().Must(createInterpretation, "input", interpretationOf(asked.Record, "elements", []string{"AIMS"}, "body", zh("业主依法享有权利。物业服务企业应当公开收费标准。本办法自公布之日起施行。"))).Get("createInterpretation.interpretation")
	if made.Get("warnings").Raw != `["MOSTLY_COPIED","ELEMENTS_MISSING"]` || made.Get("copiedShare").Float() < 0.6 || len(made.Get("missingElements").Array()) != 6 {
		t.Errorf("a copy is %s", made.Raw)
	}
	hidden := city.Record()
	id := city.Editor().Must(createInterpretation, "input", interpretationOf(hidden)).Get("createInterpretation.interpretation.id").String()
	approveContent(city, id)
	if got := graphtest.Problems(city.Publisher().Ask(releaseIt, "input", map[string]any{"contentId": id, "contentHash": contentHash(city, id)})); !slices.Equal(got, []string{"RECORD_NOT_PUBLIC contentId"}) {
		t.Errorf("an interpretation of what is not public is refused as %v", got)
	}
}
