package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/graph/graphtest"
)

const (
	respond = `mutation ($input: RespondToCommentsInput!) { respondToComments(input: $input) { officialResponse { id outcome reason(locale: "zh")
		clauses { effect clause { id } nextClause { id } } comments { totalCount nodes { id officialResponse { id } } } revisedAt } userErrors { code field message } } }`
	reviseAnswer = `mutation ($input: ReviseOfficialResponseInput!) { reviseOfficialResponse(input: $input) { officialResponse { id outcome reason(locale: "zh")
		clauses { effect clause { id } nextClause { id } } comments { totalCount } revisedAt } userErrors { code field message } } }`
)

// afterClosing is longer than the fixture's comment period.
const afterClosing = 70 * 24 * time.Hour

// zh is a text in Chinese alone.
func zh(text string) []any { return []any{map[string]any{"locale": "zh", "text": text}} }

// comments says something on the consultation so many times, by turns on the whole and on its clauses, each by another
// resident, and gives the ids.
func comments(city *graphtest.City, asked graphtest.Asked, n int) []string {
	ids := make([]string, n)
	for i := range ids {
		input := map[string]any{"consultationId": asked.Consultation, "stance": consult.Stances[i%len(consult.Stances)], "body": "意见"}
		if i%2 == 1 {
			input["clauseId"] = asked.Clauses[i%len(asked.Clauses)]
		}
		ids[i] = commentOn(city.Resident(fmt.Sprint("resident", i)), input)
	}
	return ids
}

// nextVersion begins the draft's second version, in which the second article says more and a fourth is new, and gives the clauses.
func nextVersion(city *graphtest.City, asked graphtest.Asked) (draft string, clauses []string) {
	made := city.Editor().Must(`mutation ($input: ReviseDraftInput!) { reviseDraft(input: $input) { draft { id clauses { nodes { id } } } userErrors { code field message } } }`, "input", map[string]any{
		"draftId": asked.Draft, "text": "第一条　业主依法享有权利。\n第二条　物业服务企业应当按季度公开收费标准。\n第三条　本办法自公布之日起施行。\n第四条　电梯每半个月检修一次。"}).Get("reviseDraft.draft")
	for _, c := range made.Get("clauses.nodes").Array() {
		clauses = append(clauses, c.Get("id").String())
	}
	return made.Get("id").String(), clauses
}

// counted reads the counters that answers move, by a recount too.
func counted(t *testing.T, city *graphtest.City, consultation string) string {
	t.Helper()
	scope, _ := civic.ParseID(consultation)
	var lines, again []string
	if err := city.SQL.Select(&lines, `SELECT c.counter || ' ' || sum(c.amount) FROM (
		  SELECT consultation_id, subject_id, counter, amount FROM tallies
		  UNION ALL SELECT d.consultation_id, w.subject, w.counter, w.amount FROM tally_deltas d, unnest(d.subjects, d.counters, d.amounts) AS w (subject, counter, amount)) c
		WHERE c.consultation_id = $1 AND c.subject_id = $1 AND (c.counter = 'answered' OR c.counter LIKE 'outcome/%') GROUP BY c.counter HAVING sum(c.amount) <> 0 ORDER BY 1`, scope.Key); err != nil {
		t.Fatal(err)
	}
	if err := city.SQL.Select(&again, `SELECT 'answered ' || count(*) FROM answered_comments a JOIN official_responses o ON o.id = a.official_response_id WHERE a.consultation_id = $1 AND o.published_at IS NOT NULL HAVING count(*) > 0
		UNION ALL SELECT 'outcome/' || o.outcome || ' ' || count(*) FROM answered_comments a JOIN official_responses o ON o.id = a.official_response_id
		WHERE a.consultation_id = $1 AND o.published_at IS NOT NULL GROUP BY o.outcome ORDER BY 1`, scope.Key); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(lines, again) {
		t.Errorf("tallied %v, counted again %v", lines, again)
	}
	return strings.Join(lines, ", ")
}

func TestCommentsAreAnswered(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	said := comments(city, asked, 5)
	city.MoveTime(asked.Consultation, afterClosing)
	_, next := nextVersion(city, asked)
	editor := city.Editor()

	input := map[string]any{"commentIds": said[:3], "outcome": "ADOPTED", "reason": zh("已按季度公开。"), "idempotencyKey": "a", "clauses": []any{
		map[string]any{"clauseId": asked.Clauses[1], "effect": "AMENDED", "nextClauseId": next[1]}, map[string]any{"effect": "ADDED", "nextClauseId": next[3]}, map[string]any{"clauseId": asked.Clauses[2], "effect": "KEPT"}}}
	first := editor.Must(respond, "input", input)
	answer := first.Get("respondToComments.officialResponse")
	var effects []string
	for _, c := range answer.Get("clauses").Array() {
		effects = append(effects, fmt.Sprintf("%s %d %d", c.Get("effect"), slices.Index(asked.Clauses, c.Get("clause.id").String()), slices.Index(next, c.Get("nextClause.id").String())))
	}
	if want := []string{"AMENDED 1 1", "ADDED -1 3", "KEPT 2 -1"}; !slices.Equal(effects, want) {
		t.Errorf("the answer concerns %v, want %v", effects, want)
	}
	if newest := answer.Get("comments.nodes.0"); newest.Get("id").String() != said[2] || newest.Get("officialResponse.id").String() != answer.Get("id").String() || answer.Get("comments.totalCount").Int() != 3 {
		t.Errorf("it answers %s", answer.Get("comments").Raw)
	}
	if again := editor.Must(respond, "input", input); again.Raw != first.Raw {
		t.Errorf("asked twice, it says %s", again.Raw)
	}
	editor.Must(respond, "input", map[string]any{"commentIds": said[3:], "outcome": "NO_COMMENT_NEEDED"})
	city.Publisher().Must(publishResponses, "input", map[string]any{"consultationId": asked.Consultation})
	if got := counted(t, city, asked.Consultation); got != "answered 5, outcome/ADOPTED 3, outcome/NO_COMMENT_NEEDED 2" {
		t.Errorf("counted %s", got)
	}

	revised := editor.Must(reviseAnswer, "input", map[string]any{"officialResponseId": answer.Get("id").String(), "outcome": "PARTIALLY_ADOPTED", "reason": zh("部分采纳。"),
		"clauses": []any{map[string]any{"clauseId": asked.Clauses[0], "effect": "REMOVED"}}}).Get("reviseOfficialResponse.officialResponse")
	if revised.Get("outcome").String() != "PARTIALLY_ADOPTED" || revised.Get("reason").String() != "部分采纳。" || revised.Get("clauses.#").Int() != 1 ||
		revised.Get("comments.totalCount").Int() != 3 || !revised.Get("revisedAt").Exists() {
		t.Errorf("revised, it says %s", revised.Raw)
	}
	if got := counted(t, city, asked.Consultation); got != "answered 5, outcome/NO_COMMENT_NEEDED 2, outcome/PARTIALLY_ADOPTED 3" {
		t.Errorf("after the revision counted %s", got)
	}
	listed := city.Anyone().Must(`query ($id: ID!, $answer: ID!) { consultation(id: $id) { officialResponses(first: 1) { totalCount pageInfo { hasNextPage } nodes { outcome consultation { id } } } } node(id: $answer) { ... on OfficialResponse { outcome } } }`,
		"id", asked.Consultation, "answer", answer.Get("id").String())
	if got := listed.Get("consultation.officialResponses"); got.Get("totalCount").Int() != 2 || !got.Get("pageInfo.hasNextPage").Bool() || got.Get("nodes.0.outcome").String() != "NO_COMMENT_NEEDED" ||
		got.Get("nodes.0.consultation.id").String() != asked.Consultation || listed.Get("node.outcome").String() != "PARTIALLY_ADOPTED" {
		t.Errorf("listed %s", listed.Raw)
	}
}

func TestPublicSeesNoClauseOfAHiddenDraft(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	said := comments(city, asked, 1)
	city.MoveTime(asked.Consultation, afterClosing)
	_, next := nextVersion(city, asked)
	city.Editor().Must(respond, "input", map[string]any{"commentIds": said, "outcome": "ADOPTED", "clauses": []any{map[string]any{"clauseId": asked.Clauses[1], "effect": "AMENDED", "nextClauseId": next[1]}}})
	city.Publisher().Must(publishResponses, "input", map[string]any{"consultationId": asked.Consultation})
	for who, want := range map[*graphtest.Client]string{city.Editor(): next[1], city.Anyone(): "", city.Staff("p", "PARKS", civic.Editor): ""} {
		got := who.Must(`query ($id: ID!) { consultation(id: $id) { officialResponses { nodes { clauses { clause { id } nextClause { id } } } } } }`, "id", asked.Consultation).Get("consultation.officialResponses.nodes.0.clauses.0")
		if got.Get("clause.id").String() != asked.Clauses[1] || got.Get("nextClause.id").String() != want {
			t.Errorf("%s sees %s", who.Actor.Name, got.Raw)
		}
	}
}

func TestAnswerRefusals(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, open, other, gone := city.PutToPublic(), city.PutToPublic(), city.PutToPublic(), city.PutToPublic()
	said, foreign, early, moot := comments(city, asked, 4), comments(city, other, 1), comments(city, open, 1), comments(city, gone, 1)
	city.Publisher().Must(withdraw, "input", map[string]any{"consultationId": gone.Consultation, "reason": "另行修改"})
	city.Resident("resident3").Must(withdrawComment, "input", commentNamed(said[3]))
	for _, closed := range []graphtest.Asked{asked, other} {
		city.MoveTime(closed.Consultation, afterClosing)
	}
	_, next := nextVersion(city, asked)
	_, elsewhere := nextVersion(city, other)
	editor := city.Editor()
	answered := editor.Must(respond, "input", map[string]any{"commentIds": said[:2], "outcome": "ADOPTED", "idempotencyKey": "k"}).Get("respondToComments.officialResponse.id").String()
	scope, _ := civic.ParseID(asked.Consultation)
	unknown := civic.IDWithin(consult.CommentKind, scope.Key, civic.NewKey()).String()
	nowhere := civic.IDWithin(consult.CommentKind, civic.NewKey(), civic.NewKey()).String()
	good := map[string]any{"commentIds": said[2:3], "outcome": "ADOPTED"}
	about := func(clause ...any) map[string]any {
		return with(good, "clauses", []any{with(nil, clause...)})
	}
	better := map[string]any{"officialResponseId": answered, "outcome": "ADOPTED"}
	before := city.Anyone().Must(allAnswers, "id", asked.Consultation).Raw + counted(t, city, asked.Consultation)

	for name, c := range map[string]struct {
		who   *graphtest.Client
		what  string
		input map[string]any
		want  string
	}{
		"nobody":                               {city.Anyone(), respond, good, "UNAUTHENTICATED"},
		"a resident":                           {city.Resident("li"), respond, good, "FORBIDDEN"},
		"a publisher":                          {city.Publisher(), respond, good, "FORBIDDEN"},
		"another department":                   {city.Staff("e", "PARKS", civic.Editor), respond, good, "FORBIDDEN"},
		"no comments":                          {editor, respond, with(good, "commentIds", []string{}), "TOO_FEW commentIds"},
		"a comment twice":                      {editor, respond, with(good, "commentIds", []string{said[2], said[2]}), "DUPLICATE commentIds"},
		"a clause for a comment":               {editor, respond, with(good, "commentIds", []string{asked.Clauses[0]}), "BAD_ID commentIds.0"},
		"answered ones among others":           {editor, respond, with(good, "commentIds", []string{said[1], said[2], said[0]}), "ALREADY_ANSWERED commentIds.0,ALREADY_ANSWERED commentIds.2"},
		"an unknown and a withdrawn one":       {editor, respond, with(good, "commentIds", []string{said[2], unknown, said[3]}), "NOT_FOUND commentIds.1,NOT_FOUND commentIds.2"},
		"an unknown consultation":              {editor, respond, with(good, "commentIds", []string{nowhere}), "NOT_FOUND commentIds.0"},
		"another consultation":                 {editor, respond, with(good, "commentIds", []string{said[2], foreign[0]}), "OTHER_CONSULTATION commentIds.1"},
		"an open consultation":                 {editor, respond, with(good, "commentIds", early), "STILL_OPEN"},
		"a withdrawn consultation":             {editor, respond, with(good, "commentIds", moot), "WITHDRAWN"},
		"no reason for a refusal":              {editor, respond, with(good, "outcome", "NOT_ADOPTED"), "REASON_REQUIRED reason"},
		"no reason for adopting in part":       {editor, respond, with(good, "outcome", "PARTIALLY_ADOPTED", "reason", []any{}), "REASON_REQUIRED reason"},
		"no reason for forwarding":             {editor, respond, with(good, "outcome", "FORWARDED"), "REASON_REQUIRED reason"},
		"a blank reason":                       {editor, respond, with(good, "outcome", "NOT_ADOPTED", "reason", zh("  ")), "EMPTY reason.0.text"},
		"a reason too long":                    {editor, respond, with(good, "reason", zh(strings.Repeat("长", 5001))), "TOO_LONG reason.0.text"},
		"no clause":                            {editor, respond, about("effect", "AMENDED"), "REQUIRED clauses.0.clauseId"},
		"an added clause that was there":       {editor, respond, about("effect", "ADDED", "clauseId", asked.Clauses[0]), "INVALID clauses.0.clauseId"},
		"a removed clause that is there still": {editor, respond, about("effect", "REMOVED", "clauseId", asked.Clauses[0], "nextClauseId", next[0]), "INVALID clauses.0.nextClauseId"},
		"a clause of another draft":            {editor, respond, about("effect", "KEPT", "clauseId", other.Clauses[0]), "OTHER_DRAFT clauses.0.clauseId"},
		"a clause of a later version":          {editor, respond, about("effect", "KEPT", "clauseId", next[0]), "OTHER_DRAFT clauses.0.clauseId"},
		"a next clause of the same version":    {editor, respond, about("effect", "AMENDED", "clauseId", asked.Clauses[0], "nextClauseId", asked.Clauses[0]), "OTHER_DRAFT clauses.0.nextClauseId"},
		"a next clause of another record":      {editor, respond, about("effect", "ADDED", "nextClauseId", elsewhere[0]), "OTHER_DRAFT clauses.0.nextClauseId"},
		"an unknown clause, an answered comment": {editor, respond, with(about("effect", "KEPT", "clauseId", civic.IDOf(legaltext.ClauseIDKind, civic.NewKey()).String()), "commentIds", said[:1]),
			"ALREADY_ANSWERED commentIds.0,OTHER_DRAFT clauses.0.clauseId"},
		"a key with another body":            {editor, respond, with(good, "idempotencyKey", "k"), "IDEMPOTENCY_CONFLICT idempotencyKey"},
		"revising as nobody":                 {city.Anyone(), reviseAnswer, better, "UNAUTHENTICATED"},
		"revising as a publisher":            {city.Publisher(), reviseAnswer, better, "FORBIDDEN"},
		"revising in another department":     {city.Staff("e", "PARKS", civic.Editor), reviseAnswer, better, "FORBIDDEN"},
		"revising an unknown one":            {editor, reviseAnswer, with(better, "officialResponseId", civic.IDWithin(consult.OfficialResponseKind, scope.Key, civic.NewKey()).String()), "NOT_FOUND officialResponseId"},
		"revising a comment":                 {editor, reviseAnswer, with(better, "officialResponseId", said[0]), "BAD_ID officialResponseId"},
		"revising without a reason":          {editor, reviseAnswer, with(better, "outcome", "NOT_ADOPTED"), "REASON_REQUIRED reason"},
		"revising with another draft's text": {editor, reviseAnswer, with(better, "clauses", []any{map[string]any{"effect": "KEPT", "clauseId": other.Clauses[0]}}), "OTHER_DRAFT clauses.0.clauseId"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(graphtest.Problems(c.who.Ask(c.what, "input", c.input)), ","); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	if after := city.Anyone().Must(allAnswers, "id", asked.Consultation).Raw + counted(t, city, asked.Consultation); after != before {
		t.Errorf("the refusals changed something:\n%s\n%s", before, after)
	}
}

// allAnswers reads everything that an answer can change.
const allAnswers = `query ($id: ID!) { consultation(id: $id) { officialResponses { nodes { outcome reason revisedAt clauses { effect clause { id } nextClause { id } } comments { nodes { id } } } } feedbackReport { id } } }`

func TestOneOfTwoAnswersAtOnceWins(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	said := comments(city, asked, 40)
	city.MoveTime(asked.Consultation, afterClosing)
	backwards := slices.Clone(said)
	slices.Reverse(backwards)
	answers := make([][]string, 6)
	var all sync.WaitGroup
	for i := range answers {
		ids := [][]string{said[:30], backwards[:30]}[i%2] // they overlap in twenty
		all.Go(func() {
			answers[i] = graphtest.Problems(city.Staff(fmt.Sprint("editor", i), graphtest.Housing, civic.Editor).Ask(respond, "input", map[string]any{"commentIds": ids, "outcome": "ADOPTED"}))
		})
	}
	all.Wait()
	won := 0
	for _, problems := range answers {
		switch {
		case len(problems) == 0:
			won++
		case len(problems) != 20 && len(problems) != 30 || !strings.HasPrefix(problems[0], "ALREADY_ANSWERED commentIds."):
			t.Errorf("a loser was told %v", problems)
		}
	}
	city.Publisher().Must(publishResponses, "input", map[string]any{"consultationId": asked.Consultation})
	if got := counted(t, city, asked.Consultation); won != 1 || got != "answered 30, outcome/ADOPTED 30" {
		t.Errorf("%d won, and %s", won, got)
	}
}
