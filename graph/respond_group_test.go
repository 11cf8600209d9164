package graph_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	respondToGroup  = `mutation ($input: RespondToGroupInput!) { respondToGroup(input: $input) { officialResponse { id theme { id } campaign { id } comments { totalCount } } userErrors { code field } } }`
	excludeComments = `mutation ($input: ExcludeCommentsInput!) { excludeComments(input: $input) { officialResponse { id comments { totalCount } } userErrors { code field } } }`
)

var (
	_ = inMatrix("respondToGroup", func(m *matrix, _ *graphtest.Client) map[string]any {
		theme, _ := m.codedAndClosed()
		return map[string]any{"groupId": theme, "outcome": "ADOPTED"}
	})
	_ = inMatrix("excludeComments", func(m *matrix, _ *graphtest.Client) map[string]any {
		theme, comment := m.codedAndClosed()
		made := m.city.Editor().Must(respondToGroup, "input", map[string]any{"groupId": theme, "outcome": "ADOPTED"})
		return map[string]any{"officialResponseId": made.Get("respondToGroup.officialResponse.id").String(), "commentIds": []string{comment}, "reason": "ANSWERED_BY_MISTAKE"}
	})
)

// codedAndClosed is a theme with a comment of a closed consultation.
func (m *matrix) codedAndClosed() (theme, comment string) {
	m.Helper()
	asked := m.city.PutToPublic()
	comment = commentOn(m.city.Resident("author"), map[string]any{"consultationId": asked.Consultation, "stance": "OPPOSE", "body": "收费太高。"})
	theme = m.analyst().Must(createTheme, "input", themeOf(asked.Consultation, "收费")).Get("createTheme.theme.id").String()
	m.analyst().Must(codeComments, "input", map[string]any{"themeId": theme, "commentIds": []string{comment}})
	m.city.MoveTime(asked.Consultation, afterClosing)
	return theme, comment
}

// grouped is a closed consultation with a campaign and a theme.
type grouped struct {
	*testing.T
	*graphtest.City
	asked           graphtest.Asked
	letters, coded  []string
	theme, campaign string
	editor, analyst *graphtest.Client
}

func newGrouped(t *testing.T, letters, coded int) *grouped {
	g := &grouped{T: t, City: graphtest.New(t)}
	g.asked = g.PutToPublic()
	g.editor, g.analyst = g.Editor(), g.Staff("li analyst", graphtest.Housing, civic.Analyst)
	for i := range letters {
		g.letters = append(g.letters, g.say(fmt.Sprint("sender", i), petition))
	}
	for i := range coded {
		g.coded = append(g.coded, g.say(fmt.Sprint("person", i), fmt.Sprintf("我是%d号楼的，晚上灯不亮，孩子怕。", i)))
	}
	group(t, g.City)
	g.theme = g.analyst.Must(createTheme, "input", themeOf(g.asked.Consultation, "照明")).Get("createTheme.theme.id").String()
	g.code(g.coded, false)
	g.campaign = g.Anyone().Must(readCampaigns, "id", g.asked.Consultation).Get("consultation.campaigns.nodes.0.id").String()
	g.MoveTime(g.asked.Consultation, afterClosing)
	return g
}

func (g *grouped) say(who, body string) string {
	return commentOn(g.Resident(who), map[string]any{"consultationId": g.asked.Consultation, "stance": "OPPOSE", "body": body})
}

func (g *grouped) code(said []string, remove bool) {
	g.T.Helper()
	g.analyst.Must(codeComments, "input", map[string]any{"themeId": g.theme, "commentIds": said, "remove": remove})
}

func (g *grouped) respond(group, outcome, reason string) gjson.Result {
	g.T.Helper()
	return g.editor.Must(respondToGroup, "input", map[string]any{"groupId": group, "outcome": outcome, "reason": zh(reason)}).Get("respondToGroup.officialResponse")
}

// why is what a reader sees of the responses to a comment: the reason of the one that is counted, and how many concern it.
func (g *grouped) why(who *graphtest.Client, comment string) string {
	g.T.Helper()
	read := who.Must(`query ($id: ID!) { node(id: $id) { ... on Comment { officialResponse { reason } officialResponses { reason } } } }`, "id", comment).Get("node")
	return fmt.Sprintf("%s %d", read.Get("officialResponse.reason").String(), read.Get("officialResponses.#").Int())
}

// TestThemesAndCampaignsAreAnswered answers a letter of 300 people and a theme of 40 comments with two responses, and publishes the report.
func TestThemesAndCampaignsAreAnswered(t *testing.T) {
	t.Parallel()
	g := newGrouped(t, 300, 40)
	letter := g.respond(g.campaign, "ADOPTED", "收支情况将按季公布。")
	lights := g.respond(g.theme, "NOT_ADOPTED", "照明由产权单位负责。")
	if letter.Get("campaign.id").String() != g.campaign || letter.Get("theme").Type != gjson.Null || letter.Get("comments.totalCount").Int() != 300 || lights.Get("theme.id").String() != g.theme || lights.Get("comments.totalCount").Int() != 40 {
		t.Errorf("the responses are %s %s", letter.Raw, lights.Raw)
	}
	if got := counted(t, g.City, g.asked.Consultation); got != "" {
		t.Errorf("drafts are counted: %s", got)
	}
	if got := g.why(g.Anyone(), g.letters[0]); got != " 0" {
		t.Errorf("everybody sees of the drafts: %s", got)
	}
	g.Publisher().Must(publishResponses, "input", map[string]any{"consultationId": g.asked.Consultation, "officialResponseIds": []string{letter.Get("id").String()}})
	if got := counted(t, g.City, g.asked.Consultation); got != "answered 300, outcome/ADOPTED 300" {
		t.Errorf("with one published: %s", got)
	}
	report := g.Publisher().Must(publish, "input", map[string]any{"consultationId": g.asked.Consultation, "summary": zh("谢谢。")}).Get("publishFeedbackReport.feedbackReport")
	if !report.Exists() {
		t.Fatal("there is no report")
	}
	if got := counted(t, g.City, g.asked.Consultation); got != "answered 340, outcome/ADOPTED 300, outcome/NOT_ADOPTED 40" {
		t.Errorf("reported: %s", got)
	}
	reasons := map[string]int{}
	for _, comment := range slices.Concat(g.letters, g.coded) {
		reasons[g.why(g.Anyone(), comment)]++
	}
	if reasons["收支情况将按季公布。 1"] != 300 || reasons["照明由产权单位负责。 1"] != 40 {
		t.Errorf("the comments show %v", reasons)
	}
	rows := g.Anyone().Must(`query ($id: ID!) { node(id: $id) { ... on FeedbackReport { rows(first: 100) { nodes { number outcome reason } } } } }`, "id", report.Get("id").String()).Get("node.rows.nodes")
	if rows.Get("#").Int() != 100 || rows.Get("0.outcome").String() != "ADOPTED" || rows.Get("99.reason").String() != "收支情况将按季公布。" {
		t.Errorf("the rows of the report are %s", rows.Raw)
	}
	if got := graphtest.Problems(g.editor.Ask(excludeComments, "input", map[string]any{"officialResponseId": letter.Get("id").String(), "commentIds": g.letters[:1], "reason": "OTHER_REASON"})); !slices.Equal(got, []string{"REPORTED"}) {
		t.Errorf("after the report: %v", got)
	}
}

// TestResponsesFollowThemesAndCampaigns codes, moves, merges and takes out comments after their theme or campaign was answered.
func TestResponsesFollowThemesAndCampaigns(t *testing.T) {
	t.Parallel()
	g := newGrouped(t, 4, 3)
	own := g.coded[2]
	g.code([]string{own}, true)
	letter, lights := g.respond(g.campaign, "ADOPTED", "采纳。"), g.respond(g.theme, "NOT_ADOPTED", "不采纳。")
	count := func(want string) {
		t.Helper()
		if got := counted(t, g.City, g.asked.Consultation); got != want {
			t.Errorf("counted %q, want %q", got, want)
		}
	}
	sees := func(comment, want string) {
		t.Helper()
		if got := g.why(g.editor, comment); got != want {
			t.Errorf("the comment shows %q, want %q", got, want)
		}
	}
	sees(own, " 0")
	g.code([]string{own}, false)
	sees(own, "不采纳。 1")
	g.code([]string{own}, true)
	sees(own, " 0")
	g.code([]string{own, g.letters[0]}, false)
	sees(g.letters[0], "采纳。 2")

	g.Publisher().Must(publishResponses, "input", map[string]any{"consultationId": g.asked.Consultation})
	count("answered 7, outcome/ADOPTED 4, outcome/NOT_ADOPTED 3")
	g.code([]string{own}, true)
	sees(own, "不采纳。 1")
	exclude := func(response gjson.Result, said ...string) []string {
		return graphtest.Problems(g.editor.Ask(excludeComments, "input", map[string]any{"officialResponseId": response.Get("id").String(), "commentIds": said, "reason": "OTHER_OUTCOME"}))
	}
	if got := exclude(lights, own, g.letters[0]); !slices.Equal(got, []string{"NOT_FOUND commentIds.1"}) {
		t.Errorf("a comment of another response: %v", got)
	}
	if got := exclude(lights, own); len(got) != 0 {
		t.Errorf("taken out: %v", got)
	}
	sees(own, " 0")
	count("answered 6, outcome/ADOPTED 4, outcome/NOT_ADOPTED 2")
	g.code([]string{own}, false)
	sees(own, " 0")
	if got := exclude(letter, g.letters[0]); len(got) != 0 {
		t.Errorf("taken out: %v", got)
	}
	sees(g.letters[0], "不采纳。 1")
	count("answered 6, outcome/ADOPTED 3, outcome/NOT_ADOPTED 3")

	alone := g.editor.Must(respond, "input", map[string]any{"commentIds": []string{own}, "outcome": "ADOPTED", "reason": zh("单独答复。")}).Get("respondToComments.officialResponse")
	for want, got := range map[string]gjson.Result{
		"ALREADY_ANSWERED groupId":            g.editor.Ask(respondToGroup, "input", map[string]any{"groupId": g.theme, "outcome": "ADOPTED"}),
		"BAD_ID groupId":                      g.editor.Ask(respondToGroup, "input", map[string]any{"groupId": own, "outcome": "ADOPTED"}),
		"REASON_REQUIRED reason":              g.editor.Ask(respondToGroup, "input", map[string]any{"groupId": g.theme, "outcome": "FORWARDED"}),
		"FORBIDDEN":                           g.analyst.Ask(respondToGroup, "input", map[string]any{"groupId": g.theme, "outcome": "ADOPTED"}),
		"ANSWERS_NO_GROUP officialResponseId": g.editor.Ask(excludeComments, "input", map[string]any{"officialResponseId": alone.Get("id").String(), "commentIds": []string{own}, "reason": "OTHER_OUTCOME"}),
		"ANSWERS_GROUP commentIds":            g.editor.Ask(reviseAnswer, "input", map[string]any{"officialResponseId": lights.Get("id").String(), "outcome": "ADOPTED", "commentIds": []string{own}}),
	} {
		if problems := graphtest.Problems(got); !slices.Equal(problems, []string{want}) {
			t.Errorf("got %v, want %s", problems, want)
		}
	}
	g.editor.Must(reviseAnswer, "input", map[string]any{"officialResponseId": lights.Get("id").String(), "outcome": "PARTIALLY_ADOPTED", "reason": zh("部分采纳。")})
	count("answered 6, outcome/ADOPTED 3, outcome/PARTIALLY_ADOPTED 3")

	g.editor.Must(discardResponse, "input", map[string]any{"officialResponseId": alone.Get("id").String()})
	other := g.analyst.Must(createTheme, "input", themeOf(g.asked.Consultation, "夜间")).Get("createTheme.theme.id").String()
	g.analyst.Must(codeComments, "input", map[string]any{"themeId": other, "commentIds": []string{own}})
	g.respond(other, "FORWARDED", "转交产权单位。")
	sees(own, "转交产权单位。 1")
	g.analyst.Must(mergeThemes, "input", map[string]any{"themeId": other, "intoId": g.theme, "reason": "相同。"})
	sees(own, "转交产权单位。 1")
	g.analyst.Must(moveToCampaign, "input", map[string]any{"commentIds": g.letters[1:2], "reason": "不是同一封信。"})
	sees(g.letters[1], "采纳。 1")
	group(t, g.City)
	g.Publisher().Must(publish, "input", map[string]any{"consultationId": g.asked.Consultation})
	count("answered 7, outcome/ADOPTED 3, outcome/FORWARDED 1, outcome/PARTIALLY_ADOPTED 3")
	var noted []string
	if err := g.SQL.Select(&noted, `SELECT body FROM comments WHERE unanswered_at IS NOT NULL ORDER BY id`); err != nil || len(noted) != 2 || noted[0] != petition {
		t.Errorf("exports of changes have %v %v", noted, err)
	}
}

// TestFreedCommentGetsTheResponseOfItsTheme discards a response to a comment whose theme is answered, and hides a comment of an answered campaign.
func TestFreedCommentGetsTheResponseOfItsTheme(t *testing.T) {
	t.Parallel()
	g := newGrouped(t, 3, 2)
	first := g.editor.Must(respond, "input", map[string]any{"commentIds": g.coded, "outcome": "ADOPTED", "reason": zh("采纳。")}).Get("respondToComments.officialResponse.id").String()
	if made := g.respond(g.theme, "NOT_ADOPTED", "不采纳。"); made.Get("comments.totalCount").Int() != 0 {
		t.Errorf("comments with a response have two: %s", made.Raw)
	}
	g.respond(g.campaign, "ADOPTED", "采纳此信。")
	g.editor.Must(reviseAnswer, "input", map[string]any{"officialResponseId": first, "outcome": "ADOPTED", "commentIds": g.coded[:1]})
	group(t, g.City)
	if got := g.why(g.editor, g.coded[1]); got != "不采纳。 1" {
		t.Errorf("freed by a revision, it shows %s", got)
	}
	g.editor.Must(discardResponse, "input", map[string]any{"officialResponseId": first})
	group(t, g.City)
	if got := g.why(g.editor, g.coded[0]); got != "不采纳。 1" {
		t.Errorf("freed by a discard, it shows %s", got)
	}
	g.Publisher().Must(publishResponses, "input", map[string]any{"consultationId": g.asked.Consultation})
	g.Moderator().Must(moderateComment, "input", map[string]any{"commentId": g.letters[0], "decision": "HIDE", "reason": "INSULT"})
	group(t, g.City)
	if got := counted(t, g.City, g.asked.Consultation); got != "answered 5, outcome/ADOPTED 3, outcome/NOT_ADOPTED 2" {
		t.Errorf("with a hidden comment: %s", got)
	}
}
