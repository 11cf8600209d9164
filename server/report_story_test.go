package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	analysedb "minyi/db/analyse"
	"minyi/domain/civic"
	"minyi/graph/graphtest"
	"minyi/graph/words"
)

// matters are what people write about in the great story. Most are found by their word; those of the last two are found by suggestion.
var matters = []string{"公示", "听证", "专家", "评估", "问卷", "档案", "期限", "信访", "网站", "旁听", "反馈"}

// suggested is the first matter whose comments are found by suggestion.
const suggestedFrom = 9

// letters are what two organisations let their members send.
var letters = []string{
	"决策机关应当在作出决定之前公布全部意见，并逐条说明是否采纳以及理由，不得只公布数字；对没有采纳的意见，应当当面听取提出人的解释。",
	"我们请求把听取意见的时间延长到六十日，并且在社区、学校和养老院张贴纸质文本，让不使用网络的老人也能够阅读草案和提交意见。",
}

// greatStory is a consultation on a real decree with 2,000 comments, which two analysts code and the department answers by theme and by campaign.
type greatStory struct {
	*testing.T
	*graphtest.City
	consultation string
	clauses      []string
	themes       []string // by the matter
	li, wang     *graphtest.Client
}

const (
	storyPeople   = 400
	storyComments = 2000
)

func zhText(text string) []any { return []any{map[string]any{"locale": "zh", "text": text}} }

// published puts the decree to the public after its review.
func (s *greatStory) published() {
	text, err := os.ReadFile(filepath.Join("..", "domain", "legaltext", "testdata", "decree-713.txt"))
	if err != nil {
		s.T.Fatal(err)
	}
	record := s.Record()
	draft := s.Editor().Must(`mutation ($input: ImportDraftInput!) { importDraft(input: $input) { draft { id contentHash clauses(kinds: [ARTICLE], first: 100) { nodes { id } } } userErrors { code } } }`,
		"input", map[string]any{"policyRecordId": record, "text": string(text), "explanatoryNote": zhText("为了健全决策机制。"), "legalBases": []any{map[string]any{"title": "宪法"}}}).Get("importDraft.draft")
	id := draft.Get("id").String()
	s.Editor().Must(`mutation ($id: ID!) { submitDraftForReview(input: {draftId: $id}) { userErrors { code } } }`, "id", id)
	verdicts := []any{}
	for _, gate := range []string{"POLITICAL", "LEGAL", "POLICY", "SECRECY", "TEXT"} {
		verdicts = append(verdicts, map[string]any{"gate": gate, "passed": true})
	}
	for _, step := range []struct {
		stage string
		who   *graphtest.Client
	}{{"EDIT", s.Editor()}, {"REVIEW", s.Reviewer()}, {"PUBLISH", s.Publisher()}} {
		step.who.Must(`mutation ($input: RecordReviewInput!) { recordReview(input: $input) { userErrors { code } } }`,
			"input", map[string]any{"draftId": id, "stage": step.stage, "decision": "APPROVE", "verdicts": verdicts, "contentHash": draft.Get("contentHash").String()})
	}
	s.consultation = s.Publisher().Must(`mutation ($input: LaunchConsultationInput!) { launchConsultation(input: $input) { consultation { id } userErrors { code } } }`,
		"input", map[string]any{"policyRecordId": record, "draftId": id, "closesOn": graphtest.InDays(60)}).Get("launchConsultation.consultation.id").String()
	for _, clause := range draft.Get("clauses.nodes.#.id").Array() {
		s.clauses = append(s.clauses, clause.String())
	}
}

// comment is the nth comment of the story: two of five are letters, of which each writer changes something.
func (s *greatStory) comment(n int) map[string]any {
	stance := []string{"SUPPORT", "SUPPORT_WITH_CHANGES", "OPPOSE", "NEUTRAL"}[n%4]
	input := map[string]any{"consultationId": s.consultation, "stance": stance}
	switch {
	case n%5 < 2:
		input["body"] = letters[n%5]
		if n%3 == 0 {
			input["body"] = fmt.Sprintf("我是%d号住户。%s", n, letters[n%5])
		}
	default:
		input["body"] = fmt.Sprintf("%s的规定太粗，第%d号意见", matters[n%len(matters)], n)
		input["clauseId"] = s.clauses[n%len(s.clauses)]
	}
	return input
}

// said lets 400 people send five comments each, in one request each.
func (s *greatStory) said() {
	people := make(chan int, storyPeople)
	for i := range storyPeople {
		people <- i
	}
	close(people)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range people {
				s.sends(i)
			}
		})
	}
	all.Wait()
}

func (s *greatStory) sends(person int) {
	var declared, asked []string
	var variables []any
	for i := range storyComments / storyPeople {
		name := fmt.Sprint("c", i)
		declared = append(declared, "$"+name+": SubmitCommentInput!")
		asked = append(asked, fmt.Sprintf("%s: submitComment(input: $%[1]s) { userErrors { code } }", name))
		variables = append(variables, name, s.comment(person*storyComments/storyPeople+i))
	}
	s.Resident(fmt.Sprint("居民", person)).Must(`mutation (`+strings.Join(declared, ", ")+`) { `+strings.Join(asked, " ")+` }`, variables...)
}

// settled does what the background does.
func (s *greatStory) settled() {
	for _, run := range []func() (int, error){
		func() (int, error) { return s.DB.FoldTallies(s.Context()) },
		func() (int, error) { return analysedb.GroupComments(s.Context(), s.DB) },
	} {
		for n := 1; n > 0; {
			var err error
			if n, err = run(); err != nil {
				s.T.Fatal(err)
			}
		}
	}
}

// coded lets two analysts make a codebook, code a sample blind, and then all comments by rule and by suggestion.
func (s *greatStory) coded() {
	for _, matter := range matters {
		s.themes = append(s.themes, s.li.Must(`mutation ($input: CreateThemeInput!) { createTheme(input: $input) { theme { id } userErrors { code } } }`, "input", map[string]any{"consultationId": s.consultation,
			"title": zhText(matter), "definition": "意见谈到" + matter + "。", "example": matter + "的规定太粗。"}).Get("createTheme.theme.id").String())
	}
	s.sampled()
	for i := range matters {
		if i >= suggestedFrom {
			s.byHand(i)
			found := 0
			for n := 1; n > 0; found += n {
				n = s.suggested(i)
			}
			if found < 80 {
				s.T.Errorf("of %s only %d are found by suggestion", matters[i], found)
			}
		}
		s.byRule(i)
	}
}

// byHand codes some comments for a theme, from which suggestions learn.
func (s *greatStory) byHand(matter int) {
	some := s.li.Must(`query ($id: ID!, $word: String!) { consultation(id: $id) { comments(first: 10, filter: {contains: $word}) { nodes { id } } } }`, "id", s.consultation, "word", matters[matter]+"的规定").Get("consultation.comments.nodes.#.id").Value()
	s.li.Must(`mutation ($input: CodeCommentsInput!) { codeComments(input: $input) { userErrors { code } } }`, "input", map[string]any{"themeId": s.themes[matter], "commentIds": some})
}

// byRule codes all comments with the words of a theme that have not its code yet.
func (s *greatStory) byRule(matter int) {
	rule := map[string]any{"words": []string{matters[matter] + "的规定"}}
	count := s.li.Must(`query ($id: ID!, $rule: RuleInput!) { node(id: $id) { ... on Theme { touchedBy(rule: $rule) { totalCount } } } }`, "id", s.themes[matter], "rule", rule).Get("node.touchedBy.totalCount").Int()
	if count > 0 {
		s.li.Must(`mutation ($input: CodeByRuleInput!) { codeByRule(input: $input) { userErrors { code count } } }`, "input", map[string]any{"themeId": s.themes[matter], "rule": rule, "count": count})
	}
}

// sampled lets both analysts code the same 20 comments without seeing each other's codes.
func (s *greatStory) sampled() {
	account := func(who *graphtest.Client) string { return civic.IDOf(civic.AccountKind, who.Actor.Account).String() }
	task := s.li.Must(`mutation ($input: CreateCodingTaskInput!) { createCodingTask(input: $input) { codingTask { id comments(first: 100) { nodes { id body } } } userErrors { code } } }`,
		"input", map[string]any{"consultationId": s.consultation, "accountCodes": []string{account(s.li), account(s.wang)}, "sample": 20}).Get("createCodingTask.codingTask")
	var last gjson.Result
	for _, who := range []*graphtest.Client{s.li, s.wang} {
		for _, c := range task.Get("comments.nodes").Array() {
			last = who.Must(`mutation ($input: RecordCodesInput!) { recordCodes(input: $input) { codingTask { agreement { kappa comments } } userErrors { code } } }`,
				"input", map[string]any{"codingTaskId": task.Get("id").String(), "commentId": c.Get("id").String(), "themeIds": s.about(c.Get("body").String())})
		}
	}
	agreement := last.Get("recordCodes.codingTask.agreement")
	for _, kappa := range agreement.Get("#.kappa").Array() {
		if kappa.Float() != 1 {
			s.T.Errorf("who codes alike agrees as %s", agreement.Raw)
		}
	}
	if agreement.Get("#").Int() == 0 {
		s.T.Error("there is no agreement")
	}
}

// about are the themes of a comment.
func (s *greatStory) about(body string) []string {
	for i, matter := range matters {
		if strings.HasPrefix(body, matter) {
			return []string{s.themes[i]}
		}
	}
	return []string{}
}

// suggested confirms those suggestions for a theme that are right, and returns how many.
func (s *greatStory) suggested(matter int) int {
	var right []string
	for _, c := range s.wang.Must(`query ($id: ID!) { node(id: $id) { ... on Theme { suggestions(first: 100) { comment { id body } } } } }`, "id", s.themes[matter]).Get("node.suggestions.#.comment").Array() {
		if strings.HasPrefix(c.Get("body").String(), matters[matter]) {
			right = append(right, c.Get("id").String())
		}
	}
	if len(right) > 0 {
		s.wang.Must(`mutation ($input: CodeCommentsInput!) { codeComments(input: $input) { userErrors { code } } }`, "input", map[string]any{"themeId": s.themes[matter], "commentIds": right, "suggested": true})
	}
	return len(right)
}

// answered merges two themes and responds to the ten that are left and to the two letters.
func (s *greatStory) answered() (responses int) {
	s.wang.Must(`mutation ($input: MergeThemesInput!) { mergeThemes(input: $input) { userErrors { code } } }`, "input", map[string]any{"themeId": s.themes[1], "intoId": s.themes[9], "reason": "听证和旁听是一件事。"})
	groups := map[string]string{}
	for i, theme := range s.themes {
		if i != 1 {
			groups[theme] = "关于" + matters[i] + "：将在修改稿中写明。"
		}
	}
	for _, c := range s.Anyone().Must(`query ($id: ID!) { consultation(id: $id) { campaigns { nodes { id sharedText } } } }`, "id", s.consultation).Get("consultation.campaigns.nodes").Array() {
		letter := slices.Index(letters, c.Get("sharedText").String())
		if letter < 0 {
			s.T.Fatalf("a campaign shares %s", c.Get("sharedText"))
		}
		groups[c.Get("id").String()] = []string{"关于公布全部意见的来信：采纳。", "关于延长时间的来信：采纳。"}[letter]
	}
	for group, reason := range groups {
		s.Editor().Must(`mutation ($input: RespondToGroupInput!) { respondToGroup(input: $input) { userErrors { code } } }`, "input", map[string]any{"groupId": group, "outcome": "ADOPTED", "reason": zhText(reason)})
	}
	return len(groups)
}

// why is the reason that the comment must show.
func why(body string) string {
	for i, letter := range letters {
		if strings.HasSuffix(body, letter) {
			return []string{"关于公布全部意见的来信：采纳。", "关于延长时间的来信：采纳。"}[i]
		}
	}
	matter, _, _ := strings.Cut(body, "的规定")
	return "关于" + cmp.Or(map[string]string{"听证": "旁听"}[matter], matter) + "：将在修改稿中写明。"
}

// explained reads all comments as everybody, and counts those that show why.
func (s *greatStory) explained() (shown int) {
	for after := any(nil); ; {
		page := s.Anyone().Must(`query ($id: ID!, $after: String) { consultation(id: $id) { comments(first: 100, after: $after) { nodes { body officialResponse { reason } } pageInfo { hasNextPage endCursor } } } }`,
			"id", s.consultation, "after", after).Get("consultation.comments")
		for _, c := range page.Get("nodes").Array() {
			if got, want := c.Get("officialResponse.reason").String(), why(c.Get("body").String()); got != want {
				s.T.Fatalf("%s shows %q, want %q", c.Get("body"), got, want)
			}
			shown++
		}
		if !page.Get("pageInfo.hasNextPage").Bool() {
			return shown
		}
		after = page.Get("pageInfo.endCursor").String()
	}
}

// TestGreatStory tells of 2,000 comments on a real decree: two analysts code them, the department answers them in 12 responses, every comment shows why, and who takes the
// report away counts every number again. One changed byte of a table is found.
func TestGreatStory(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skipf("this test needs python3: %v", err)
	}
	s := &greatStory{T: t, City: graphtest.New(t)}
	s.li, s.wang = s.Staff("li analyst", graphtest.Housing, civic.Analyst), s.Staff("wang analyst", graphtest.Housing, civic.Analyst)
	s.published()
	s.said()
	s.settled()
	s.MoveTime(s.consultation, 61*24*time.Hour)
	s.coded()
	if n := s.answered(); n != 12 {
		t.Errorf("there are %d responses", n)
	}
	report := s.Publisher().Must(`mutation ($input: PublishFeedbackReportInput!) { publishFeedbackReport(input: $input) { feedbackReport { id } userErrors { code count } } }`,
		"input", map[string]any{"consultationId": s.consultation, "summary": zhText("谢谢。")}).Get("publishFeedbackReport.feedbackReport.id").String()
	if n := s.explained(); n != storyComments {
		t.Errorf("%d comments show why", n)
	}
	if wrong := s.RecountComments(); len(wrong) > 0 {
		t.Errorf("counts differ from a recount: %v", wrong)
	}
	s.bundled(report)
}

// bundled takes the report away and counts it again.
func (s *greatStory) bundled(report string) {
	w, err := words.Read("")
	if err != nil {
		s.T.Fatal(err)
	}
	reply := httptest.NewRecorder()
	bundles(s.DB, w, time.Minute)(reply, httptest.NewRequest("GET", "/export/report.zip?id="+report, nil))
	folder := unzip(s.T, reply.Body.String())
	if said, right := checks(s.T, folder); !right {
		s.T.Fatalf("the bundle says %s", said)
	}
	for table, least := range map[string]int{"codes": storyComments * 3 / 5, "members": storyComments * 2 / 5, "themes": 10, "campaigns": 2, "answers": 12, "comments": storyComments} {
		file, err := os.Open(filepath.Join(folder, table+".csv"))
		if err != nil {
			s.T.Fatal(err)
		}
		rows, err := csv.NewReader(file).ReadAll()
		_ = file.Close()
		if err != nil || len(rows)-1 < least {
			s.T.Errorf("%s has %d rows (%v), want %d", table, len(rows)-1, err, least)
		}
	}
	description, err := os.ReadFile(filepath.Join(folder, "datapackage.json"))
	if err != nil {
		s.T.Fatal(err)
	}
	for _, table := range []string{"comments", "answers", "codes", "members"} {
		changesOneByte(s.T, folder, gjson.GetBytes(description, `resources.#(name=="`+table+`")`))
	}
}
