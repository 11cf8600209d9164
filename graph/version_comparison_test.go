package graph_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
	"minyi/graph/graphtest"
)

const (
	readCitations = `query ($id: ID!, $locale: Locale) { node(id: $id) { ... on Draft { clauses(first: 2000) { nodes { id kind number citation(locale: $locale) } } } } }`
	findCited     = `query ($draft: ID!, $citation: String!) { clause(draft: $draft, citation: $citation) { id label text } }`
	compareDrafts = `query ($from: ID!, $to: ID!, $first: Int, $after: String, $changes: [ComparedChange!]) { compareDrafts(from: $from, to: $to) {
		from { version } to { version } unchanged changed moved new gone split merged
		clauses(first: $first, after: $after, changes: $changes) { totalCount pageInfo { hasNextPage endCursor } nodes {
			change before { label text } after { label text } sources { label } heading { kind text } text { kind text } } } } }`
	submitPassage = `mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id passage { exact prefix suffix } } userErrors { code field } } }`
	placeOf       = `query ($id: ID!, $draft: ID!) { node(id: $id) { ... on Comment { passage { exact }
		placeIn(draft: $draft) { fate draft { version } clauses { label text } passage { exact prefix suffix } passageClause { label } } } } }`
)

// TestCitationsOfADraft cites clauses in both languages and finds them again.
func TestCitationsOfADraft(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	editor := city.Editor()
	draft := draftOf(editor, city.Record(), draftText).Get("id").String()
	for locale, want := range map[string]string{"zh": "第三条第（一）项", "en": "Article 3(1)"} {
		cited := editor.Must(readCitations, "id", draft, "locale", locale).Get("node.clauses.nodes").Array()
		var all []string
		for _, c := range cited {
			citation := c.Get("citation")
			if !citation.Exists() || citation.String() == "" {
				if c.Get("kind").String() != "TITLE" {
					t.Errorf("%s has no citation", c.Raw)
				}
				continue
			}
			all = append(all, citation.String())
			if found := editor.Must(findCited, "draft", draft, "citation", citation.String()).Get("clause.id").String(); found != c.Get("id").String() {
				t.Errorf("%s finds %s, want %s", citation, found, c.Get("id"))
			}
		}
		if !slices.Contains(all, want) {
			t.Errorf("the citations are %q, want %s among them", all, want)
		}
	}
	for name, c := range map[string]struct {
		who             *graphtest.Client
		draft, citation string
	}{"no such clause": {editor, draft, "第九条"}, "not seen": {city.Anyone(), draft, "第三条"}, "words": {editor, draft, "公园"}} {
		if found := c.who.Must(findCited, "draft", c.draft, "citation", c.citation).Get("clause"); found.Raw != "null" {
			t.Errorf("%s: %s", name, found.Raw)
		}
	}
	if problems := graphtest.Problems(editor.Ask(findCited, "draft", "VA", "citation", "第三条")); !slices.Equal(problems, []string{"BAD_ID"}) {
		t.Errorf("another kind of id: %v", problems)
	}
}

const (
	parkFirst = "公园条例\n第一章 总则\n第一条 公园由区人民政府设置、维护和管理，所需经费列入区的年度预算，并且每年向居民公布。湖中的游船每半年检验一次，检验不合格的不得载客。\n" +
		"第二条 犬只应当由成年人牵引，不得进入儿童乐园。\n第三条 大雾、大风或者雷雨期间停止划船，并在码头公告恢复的时间。"
	parkSecond = "公园条例\n第一章 总则\n第一条 公园由区人民政府设置、维护和管理，所需经费列入区的年度预算，并且每年向居民公布。\n第二条 湖中的游船每半年检验一次，检验不合格的不得载客。\n" +
		"第三条 犬只应当由成年人牵引，不得进入儿童乐园。"
	parkThird = "公园条例\n第一章 总则\n第一条 公园由区人民政府设置、维护和管理，所需经费列入区的年度预算，并且每年向居民公布。\n第二条 湖中的游船每半年检验一次，检验不合格的不得载客。\n" +
		"第三条 犬只应当由成年人用短绳牵引，不得进入儿童乐园。\n第四条 大雾、大风或者雷雨期间停止划船，并在码头公告恢复的时间。"
)

// TestCompareDrafts compares neighbours, versions that are further apart and both directions, and hides what is hidden.
func TestCompareDrafts(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	editor, record := city.Editor(), city.Record()
	ids := []string{}
	for _, text := range []string{parkFirst, parkSecond, parkThird} {
		ids = append(ids, draftOf(editor, record, text).Get("id").String())
	}
	report := func(from, to int) (lines []string) {
		for _, row := range editor.Must(compareDrafts, "from", ids[from], "to", ids[to], "first", 100).Get("compareDrafts.clauses.nodes").Array() {
			if row.Get("change").String() != "UNCHANGED" {
				lines = append(lines, strings.TrimSpace(fmt.Sprint(row.Get("change"), " ", row.Get("before.label"), ">", row.Get("after.label"), " ", row.Get("sources.#.label").Raw)))
			}
		}
		return lines
	}
	for _, c := range []struct {
		from, to int
		want     []string
	}{
		{0, 1, []string{`SPLIT 第一条>第一条 []`, `SPLIT >第二条 ["第一条"]`, `MOVED 第二条>第三条 []`, `GONE 第三条> []`}},
		{0, 2, []string{`SPLIT 第一条>第一条 []`, `SPLIT >第二条 ["第一条"]`, `CHANGED 第二条>第三条 []`, `MOVED 第三条>第四条 []`}},
		{1, 0, []string{`MERGED 第一条>第一条 ["第二条"]`, `MOVED 第三条>第二条 []`, `NEW >第三条 []`}},
		{2, 2, nil},
	} {
		if got := report(c.from, c.to); !slices.Equal(got, c.want) {
			t.Errorf("version %d to %d: %q, want %q", c.from+1, c.to+1, got, c.want)
		}
	}
	changed := editor.Must(compareDrafts, "from", ids[0], "to", ids[2], "first", 10, "changes", []string{"CHANGED"}).Get("compareDrafts")
	if changed.Get("clauses.totalCount").Int() != 1 || changed.Get("changed").Int() != 1 || changed.Get("split").Int() != 2 ||
		changed.Get("clauses.nodes.0.text").Raw != `[{"kind":"KEPT","text":"犬只应当由成年人"},{"kind":"INSERTED","text":"用短绳"},{"kind":"KEPT","text":"牵引，不得进入儿童乐园。"}]` {
		t.Errorf("only what changed: %s", changed.Raw)
	}
	other := draftOf(editor, city.Record(), parkFirst).Get("id").String()
	if problems := graphtest.Problems(editor.Ask(compareDrafts, "from", ids[0], "to", other)); !slices.Equal(problems, []string{"NOT_ONE_RECORD"}) {
		t.Errorf("drafts of two records: %v", problems)
	}
	for _, seen := range []bool{false, true} {
		if seen {
			for _, id := range ids[:2] {
				makePublic(t, city, id)
			}
		}
		got := city.Anyone().Must(compareDrafts, "from", ids[0], "to", ids[1]).Get("compareDrafts")
		if (got.Raw != "null") != seen {
			t.Errorf("published: %t, anyone reads %s", seen, got.Raw)
		}
		if hidden := city.Anyone().Must(compareDrafts, "from", ids[0], "to", ids[2]).Get("compareDrafts"); hidden.Raw != "null" {
			t.Errorf("anyone reads a version that is not published: %s", hidden.Raw)
		}
	}
}

// makePublic makes a draft public without a review.
func makePublic(t *testing.T, city *graphtest.City, draft string) {
	t.Helper()
	id, err := civic.ParseID(draft)
	if err != nil {
		t.Fatal(err)
	}
	city.SQL.MustExec(`UPDATE drafts SET state = 'PUBLISHED', published_at = now() WHERE id = $1`, id.Key)
}

// TestCompareALongLaw compares two versions of the longest code in two requests, within the cost of an operation.
func TestCompareALongLaw(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join("..", "..", "shared", "inputs", "civil-code.txt"))
	if err != nil {
		t.Skip("the folder shared/inputs is missing")
	}
	city := graphtest.New(t)
	editor, record := city.Editor(), city.Record()
	from := editor.Must(importDraft, "input", draftInput(record, string(raw))).Get("importDraft.draft.id").String()
	to := editor.Must(importDraft, "input", draftInput(record, strings.ReplaceAll(string(raw), "应当", "必须"))).Get("importDraft.draft.id").String()
	var after any
	seen, requests := 0, 0
	for more := true; more; requests++ {
		got := editor.Must(compareDrafts, "from", from, "to", to, "first", policy.LargestClausePage, "after", after).Get("compareDrafts.clauses")
		seen += len(got.Get("nodes").Array())
		more, after = got.Get("pageInfo.hasNextPage").Bool(), got.Get("pageInfo.endCursor").String()
		if !more && int64(seen) != got.Get("totalCount").Int() {
			t.Errorf("%d rows of %s", seen, got.Get("totalCount"))
		}
	}
	if requests > 2 || seen < 2000 {
		t.Errorf("%d rows in %d requests", seen, requests)
	}
}

// TestCommentsFollow submits comments on clauses and passages and reads where they stand in later versions.
func TestCommentsFollow(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	editor, record := city.Editor(), city.Record()
	first := draftOf(editor, record, parkFirst)
	id, _ := civic.ParseID(first.Get("id").String())
	city.SQL.MustExec(`UPDATE drafts SET state = 'APPROVED' WHERE id = $1`, id.Key)
	consultation := city.Publisher().Must(`mutation ($input: LaunchConsultationInput!) { launchConsultation(input: $input) { consultation { id } userErrors { code field } } }`,
		"input", map[string]any{"policyRecordId": record, "draftId": first.Get("id").String(), "closesOn": graphtest.InDays(60)}).Get("launchConsultation.consultation.id").String()
	second := draftOf(editor, record, parkSecond).Get("id").String()
	third := draftOf(editor, record, parkThird).Get("id").String()
	said := 0
	say := func(words string, passage any) string {
		said++
		input := map[string]any{"consultationId": consultation, "body": fmt.Sprint("意见", said), "passage": passage}
		if words != "" {
			input["clauseId"] = clauseLike(t, first, words).Get("id").String()
		}
		return city.Resident("li").Must(submitPassage, "input", input).Get("submitComment.comment.id").String()
	}
	quote := func(exact, prefix string) map[string]any { return map[string]any{"exact": exact, "prefix": prefix} }
	for name, c := range map[string]struct{ comment, draft, want string }{
		"split":                  {say("区人民政府", nil), second, "SPLIT 第一条 第二条 / "},
		"a passage of a part":    {say("区人民政府", quote("每半年", "游船")), second, "SPLIT 第一条 第二条 / 第二条 游船|每半年|"},
		"moved":                  {say("犬只", nil), second, "MOVED 第三条 / "},
		"changed":                {say("犬只", quote("牵引", "成年人")), third, "CHANGED 第三条 / 第三条 用短绳|牵引|"},
		"a passage that is gone": {say("犬只", quote("由成年人牵引", "")), third, "CHANGED 第三条 / "},
		"orphaned":               {say("大雾", quote("雷雨", "")), second, "ORPHANED / "},
		"its own version":        {say("大雾", nil), first.Get("id").String(), "KEPT 第三条 / "},
		"back again":             {say("大雾", nil), third, "MOVED 第四条 / "},
	} {
		place := editor.Must(placeOf, "id", c.comment, "draft", c.draft).Get("node.placeIn")
		got := place.Get("fate").String()
		for _, label := range place.Get("clauses.#.label").Array() {
			got += " " + label.String()
		}
		got += " / "
		if place.Get("passage").Raw != "null" {
			got += fmt.Sprintf("%s %s|%s|%s", place.Get("passageClause.label"), place.Get("passage.prefix"), place.Get("passage.exact"), place.Get("passage.suffix"))
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if place := editor.Must(placeOf, "id", say("", nil), "draft", second).Get("node.placeIn"); place.Raw != "null" {
		t.Errorf("a comment on the whole draft stands at %s", place.Raw)
	}
	if place := city.Anyone().Must(placeOf, "id", say("犬只", nil), "draft", second).Get("node.placeIn"); place.Raw != "null" {
		t.Errorf("anyone reads a version that is not published: %s", place.Raw)
	}
	if problems := graphtest.Problems(editor.Ask(placeOf, "id", say("犬只", nil), "draft", record)); !slices.Equal(problems, []string{"BAD_ID"}) {
		t.Errorf("another kind of id: %v", problems)
	}
}

// TestPassages refuses passages that are not in the clause, keeps them through edits, and erases them with the comment.
func TestPassages(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	li := city.Resident("li")
	input := func(clause any, exact string, more ...string) map[string]any {
		passage := map[string]any{"exact": exact}
		if len(more) > 0 {
			passage["prefix"] = more[0]
		}
		return map[string]any{"consultationId": asked.Consultation, "clauseId": clause, "body": "意见", "passage": passage}
	}
	for name, c := range map[string]struct {
		input map[string]any
		want  []string
	}{
		"not in the clause":   {input(asked.Clauses[0], "收费标准"), []string{"PASSAGE_NOT_FOUND passage"}},
		"a wrong prefix":      {input(asked.Clauses[1], "收费标准", "公示"), []string{"PASSAGE_NOT_FOUND passage"}},
		"no clause":           {input(nil, "收费标准"), []string{"PASSAGE_NOT_FOUND passage"}},
		"empty":               {input(asked.Clauses[1], ""), []string{"EMPTY passage.exact"}},
		"too long":            {input(asked.Clauses[1], strings.Repeat("费", 1001)), []string{"TOO_LONG passage.exact"}},
		"a control character": {input(asked.Clauses[1], "费\x01"), []string{"CONTROL_CHARACTERS passage.exact"}},
		"no such clause":      {input(civic.IDOf(legaltext.ClauseIDKind, civic.NewKey()).String(), "费"), []string{"NOT_FOUND clauseId"}},
	} {
		if got := graphtest.Problems(li.Ask(submitPassage, "input", c.input)); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
	made := li.Must(submitPassage, "input", input(asked.Clauses[1], "收费标准", "公开")).Get("submitComment.comment")
	if made.Get("passage").Raw != `{"exact":"收费标准","prefix":"公开","suffix":""}` {
		t.Errorf("the passage became %s", made.Raw)
	}
	comment := made.Get("id").String()
	passage := func() string {
		return city.Anyone().Must(`query ($id: ID!) { node(id: $id) { ... on Comment { passage { exact } } } }`, "id", comment).Get("node.passage.exact").String()
	}
	edit := func(change map[string]any) {
		change["commentId"] = comment
		li.Must(`mutation ($input: EditCommentInput!) { editComment(input: $input) { comment { id } userErrors { code field } } }`, "input", change)
	}
	edit(map[string]any{"body": "别的意见"})
	if got := passage(); got != "收费标准" {
		t.Errorf("new words changed the passage: %q", got)
	}
	edit(map[string]any{"passage": map[string]any{"exact": "物业服务企业"}})
	if got := passage(); got != "物业服务企业" {
		t.Errorf("the new passage is %q", got)
	}
	edit(map[string]any{"clauseId": asked.Clauses[0]})
	if got := passage(); got != "" {
		t.Errorf("on another clause the passage is %q", got)
	}
	edit(map[string]any{"clauseId": asked.Clauses[1], "passage": map[string]any{"exact": "收费标准"}})
	li.Must(`mutation ($input: EraseCommentInput!) { eraseComment(input: $input) { comment { id } userErrors { code } } }`, "input", map[string]any{"commentId": comment})
	kept := 0
	if err := city.SQL.Get(&kept, `SELECT count(*) FROM comments WHERE passage IS NOT NULL`); err != nil || kept != 0 || passage() != "" {
		t.Errorf("after the erasure %d passages are kept, %v", kept, err)
	}
}
