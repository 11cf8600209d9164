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
	if _, err := e.behind().Exec(`UPDATE comments SET created_at = created_at - interval '1 hour', moderated_at = NULL`); err != nil {
		t.Fatal(err)
	}
	if _, err := e.behind().Exec(`UPDATE official_responses SET created_at = created_at - interval '1 hour', published_at = published_at - interval '1 hour'`); err != nil {
		t.Fatal(err)
	}
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
