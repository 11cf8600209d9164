package main

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/tidwall/gjson"
)

// An export of changes has what was written, decided and taken back since the cursor of an earlier export, and nothing else.
func TestExportChanges(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	li, moderator := e.token("-subject", "li"), e.token("-subject", "m", "-role", "PARKS:MODERATOR")
	path := "/export/comments.ndjson?id=" + e.parks
	var said []string
	for _, body := range []string{"第一条意见", "第二条意见", "第三条意见", "第四条意见"} {
		said = append(said, e.ask(li, `mutation { submitComment(input: {consultationId: "`+e.parks+`", body: "`+body+`"}) { comment { id } userErrors { code } } }`).Get("data.submitComment.comment.id").String())
	}
	e.older()
	first := e.get(path, "Authorization", e.analyst)
	cursor := first.Header.Get("Export-Cursor")
	if at, err := time.Parse(time.RFC3339, cursor); err != nil || time.Since(at) < 30*time.Second {
		t.Fatalf("the cursor is %q, %v", cursor, err)
	}
	since := path + "&since=" + url.QueryEscape(cursor)
	if got := e.get(since, "Authorization", e.analyst); got.body != "" {
		t.Errorf("nothing changed, and there is %s", got.body)
	}
	for _, mutation := range []struct{ who, what string }{
		{li, `editComment(input: {commentId: "` + said[0] + `", body: "改过的意见"}) { userErrors { code } }`},
		{li, `withdrawComment(input: {commentId: "` + said[1] + `"}) { userErrors { code } }`},
		{moderator, `moderateComment(input: {commentId: "` + said[2] + `", decision: HIDE, reason: INSULT}) { userErrors { code } }`},
		{li, `submitComment(input: {consultationId: "` + e.parks + `", body: "新的意见"}) { userErrors { code } }`},
	} {
		if got := e.ask(mutation.who, "mutation { "+mutation.what+" }"); got.Get("errors").Exists() || got.Get("data.*.userErrors.#").Int() > 0 {
			t.Fatal(got.Raw)
		}
	}
	rows, changed := map[string]gjson.Result{}, e.lines(since, e.analyst)
	for _, row := range changed {
		rows[row.Get("id").String()] = row
	}
	if len(changed) != 4 || rows[said[0]].Get("body").String() != "改过的意见" || !rows[said[1]].Get("withdrawn").Bool() || rows[said[1]].Get("body").String() != "" ||
		rows[said[2]].Get("state").String() != "HIDDEN" || rows[said[3]].Exists() {
		t.Errorf("changed are %v", changed)
	}
	if whole := e.lines(path, e.analyst); whole[0].Get("withdrawn").Exists() {
		t.Errorf("a whole export tells what was taken back: %s", whole[0].Raw)
	}
	responses := "/export/responses.ndjson?id=" + e.survey
	if got := e.get(responses+"&since=2100-01-01T00:00:00Z", "Authorization", e.analyst); got.StatusCode != http.StatusOK || got.body != "" {
		t.Errorf("responses of the future: %d %s", got.StatusCode, got.body)
	}
	if all, since := e.lines(responses, e.analyst), e.lines(responses+"&since=2000-01-01T00:00:00Z", e.analyst); len(all) == 0 || len(all) != len(since) {
		t.Errorf("%d responses since 2000, of %d", len(since), len(all))
	}
	e.report(e.closed)
	for what, want := range map[string]struct{ path, token, code string }{
		"a broken cursor":          {since + "x", e.analyst, "BAD_CURSOR"},
		"a day":                    {responses + "&since=yesterday", e.analyst, "BAD_CURSOR"},
		"open data has no changes": {"/export/comments.ndjson?id=" + e.closed + "&since=2000-01-01T00:00:00Z", "", "BAD_REQUEST"},
	} {
		headers := []string{}
		if want.token != "" {
			headers = []string{"Authorization", want.token}
		}
		if got := e.get(want.path, headers...); gjson.Get(got.body, "errors.0.extensions.code").String() != want.code {
			t.Errorf("%s: %d %s", what, got.StatusCode, got.body)
		}
	}
}

// changedRows exports the changes of the last minutes, by the rows' ids.
func (e *exported) changedRows(path string) map[string]gjson.Result {
	e.t.Helper()
	rows := map[string]gjson.Result{}
	for _, row := range e.lines(path+"&since="+url.QueryEscape(time.Now().Add(-time.Minute).UTC().Format(time.RFC3339)), e.analyst) {
		rows[row.Get("id").String()] = row
	}
	return rows
}

// mutate runs a mutation that has no problems, and returns its data.
func (e *exported) mutate(who, mutation string) gjson.Result {
	e.t.Helper()
	got := e.ask(who, "mutation { "+mutation+" }")
	if got.Get("errors").Exists() || got.Get("data.*.userErrors.#").Int() > 0 {
		e.t.Fatal(got.Raw)
	}
	return got.Get("data")
}

// folded waits until all counts are in the tallies.
func (e *exported) folded() {
	e.t.Helper()
	behind := e.behind()
	until(e.t, "all is folded", func() (is bool) {
		return behind.QueryRow(`SELECT NOT EXISTS (SELECT FROM tally_deltas)`).Scan(&is) == nil && is
	})
}

// older makes all that was said, endorsed and answered so far an hour older.
func (e *exported) older() {
	e.t.Helper()
	e.folded()
	for _, statement := range []string{`UPDATE comments SET created_at = created_at - interval '1 hour', moderated_at = NULL`,
		`UPDATE comment_ranks SET counted_at = counted_at - interval '1 hour'`,
		`UPDATE official_responses SET created_at = created_at - interval '1 hour', revised_at = revised_at - interval '1 hour', published_at = published_at - interval '1 hour'`} {
		if _, err := e.behind().Exec(statement); err != nil {
			e.t.Fatal(err)
		}
	}
}

// TestExportChangesOfEndorsements exports the comments whose endorsements alone have changed, before and after they are folded into the tallies.
func TestExportChangesOfEndorsements(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	path, li, wang := "/export/comments.ndjson?id="+e.parks, e.token("-subject", "li"), e.token("-subject", "wang")
	said := e.mutate(li, `submitComment(input: {consultationId: "`+e.parks+`", body: "请加座椅"}) { comment { id } userErrors { code } }`).Get("submitComment.comment.id").String()
	old := func() {
		t.Helper()
		e.older()
		if rows := e.changedRows(path); len(rows) != 0 {
			t.Errorf("nothing changed, and there is %v", rows)
		}
	}
	old()
	for _, step := range []struct {
		mutation     string
		endorsements int64
	}{{"endorseComment", 1}, {"withdrawEndorsement", 0}} {
		e.mutate(wang, step.mutation+`(input: {commentId: "`+said+`"}) { userErrors { code } }`)
		for range 2 { // at once, and once it is folded
			if rows := e.changedRows(path); len(rows) != 1 || rows[said].Get("endorsements").Int() != step.endorsements {
				t.Errorf("after %s: %v", step.mutation, rows)
			}
			e.folded()
		}
		old()
	}
}

// TestExportChangesOfAnswers exports a comment that is taken out of an official response.
func TestExportChangesOfAnswers(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	path, editor := "/export/comments.ndjson?id="+e.closed, e.token("-subject", "editor", "-role", "HOUSING:EDITOR")
	all := e.lines(path, e.analyst)
	var open []string
	for _, row := range all {
		if row.Get("outcome").String() == "" {
			open = append(open, row.Get("id").String())
		}
	}
	if len(open) < 2 {
		t.Fatalf("the example has %d comments without a response", len(open))
	}
	words := `outcome: NOT_ADOPTED, reason: [{locale: "zh", text: "理由。"}]`
	response := e.mutate(editor, `respondToComments(input: {commentIds: ["`+open[0]+`", "`+open[1]+`"], `+words+`}) { officialResponse { id } userErrors { code } }`).Get("respondToComments.officialResponse.id").String()
	e.mutate(editor, `reviseOfficialResponse(input: {officialResponseId: "`+response+`", commentIds: ["`+open[0]+`"], `+words+`}) { userErrors { code } }`)
	e.older()
	if rows := e.changedRows(path); len(rows) != 1 || rows[open[1]].Get("officialResponseId").Type != gjson.Null {
		t.Errorf("taken out was %s, and changed are %v", open[1], rows)
	}
}

// TestExportChangesOfResponses exports a survey response that its author took back, and one that is erased after the period.
func TestExportChangesOfResponses(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	path := "/export/responses.ndjson?id=" + e.survey
	respond := func(who string) string {
		t.Helper()
		return e.mutate(who, `submitSurveyResponse(input: {surveyId: "`+e.survey+`", answers: [{question: "often", choices: ["weekly"]}, {question: "use", choices: ["walk", "run"]}, {question: "closing", number: 23}]}) {
			surveyResponse { id } userErrors { code } }`).Get("submitSurveyResponse.surveyResponse.id").String()
	}
	li, wang := e.token("-subject", "li"), e.token("-subject", "wang")
	back, stays := respond(li), respond(wang)
	if _, err := e.behind().Exec(`UPDATE survey_responses SET created_at = created_at - interval '1 hour'`); err != nil {
		t.Fatal(err)
	}
	e.mutate(li, `withdrawSurveyResponse(input: {surveyId: "`+e.survey+`"}) { userErrors { code } }`)
	rows := e.changedRows(path)
	if gone := rows[back]; len(rows) != 1 || !gone.Get("withdrawn").Bool() || gone.Get("version").Raw != "null" || gone.Get("often").Raw != "null" {
		t.Errorf("taken back was %s, and changed are %v", back, rows)
	}
	again := respond(li)
	if rows = e.changedRows(path); len(rows) != 2 || rows[again].Get("withdrawn").Bool() || rows[again].Get("often").String() != "weekly" {
		t.Errorf("given anew was %s, and changed are %v", again, rows)
	}
	if _, err := e.behind().Exec(`UPDATE consultations SET closes_at = now(), opens_at = now() - interval '60 days' WHERE id = (SELECT consultation_id FROM surveys WHERE id IN (SELECT survey_id FROM withdrawn_responses))`); err != nil {
		t.Fatal(err)
	}
	e.mutate(wang, `eraseMyData(input: {confirm: true}) { userErrors { code } }`)
	if rows = e.changedRows(path); rows[stays].Get("withdrawn").String() != "false" {
		t.Errorf("erased was %s, and changed are %v", stays, rows)
	}
	for _, row := range e.lines(path, e.analyst) {
		if row.Get("id").String() == back || row.Get("withdrawn").Exists() {
			t.Errorf("the whole export has %s", row.Raw)
		}
	}
}
