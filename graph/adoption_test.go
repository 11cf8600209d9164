package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/domain/policy"
	"minyi/graph/graphtest"
)

const (
	adopt   = `mutation ($input: AdoptDraftInput!) { adoptDraft(input: $input) { draft { id state effectiveOn adoptedAt publishedAt } userErrors { code field message } } }`
	inForce = `query ($id: ID!) { policyRecord(id: $id) { stage currentText { id version } comingText { id } drafts { nodes { id state effectiveOn } } timeline { nodes { kind reason subject { id } } } } }`
	walk    = `query ($id: ID!) { node(id: $id) { ... on Clause { provenance { effect clause { id draft { version } } officialResponse { id outcome comments { nodes { id } } } } } } }`
)

// approve lets a draft pass its review behind the API's back.
func approve(city *graphtest.City, draft string) {
	id, _ := civic.ParseID(draft)
	city.SQL.MustExec(`UPDATE drafts SET state = 'APPROVED' WHERE id = $1`, id.Key)
}

// walked writes a clause's provenance as effect, index of the clause that was commented on, and comments.
func walked(c *graphtest.Client, clause string, versions ...[]string) string {
	var steps []string
	for _, p := range c.Must(walk, "id", clause).Get("node.provenance").Array() {
		at := "?"
		for v, clauses := range versions {
			for i, id := range clauses {
				if id == p.Get("clause.id").String() {
					at = fmt.Sprintf("v%d.%d", v+1, i+1)
				}
			}
		}
		steps = append(steps, fmt.Sprintf("%s %s of %d", p.Get("effect"), at, p.Get("officialResponse.comments.nodes.#").Int()))
	}
	return strings.Join(steps, ", ")
}

func TestFromTheTextInForceBackToTheComments(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	said := comments(city, asked, 4)
	city.MoveTime(asked.Consultation, afterClosing)
	second, next := nextVersion(city, asked)
	answer := func(comments []string, clauses ...map[string]any) {
		city.Editor().Must(respond, "input", map[string]any{"commentIds": comments, "outcome": "ADOPTED", "clauses": clauses})
	}
	answer(said[:1], map[string]any{"clauseId": asked.Clauses[1], "effect": "AMENDED", "nextClauseId": next[1]}, map[string]any{"effect": "ADDED", "nextClauseId": next[3]})
	answer(said[1:3], map[string]any{"clauseId": asked.Clauses[1], "effect": "KEPT"})
	answer(said[3:], map[string]any{"clauseId": asked.Clauses[2], "effect": "REMOVED"})
	city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation})
	if node := city.Anyone().Must(walk, "id", next[1]).Get("node"); node.Type != gjson.Null {
		t.Errorf("before its adoption the public reads %s", node.Raw)
	}
	third := city.Editor().Must(`mutation ($input: ReviseDraftInput!) { reviseDraft(input: $input) { draft { id clauses { nodes { id } } } userErrors { code } } }`, "input", map[string]any{"draftId": second}).Get("reviseDraft.draft")
	var last []string
	for _, c := range third.Get("clauses.nodes").Array() {
		last = append(last, c.Get("id").String())
	}
	approve(city, third.Get("id").String())
	adopted := city.Publisher().Must(adopt, "input", map[string]any{"draftId": third.Get("id").String(), "effectiveOn": inDays(0), "notConsultedReason": "无须说明。"}).Get("adoptDraft.draft")
	if adopted.Get("state").String() != "ADOPTED" || adopted.Get("effectiveOn").String() != inDays(0) || !adopted.Get("adoptedAt").Exists() || adopted.Get("publishedAt").String() == "" {
		t.Errorf("adopted: %s", adopted.Raw)
	}
	force := city.Anyone().Must(inForce, "id", asked.Record).Get("policyRecord")
	if event := force.Get("timeline.nodes.0"); force.Get("stage").String() != "IN_FORCE" || force.Get("currentText.version").Int() != 3 || event.Get("kind").String() != "DRAFT_ADOPTED" ||
		event.Get("reason").Type != gjson.Null || event.Get("subject.id").String() != third.Get("id").String() {
		t.Errorf("in force: %s", force.Raw)
	}

	for clause, want := range map[string]string{
		asked.Clauses[0]: "", asked.Clauses[1]: "KEPT v1.2 of 2, AMENDED v1.2 of 1", asked.Clauses[2]: "REMOVED v1.3 of 1",
		last[0]: "", last[1]: "KEPT v1.2 of 2, AMENDED v1.2 of 1", last[2]: "REMOVED v1.3 of 1",
		last[3]: "ADDED v3.4 of 1", // the public never saw the version in which it was added
	} {
		if got := walked(city.Anyone(), clause, asked.Clauses, next, last); got != want {
			t.Errorf("from a clause the public walks back to %q, want %q", got, want)
		}
	}
	if got := walked(city.Editor(), next[3], asked.Clauses, next, last); got != "ADDED v2.4 of 1" {
		t.Errorf("the editor walks back to %q", got)
	}
	if got := walked(city.Editor(), next[1], asked.Clauses, next, last); got != "KEPT v1.2 of 2, AMENDED v1.2 of 1" {
		t.Errorf("the editor walks back to %q", got)
	}
}

func TestAdoptionWithoutConsultingSaysWhy(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	city.Publisher().Must(withdraw, "input", map[string]any{"consultationId": asked.Consultation, "reason": "应急"})
	city.Publisher().Must(adopt, "input", map[string]any{"draftId": asked.Draft, "effectiveOn": inDays(0), "notConsultedReason": "应对突发事件。"})
	second, _ := nextVersion(city, asked)
	approve(city, second)
	city.Publisher().Must(adopt, "input", map[string]any{"draftId": second, "effectiveOn": inDays(0), "notConsultedReason": "文字修改。"})
	force := city.Anyone().Must(inForce, "id", asked.Record).Get("policyRecord")
	if force.Get("timeline.nodes.1.reason").String() != "应对突发事件。" || force.Get("currentText.id").String() != second ||
		force.Get("drafts.nodes.#.state").Raw != `["ADOPTED","ADOPTED"]` || force.Get("drafts.nodes.1.effectiveOn").String() != inDays(0) {
		t.Errorf("in force: %s", force.Raw)
	}
}

func TestTextsComeIntoForceInTime(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	city.Publisher().Must(withdraw, "input", map[string]any{"consultationId": asked.Consultation, "reason": "应急"})
	names := map[string]string{"": "none", asked.Draft: "first"}
	expect := func(when, want string) {
		t.Helper()
		r := city.Anyone().Must(inForce, "id", asked.Record).Get("policyRecord")
		if got := fmt.Sprintf("%s, %s, then %s", r.Get("stage"), names[r.Get("currentText.id").String()], names[r.Get("comingText.id").String()]); got != want {
			t.Errorf("%s: %s, want %s", when, got, want)
		}
	}
	adoptIn := func(draft string, days int) {
		t.Helper()
		approve(city, draft)
		city.Publisher().Must(adopt, "input", map[string]any{"draftId": draft, "effectiveOn": inDays(days), "notConsultedReason": "应对突发事件。"})
	}
	arrive := func(draft string, days int) {
		id, _ := civic.ParseID(draft)
		city.SQL.MustExec(`UPDATE drafts SET effective_on = $2 WHERE id = $1`, id.Key, inDays(days))
	}
	adoptIn(asked.Draft, 30)
	expect("adopted", "ADOPTED, none, then first")
	arrive(asked.Draft, -1)
	expect("its day came", "IN_FORCE, first, then none")
	second, _ := nextVersion(city, asked)
	names[second] = "second"
	expect("a version is begun", "DRAFTING, first, then none")
	adoptIn(second, 60)
	expect("the second is adopted", "IN_FORCE, first, then second")
	third, _ := nextVersion(city, graphtest.Asked{Draft: second})
	names[third] = "third"
	adoptIn(third, 90)
	expect("the third is adopted", "IN_FORCE, first, then second")
	arrive(second, 0)
	expect("the second's day came", "IN_FORCE, second, then third")
	arrive(third, 0)
	expect("the third came the same day", "IN_FORCE, third, then none")
}

func TestAdoptionAgainAsksThePublicAgain(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	city.MoveTime(asked.Consultation, afterClosing)
	city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation})
	city.Publisher().Must(adopt, "input", map[string]any{"draftId": asked.Draft, "effectiveOn": inDays(0)})
	amended, _ := nextVersion(city, asked)
	approve(city, amended)
	again := map[string]any{"draftId": amended, "effectiveOn": inDays(30)}
	if got := graphtest.Problems(city.Publisher().Ask(adopt, "input", again)); !slices.Equal(got, []string{"NOT_CONSULTED notConsultedReason"}) {
		t.Errorf("an amendment that nobody was asked about: %v", got)
	}
	city.Publisher().Must(adopt, "input", with(again, "notConsultedReason", "文字修改。"))
	if event := city.Anyone().Must(inForce, "id", asked.Record).Get("policyRecord.timeline.nodes.0"); event.Get("reason").String() != "文字修改。" {
		t.Errorf("the public reads %s", event.Raw)
	}
}

func TestAdoptionRefusals(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	open, closed, withdrawn, adopted := city.PutToPublic(), city.PutToPublic(), city.PutToPublic(), city.PutToPublic()
	city.MoveTime(closed.Consultation, afterClosing)
	city.MoveTime(adopted.Consultation, afterClosing)
	publisher := city.Publisher()
	publisher.Must(withdraw, "input", map[string]any{"consultationId": withdrawn.Consultation, "reason": "另行修改"})
	publisher.Must(publish, "input", map[string]any{"consultationId": adopted.Consultation})
	publisher.Must(adopt, "input", map[string]any{"draftId": adopted.Draft, "effectiveOn": inDays(0)})
	unapproved, _ := nextVersion(city, adopted)
	hasty, _ := nextVersion(city, open)
	of := func(draft string, more ...any) map[string]any {
		return with(map[string]any{"draftId": draft, "effectiveOn": inDays(0)}, more...)
	}
	read := func() (all string) {
		for _, a := range []graphtest.Asked{open, closed, withdrawn, adopted} {
			all += city.Editor().Must(inForce, "id", a.Record).Raw
		}
		return all
	}
	before := read()

	for name, c := range map[string]struct {
		who   *graphtest.Client
		input map[string]any
		want  string
	}{
		"nobody":                               {city.Anyone(), of(withdrawn.Draft), "UNAUTHENTICATED"},
		"an editor":                            {city.Editor(), of(withdrawn.Draft), "FORBIDDEN"},
		"another department":                   {city.Staff("p", "PARKS", civic.Publisher), of(withdrawn.Draft), "FORBIDDEN"},
		"another department, a hidden draft":   {city.Staff("p", "PARKS", civic.Publisher), of(unapproved), "NOT_FOUND draftId"},
		"an unknown draft":                     {publisher, of(civic.IDOf(policy.DraftKind, civic.NewKey()).String()), "NOT_FOUND draftId"},
		"a record for a draft":                 {publisher, of(open.Record), "BAD_ID draftId"},
		"an open consultation":                 {publisher, of(open.Draft), "STILL_OPEN draftId"},
		"an open consultation, with a reason":  {publisher, of(open.Draft, "notConsultedReason", "急。"), "STILL_OPEN draftId"},
		"a consultation without its report":    {publisher, of(closed.Draft), "NOT_REPORTED draftId"},
		"nobody was consulted":                 {publisher, of(withdrawn.Draft), "NOT_CONSULTED notConsultedReason"},
		"nobody was consulted and no reason":   {publisher, of(withdrawn.Draft, "notConsultedReason", ""), "NOT_CONSULTED notConsultedReason"},
		"nobody was consulted, a blank reason": {publisher, of(withdrawn.Draft, "notConsultedReason", "  "), "EMPTY notConsultedReason"},
		"a reason too long":                    {publisher, of(withdrawn.Draft, "notConsultedReason", strings.Repeat("长", 2001)), "TOO_LONG notConsultedReason"},
		"an adopted draft":                     {publisher, of(adopted.Draft), "ALREADY_ADOPTED draftId"},
		"a draft that was not reviewed":        {publisher, of(unapproved, "notConsultedReason", "文字修改。"), "DRAFT_NOT_APPROVED draftId"},
		"yesterday":                            {publisher, with(of(withdrawn.Draft, "notConsultedReason", "急。"), "effectiveOn", inDays(-1)), "EFFECTIVE_IN_THE_PAST effectiveOn"},
		"in eleven years":                      {publisher, with(of(withdrawn.Draft, "notConsultedReason", "急。"), "effectiveOn", inDays(4018)), "EFFECTIVE_TOO_FAR effectiveOn"},
		"all at once":                          {publisher, of(hasty), "DRAFT_NOT_APPROVED draftId,STILL_OPEN draftId"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(graphtest.Problems(c.who.Ask(adopt, "input", c.input)), ","); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	if after := read(); after != before {
		t.Errorf("the refusals changed something:\n%s\n%s", before, after)
	}
}
