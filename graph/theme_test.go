package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	createTheme  = `mutation ($input: CreateThemeInput!) { createTheme(input: $input) { theme { id title size parent { id } } userErrors { code field } } }`
	reviseTheme  = `mutation ($input: ReviseThemeInput!) { reviseTheme(input: $input) { theme { id title parent { id } changes { kind oldTitle reason } } userErrors { code field } } }`
	mergeThemes  = `mutation ($input: MergeThemesInput!) { mergeThemes(input: $input) { theme { id size } userErrors { code field } } }`
	splitTheme   = `mutation ($input: SplitThemeInput!) { splitTheme(input: $input) { theme { id size } userErrors { code field } } }`
	codeComments = `mutation ($input: CodeCommentsInput!) { codeComments(input: $input) { theme { id size } userErrors { code field } } }`
	codeByRule   = `mutation ($input: CodeByRuleInput!) { codeByRule(input: $input) { codingRule { id comments words stance clause { id } campaign { id } theme { size } } userErrors { code field count } } }`
	createTask   = `mutation ($input: CreateCodingTaskInput!) { createCodingTask(input: $input) { codingTask { id total done comments { nodes { id body } } } userErrors { code field } } }`
	recordCodes  = `mutation ($input: RecordCodesInput!) { recordCodes(input: $input) { codingTask { done agreement { theme { title } comments kappa alpha } } userErrors { code field } } }`
	writeNote    = `mutation ($input: WriteCommentNoteInput!) { writeCommentNote(input: $input) { commentNote { id text writtenBy } userErrors { code field } } }`
	readTouched  = `query ($id: ID!, $rule: RuleInput!) { node(id: $id) { ... on Theme { touchedBy(rule: $rule) { totalCount nodes { id } } } } }`
	readCoding   = `query ($id: ID!) { consultation(id: $id) { themes { id title size } comments(first: 100) { nodes { id codes { source coder theme { title } rule { comments } } staffNotes { text } } } } }`
)

// themeOf is a new theme of a consultation.
func themeOf(consultation, title string, more ...any) map[string]any {
	return with(map[string]any{"consultationId": consultation, "title": zh(title), "definition": "意见谈到" + title + "。", "example": "关于" + title + "的意见。"}, more...)
}

func codeOfAccount(who *graphtest.Client) string {
	return civic.IDOf(civic.AccountKind, who.Actor.Account).String()
}

// analyst is an analyst of the department.
func (m *matrix) analyst() *graphtest.Client {
	return m.city.Staff("the analyst", graphtest.Housing, civic.Analyst)
}

func (m *matrix) theme() string {
	m.Helper()
	return m.analyst().Must(createTheme, "input", themeOf(m.asked.Consultation, "主题"+m.fresh())).Get("createTheme.theme.id").String()
}

// coded is a theme with a comment.
func (m *matrix) coded() (theme, comment string) {
	m.Helper()
	theme, comment = m.theme(), m.commentBy(m.city.Resident("author"))
	m.analyst().Must(codeComments, "input", map[string]any{"themeId": theme, "commentIds": []string{comment}})
	return theme, comment
}

// task is a task of the actor with one comment.
func (m *matrix) task(who *graphtest.Client) (task, comment string) {
	m.Helper()
	if !who.Actor.SignedIn() {
		who = m.analyst()
	}
	comment = m.commentBy(m.city.Resident("author"))
	made := m.analyst().Must(createTask, "input", map[string]any{"consultationId": m.asked.Consultation, "accountCodes": []string{codeOfAccount(who)}, "commentIds": []string{comment}})
	return made.Get("createCodingTask.codingTask.id").String(), comment
}

var (
	_ = inMatrix("createTheme", func(m *matrix, _ *graphtest.Client) map[string]any { return themeOf(m.asked.Consultation, "主题") })
	_ = inMatrix("reviseTheme", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"themeId": m.theme(), "title": zh("收费"), "definition": "谈到收费。", "example": "收费太高。", "reason": "更准确。"}
	})
	_ = inMatrix("mergeThemes", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"themeId": m.theme(), "intoId": m.theme(), "reason": "相同。"}
	})
	_ = inMatrix("splitTheme", func(m *matrix, _ *graphtest.Client) map[string]any {
		theme, comment := m.coded()
		return map[string]any{"themeId": theme, "commentIds": []string{comment}, "title": zh("电梯"), "definition": "谈到电梯。", "example": "电梯太慢。", "reason": "另一个问题。"}
	})
	_ = inMatrix("codeComments", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"themeId": m.theme(), "commentIds": []string{m.commentBy(m.city.Resident("author"))}}
	})
	_ = inMatrix("codeByRule", func(m *matrix, _ *graphtest.Client) map[string]any {
		word := "规则" + m.fresh() + "号"
		commentOn(m.city.Resident("author"), with(m.newComment(), "body", word))
		return map[string]any{"themeId": m.theme(), "rule": map[string]any{"words": []string{word}}, "count": 1}
	})
	_ = inMatrix("createCodingTask", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"consultationId": m.asked.Consultation, "accountCodes": []string{codeOfAccount(m.analyst())}, "commentIds": []string{m.commentBy(m.city.Resident("author"))}}
	})
	_ = inMatrix("recordCodes", func(m *matrix, who *graphtest.Client) map[string]any {
		task, comment := m.task(who)
		return map[string]any{"codingTaskId": task, "commentId": comment, "themeIds": []string{m.theme()}}
	})
	_ = inMatrix("writeCommentNote", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"commentId": m.commentBy(m.city.Resident("author")), "text": "请核对。"}
	})
)

func init() {
	type asked = struct {
		query   string
		subject func(m *matrix) string
	}
	matrixFields["Theme.touchedBy"] = asked{`query ($id: ID!) { node(id: $id) { ... on Theme { touchedBy(rule: {stance: OPPOSE}) { totalCount } } } }`, (*matrix).reportedTheme}
	matrixFields["Theme.suggestions"] = asked{`query ($id: ID!) { node(id: $id) { ... on Theme { suggestions { likeness } } } }`, (*matrix).reportedTheme}
	matrixFields["Consultation.codingTasks"] = asked{`query ($id: ID!) { consultation(id: $id) { codingTasks { totalCount } } }`, func(m *matrix) string { return m.asked.Consultation }}
}

// reportedTheme is a theme that everybody sees.
func (m *matrix) reportedTheme() string {
	m.Helper()
	asked := m.city.PutToPublic()
	theme := m.analyst().Must(createTheme, "input", themeOf(asked.Consultation, "收费")).Get("createTheme.theme.id").String()
	m.city.MoveTime(asked.Consultation, afterClosing)
	m.city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation})
	return theme
}

// TestCommentsAreCoded tells the work of two analysts: a codebook, a blind sample with its agreement, rules with previews, confirmed suggestions, a
// merger and a split, and what the public sees of it before and after the report.
func TestCommentsAreCoded(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	var said []string
	for i := range 40 {
		input := map[string]any{"consultationId": asked.Consultation, "stance": "OPPOSE", "body": fmt.Sprintf("我家在%d号楼，电梯经常停运，请每半个月检修电梯一次。", i)}
		switch i % 4 {
		case 1:
			input["body"] = fmt.Sprintf("物业费太贵，%d号楼希望收费标准公开，并且说明收费的依据。", i)
		case 2:
			input["body"], input["clauseId"] = fmt.Sprintf("第%d位住户：晚上楼下的灯不亮，孩子害怕。", i), asked.Clauses[1]
		case 3:
			input["stance"], input["body"] = "SUPPORT", petition
		}
		said = append(said, commentOn(city.Resident(fmt.Sprint("person", i)), input))
	}
	group(t, city)
	li, wang := city.Staff("li analyst", graphtest.Housing, civic.Analyst), city.Staff("wang analyst", graphtest.Housing, civic.Analyst)
	make := func(title string, more ...any) string {
		return li.Must(createTheme, "input", themeOf(asked.Consultation, title, more...)).Get("createTheme.theme.id").String()
	}
	building := make("设施")
	lifts, fees, lights := make("电梯", "parentId", building), make("收费"), make("照明", "parentId", building)
	if got := graphtest.Problems(li.Ask(reviseTheme, "input", map[string]any{"themeId": building, "parentId": lifts, "title": zh("设施"), "definition": "甲", "example": "乙", "reason": "丙"})); !slices.Equal(got, []string{"THEME_CIRCLE parentId"}) {
		t.Errorf("a theme under itself: %v", got)
	}

	task := li.Must(createTask, "input", map[string]any{"consultationId": asked.Consultation, "accountCodes": []string{codeOfAccount(li), codeOfAccount(wang)}, "commentIds": said[:10]}).Get("createCodingTask.codingTask")
	record := func(who *graphtest.Client, choose func(i int, body string) []string) (last gjson.Result) {
		for i, c := range task.Get("comments.nodes").Array() {
			last = who.Must(recordCodes, "input", map[string]any{"codingTaskId": task.Get("id").String(), "commentId": c.Get("id").String(), "themeIds": choose(i, c.Get("body").String())}).Get("recordCodes.codingTask")
		}
		return last
	}
	byWord := func(_ int, body string) []string {
		if strings.Contains(body, "电梯") {
			return []string{lifts}
		}
		return []string{}
	}
	if half := record(li, byWord); half.Get("agreement").Type != gjson.Null || half.Get("done").Raw != "[10,0]" {
		t.Errorf("before wang has begun: %s", half.Raw)
	}
	const coded = `query ($id: ID!) { node(id: $id) { ... on CodingTask { viewerCoded } } }`
	for name, c := range map[string]struct {
		who  *graphtest.Client
		want int64
	}{"li": {li, 10}, "wang": {wang, 0}} {
		if got := c.who.Must(coded, "id", task.Get("id").String()).Get("node.viewerCoded"); !got.IsArray() || got.Get("#").Int() != c.want {
			t.Errorf("%s has coded %s", name, got.Raw)
		}
	}
	if got := city.Staff("other", graphtest.Housing, civic.Analyst).Must(coded, "id", task.Get("id").String()).Get("node.viewerCoded"); got.Type != gjson.Null {
		t.Errorf("who has no part in the task has coded %s", got.Raw)
	}
	if done := record(wang, byWord); done.Get("agreement.#").Int() != 1 || done.Get("agreement.0.kappa").Float() != 1 || done.Get("agreement.0.alpha").Float() != 1 || done.Get("agreement.0.comments").Int() != 10 {
		t.Errorf("both chose the same: %s", done.Raw)
	}
	if got := graphtest.Problems(city.Editor().Ask(recordCodes, "input", map[string]any{"codingTaskId": task.Get("id").String(), "commentId": task.Get("comments.nodes.0.id").String(), "themeIds": []string{}})); !slices.Equal(got, []string{"NOT_YOUR_TASK commentId"}) {
		t.Errorf("somebody else's task: %v", got)
	}
	size := func(theme string) int64 {
		campaignsRecounted(t, city)
		return li.Must(`query ($id: ID!) { node(id: $id) { ... on Theme { size } } }`, "id", theme).Get("node.size").Int()
	}
	adopted := size(lifts)
	if adopted == 0 {
		t.Error("what both chose is not coded")
	}

	rule := map[string]any{"words": []string{"收费", "物业费"}, "stance": "OPPOSE"}
	if got := li.Must(readTouched, "id", fees, "rule", rule).Get("node.touchedBy.totalCount").Int(); got != 10 {
		t.Errorf("the rule would touch %d", got)
	}
	if got := graphtest.Problems(li.Ask(codeByRule, "input", map[string]any{"themeId": fees, "rule": rule, "count": 9})); !slices.Equal(got, []string{"PREVIEW_CHANGED count"}) || size(fees) != 0 {
		t.Errorf("with another count: %v", got)
	}
	if made := li.Must(codeByRule, "input", map[string]any{"themeId": fees, "rule": rule, "count": 10}).Get("codeByRule.codingRule"); made.Get("comments").Int() != 10 || made.Get("theme.size").Int() != 10 {
		t.Errorf("the rule: %s", made.Raw)
	}
	byClause := map[string]any{"clauseId": asked.Clauses[1]}
	li.Must(codeByRule, "input", map[string]any{"themeId": lights, "rule": byClause, "count": 10})
	letter := city.Anyone().Must(readCampaigns, "id", asked.Consultation).Get("consultation.campaigns.nodes.#(size==10).id").String()
	touched := li.Must(readTouched, "id", fees, "rule", map[string]any{"campaignId": letter}).Get("node.touchedBy.totalCount").Int()
	li.Must(codeByRule, "input", map[string]any{"themeId": fees, "rule": map[string]any{"campaignId": letter}, "count": touched})

	suggested := li.Must(`query ($id: ID!) { node(id: $id) { ... on Theme { suggestions(first: 30) { likeness comment { id body } } } } }`, "id", lifts).Get("node.suggestions").Array()
	if len(suggested) == 0 || !strings.Contains(suggested[0].Get("comment.body").String(), "电梯") {
		t.Fatalf("suggested are %v", suggested)
	}
	confirmed := suggested[0].Get("comment.id").String()
	wang.Must(codeComments, "input", map[string]any{"themeId": lifts, "commentIds": []string{confirmed}, "suggested": true})
	if size(lifts) != adopted+1 {
		t.Errorf("a confirmed suggestion: %d", size(lifts))
	}

	wang.Must(splitTheme, "input", map[string]any{"themeId": lifts, "commentIds": []string{confirmed}, "title": zh("电梯检修"), "definition": "谈到检修。", "example": "每半月检修。", "reason": "检修是另一个问题。"})
	if merged := wang.Must(mergeThemes, "input", map[string]any{"themeId": lights, "intoId": building, "reason": "太少。"}).Get("mergeThemes.theme.size").Int(); merged != 10 || size(lifts) != adopted {
		t.Errorf("after the split and the merger %d and %d", merged, size(lifts))
	}
	revised := li.Must(reviseTheme, "input", map[string]any{"themeId": fees, "title": zh("收费与公开"), "definition": "谈到收费。", "example": "收费太高。", "reason": "更准确。"}).Get("reviseTheme.theme")
	if revised.Get("changes.0.oldTitle").String() != "收费" || revised.Get("title").String() != "收费与公开" {
		t.Errorf("renamed it is %s", revised.Raw)
	}
	wang.Must(writeNote, "input", map[string]any{"commentId": said[0], "text": "与上月的来信相同。"})
	li.Must(codeComments, "input", map[string]any{"themeId": fees, "commentIds": said[1:2], "remove": true})
	city.Resident("person5").Must(withdrawComment, "input", commentNamed(said[5]))
	group(t, city)

	for who, sees := range map[*graphtest.Client]bool{city.Anyone(): false, city.Resident("li"): false, city.Staff("other", "PARKS", civic.Analyst): false, wang: true, city.Staff("auditor", "", civic.Auditor): true} {
		read := who.Must(readCoding, "id", asked.Consultation).Get("consultation")
		if coded := read.Get("comments.nodes.#.codes|@flatten|#").Int(); (read.Get("themes.#").Int() > 0) != sees || (coded > 0) != sees || strings.Contains(read.Raw, "上月") != sees {
			t.Errorf("%s reads %d themes and %d codes before the report", who.Actor.Name, read.Get("themes.#").Int(), coded)
		}
	}
	city.MoveTime(asked.Consultation, afterClosing)
	city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation, "unansweredReason": "见主题。"})
	read := city.Anyone().Must(readCoding, "id", asked.Consultation).Get("consultation")
	if read.Get("themes.#").Int() != 4 || strings.Contains(read.Raw, "上月") || strings.Contains(read.Raw, "analyst") {
		t.Errorf("after the report everybody reads %s", read.Raw)
	}
	sources := map[string]bool{}
	for _, source := range read.Get("comments.nodes.#.codes.#.source|@flatten").Array() {
		sources[source.String()] = true
	}
	if len(sources) != 3 {
		t.Errorf("the codes come from %v", sources)
	}
	if got := graphtest.Problems(li.Ask(codeComments, "input", map[string]any{"themeId": fees, "commentIds": said[:1]})); !slices.Equal(got, []string{"REPORTED"}) {
		t.Errorf("after the report: %v", got)
	}
}
