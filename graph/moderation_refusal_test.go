package graph_test

import (
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph/graphtest"
)

// moderationRows is everything that moderation leaves in the database.
func moderationRows(t *testing.T, city *graphtest.City) string {
	t.Helper()
	var rows string
	if err := city.SQL.Get(&rows, `SELECT concat((SELECT string_agg(r::text, ';' ORDER BY r::text) FROM comment_reports r))`); err != nil {
		t.Fatal(err)
	}
	return rows + commentRows(t, city)
}

func TestModerationRefusals(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, other := city.PutToPublic(premoderated...), city.PutToPublic()
	li, wang, moderator, auditor := city.Resident("li"), city.Resident("wang"), city.Moderator(), city.Staff("a", "", civic.Auditor)
	parks := city.Staff("m", "PARKS", civic.Moderator)
	pending := commentOn(li, map[string]any{"consultationId": asked.Consultation, "body": "等待"})
	open := commentOn(li, map[string]any{"consultationId": other.Consultation, "body": "公开"})
	hidden := commentOn(li, map[string]any{"consultationId": other.Consultation, "body": "隐藏"})
	gone := commentOn(li, map[string]any{"consultationId": other.Consultation, "body": "撤回"})
	moderator.Must(moderateComment, "input", decideOn(hidden, "HIDE", "reason", "INSULT"))
	li.Must(withdrawComment, "input", commentNamed(gone))
	scope, _ := civic.ParseID(other.Consultation)
	unknown := civic.IDWithin(consult.CommentKind, scope.Key, civic.NewKey()).String()
	nowhere := civic.IDWithin(consult.CommentKind, civic.NewKey(), civic.NewKey()).String()
	report := map[string]any{"commentId": open, "reason": "INSULT"}
	dispute := map[string]any{"commentId": open, "statement": "不是我。"}
	many := map[string]any{"commentIds": []string{open, hidden}, "decision": "HIDE", "reason": "INSULT"}
	before := moderationRows(t, city)

	for name, c := range map[string]struct {
		who   *graphtest.Client
		what  string
		input map[string]any
		want  string
	}{
		"moderating as nobody":              {city.Anyone(), moderateComment, decideOn(pending, "PUBLISH"), "UNAUTHENTICATED"},
		"as a resident":                     {wang, moderateComment, decideOn(pending, "PUBLISH"), "FORBIDDEN"},
		"as its author":                     {li, moderateComment, decideOn(pending, "PUBLISH"), "FORBIDDEN"},
		"as an editor":                      {city.Editor(), moderateComment, decideOn(pending, "PUBLISH"), "FORBIDDEN"},
		"as an auditor":                     {auditor, moderateComment, decideOn(pending, "PUBLISH"), "FORBIDDEN"},
		"as another department's moderator": {parks, moderateComment, decideOn(pending, "PUBLISH"), "FORBIDDEN"},
		"an unknown one":                    {moderator, moderateComment, decideOn(unknown, "PUBLISH"), "NOT_FOUND commentId"},
		"in an unknown consultation":        {moderator, moderateComment, decideOn(nowhere, "PUBLISH"), "NOT_FOUND commentId"},
		"a withdrawn one":                   {moderator, moderateComment, decideOn(gone, "PUBLISH"), "NOT_FOUND commentId"},
		"garbage":                           {moderator, moderateComment, decideOn("x", "HIDE", "note", " "), "BAD_ID commentId,REASON_REQUIRED reason"},
		"a consultation":                    {moderator, moderateComment, decideOn(other.Consultation, "PUBLISH"), "BAD_ID commentId"},
		"no such decision":                  {moderator, moderateComment, decideOn(pending, "DELETE"), "GRAPHQL_VALIDATION_FAILED"},
		"no such reason":                    {moderator, moderateComment, decideOn(pending, "HIDE", "reason", "BORING"), "GRAPHQL_VALIDATION_FAILED"},
		"hiding for no reason":              {moderator, moderateComment, decideOn(pending, "HIDE"), "REASON_REQUIRED reason"},
		"hiding for another reason":         {moderator, moderateComment, decideOn(pending, "HIDE", "reason", "OTHER"), "REASON_REQUIRED note"},
		"hiding with an empty note":         {moderator, moderateComment, decideOn(pending, "HIDE", "reason", "HATE", "note", "　"), "EMPTY note"},
		"hiding with too much":              {moderator, moderateComment, decideOn(pending, "HIDE", "reason", "HATE", "note", strings.Repeat("字", 1001)), "TOO_LONG note"},
		"hiding with a control character":   {moderator, moderateComment, decideOn(pending, "HIDE", "reason", "HATE", "note", "字\x00"), "CONTROL_CHARACTERS note"},
		"publishing for a reason":           {moderator, moderateComment, decideOn(pending, "PUBLISH", "reason", "HATE", "note", "x"), "INVALID reason,INVALID note"},
		"publishing a hidden one":           {moderator, moderateComment, decideOn(hidden, "PUBLISH"), "WRONG_MODERATION_STATE commentId"},
		"restoring a pending one":           {moderator, moderateComment, decideOn(pending, "RESTORE"), "WRONG_MODERATION_STATE commentId"},
		"many as an auditor":                {auditor, moderateComments, many, "FORBIDDEN"},
		"many of another department":        {parks, moderateComments, many, "FORBIDDEN"},
		"none":                              {moderator, moderateComments, with(many, "commentIds", []string{}), "TOO_FEW commentIds"},
		"too many":                          {moderator, moderateComments, with(many, "commentIds", moderationUnknown(scope.Key, 1001)), "TOO_MANY commentIds"},
		"one twice":                         {moderator, moderateComments, with(many, "commentIds", []string{open, open}), "DUPLICATE commentIds"},
		"of two consultations":              {moderator, moderateComments, with(many, "commentIds", []string{open, pending}), "OTHER_CONSULTATION commentIds.1"},
		"many for no reason":                {moderator, moderateComments, with(many, "reason", nil), "REASON_REQUIRED reason"},
		"unknown ones among many":           {moderator, moderateComments, with(many, "commentIds", []string{unknown, open, gone}), "NOT_FOUND commentIds.0,NOT_FOUND commentIds.2"},
		"everything that many refuse":       {moderator, moderateComments, map[string]any{"commentIds": []string{unknown, hidden}, "decision": "PUBLISH"}, "NOT_FOUND commentIds.0,WRONG_MODERATION_STATE commentIds.1"},
		"reporting as nobody":               {city.Anyone(), reportComment, report, "UNAUTHENTICATED"},
		"reporting what waits":              {wang, reportComment, with(report, "commentId", pending), "NOT_FOUND commentId"},
		"reporting a hidden one":            {wang, reportComment, with(report, "commentId", hidden), "COMMENT_HIDDEN commentId"},
		"reporting a withdrawn one":         {wang, reportComment, with(report, "commentId", gone), "NOT_FOUND commentId"},
		"reporting an unknown one":          {wang, reportComment, with(report, "commentId", unknown), "NOT_FOUND commentId"},
		"reporting garbage":                 {wang, reportComment, with(report, "commentId", "", "note", ""), "BAD_ID commentId,EMPTY note"},
		"reporting for another reason":      {wang, reportComment, with(report, "reason", "OTHER"), "REASON_REQUIRED note"},
		"disputing as nobody":               {city.Anyone(), disputeAuthorship, dispute, "UNAUTHENTICATED"},
		"disputing another's":               {wang, disputeAuthorship, dispute, "NOT_AUTHOR commentId"},
		"disputing another's as staff":      {moderator, disputeAuthorship, dispute, "NOT_AUTHOR commentId"},
		"disputing what was withdrawn":      {li, disputeAuthorship, with(dispute, "commentId", gone), "NOT_FOUND commentId"},
		"disputing without a word":          {li, disputeAuthorship, with(dispute, "statement", " "), "EMPTY statement"},
		"disputing with too many":           {li, disputeAuthorship, with(dispute, "statement", strings.Repeat("字", 1001)), "TOO_LONG statement"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(graphtest.Problems(c.who.Ask(c.what, "input", c.input)), ","); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	for who, want := range map[*graphtest.Client]string{city.Anyone(): "UNAUTHENTICATED", li: "FORBIDDEN", city.Editor(): "FORBIDDEN", parks: "FORBIDDEN"} {
		answer := who.Ask(moderationQueue, "id", asked.Consultation)
		if got := strings.Join(graphtest.Problems(answer), ","); got != want || answer.Get("data.consultation.moderationQueue").Raw != "null" {
			t.Errorf("the queue says %s, want %s", answer.Raw, want)
		}
	}
	if after := moderationRows(t, city); after != before {
		t.Errorf("refusals changed\n%s\nto\n%s", before, after)
	}
}

// moderationUnknown makes ids of comments that are not there.
func moderationUnknown(scope [16]byte, n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = civic.IDWithin(consult.CommentKind, scope, civic.NewKey()).String()
	}
	return ids
}

func TestViewerCanModerate(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic(premoderated...)
	plain := city.PutToPublic()
	for who, want := range map[*graphtest.Client]bool{city.Moderator(): true, city.Anyone(): false, city.Editor(): false, city.Staff("m", "PARKS", civic.Moderator): false, city.Staff("a", "", civic.Auditor): false} {
		got := who.Must(`query ($id: ID!, $plain: ID!) { consultation(id: $id) { moderation viewerCanModerate } plain: consultation(id: $plain) { moderation } }`, "id", asked.Consultation, "plain", plain.Consultation)
		if got.Get("consultation.viewerCanModerate").Bool() != want || got.Get("consultation.moderation").String() != "BEFORE_PUBLISHING" || got.Get("plain.moderation").String() != "AFTER_PUBLISHING" {
			t.Errorf("%s reads %s", who.Actor.Name, got.Raw)
		}
	}
}
