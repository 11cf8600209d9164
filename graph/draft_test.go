package graph_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
	"minyi/graph/graphtest"
)

const (
	importDraft = `mutation ($input: ImportDraftInput!) { importDraft(input: $input) {
		draft { id version title state contentHash text importWarnings { kind line message } } userErrors { code field message } } }`
	reviseDraft = `mutation ($input: ReviseDraftInput!) { reviseDraft(input: $input) {
		draft { id version title state contentHash explanatoryNote legalBases { title } } userErrors { code field message } } }`
	setLegalBases = `mutation ($input: SetLegalBasesInput!) { setLegalBases(input: $input) { draft { state contentHash legalBases { title url } } userErrors { code field } } }`
	readDraft     = `query ($id: ID!) { node(id: $id) { ... on Draft { id version state contentHash title text
		clauses(first: 100) { totalCount nodes { id kind label number heading text change previous { id text } } }
		comparison { previous { version } unchanged changed moved new gone goneClauses { text } } } } }`
	countArticles = `query ($id: ID!, $number: Int) { node(id: $id) { ... on Draft { text
		clauses(kinds: [ARTICLE], first: 1) { totalCount } one: clauses(kinds: [ARTICLE], number: $number) { nodes { label children { text } } } } } }`
)

// draftText is a short decision of ours: two chapters, three articles, two items.
const draftText = "夜间公园开放办法\n第一章　总则\n第一条　为了方便居民夜间锻炼，制定本办法。\n第二条　市属公园开放到夜里十一点。\n第二章　安全\n" +
	"第三条　公园应当做到：\n（一）照明完好；\n（二）有人值守。"

// draftInput is an import with some fields more.
func draftInput(record, text string, more ...any) map[string]any {
	input := map[string]any{"policyRecordId": record, "text": text}
	for i := 0; i < len(more); i += 2 {
		input[more[i].(string)] = more[i+1]
	}
	return input
}

// draftOf imports a text and gives the draft as it is read.
func draftOf(c *graphtest.Client, record, text string) gjson.Result {
	id := c.Must(importDraft, "input", draftInput(record, text)).Get("importDraft.draft.id").String()
	return c.Must(readDraft, "id", id).Get("node")
}

// clauseLike finds a draft's clause whose text holds some words.
func clauseLike(t *testing.T, draft gjson.Result, words string) gjson.Result {
	t.Helper()
	for _, c := range draft.Get("clauses.nodes").Array() {
		if strings.Contains(c.Get("text").String(), words) {
			return c
		}
	}
	t.Fatalf("no clause says %s in %s", words, draft.Raw)
	return gjson.Result{}
}

func TestImportDraft(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	record := city.Record()
	editor := city.Editor()
	input := draftInput(record, draftText, "idempotencyKey", "k", "explanatoryNote", []any{map[string]any{"locale": "zh", "text": "居民来信所盼。"}},
		"legalBases", []any{map[string]any{"title": "公园管理条例", "url": "https://example.org/parks"}})
	first := editor.Must(importDraft, "input", input)
	if again := editor.Must(importDraft, "input", input); again.Raw != first.Raw {
		t.Errorf("the same request gave %s and then %s", first.Raw, again.Raw)
	}
	draft := first.Get("importDraft.draft")
	if draft.Get("title").String() != "夜间公园开放办法" || draft.Get("version").Int() != 1 || draft.Get("state").String() != "DRAFT" {
		t.Errorf("the draft is %s", draft.Raw)
	}
	if !legaltext.SameText(draft.Get("text").String(), draftText) {
		t.Errorf("the text became %s", draft.Get("text"))
	}
	read := editor.Must(countArticles, "id", draft.Get("id").String(), "number", 3).Get("node")
	if n := read.Get("clauses.totalCount").Int(); n != 3 {
		t.Errorf("%d articles, want 3", n)
	}
	if items := read.Get("one.nodes.0.children.#.text").Raw; items != `["照明完好；","有人值守。"]` {
		t.Errorf("the third article holds %s", items)
	}
	if titled := editor.Must(importDraft, "input", draftInput(record, draftText, "title", "另一个题目")); titled.Get("importDraft.draft.title").String() != "另一个题目" {
		t.Errorf("the given title is not kept: %s", titled.Raw)
	}
	untitled := editor.Must(importDraft, "input", draftInput(city.Record(), "第一条　只有一条。"))
	if untitled.Get("importDraft.draft.title").String() != "物业管理办法" {
		t.Errorf("a text without a title is not named after its record: %s", untitled.Raw)
	}
}

func TestImportDraftRefusals(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	record := city.Record()
	editor := city.Editor()
	editor.Must(importDraft, "input", draftInput(record, draftText, "idempotencyKey", "k"))
	missing := civic.IDOf(policy.PolicyRecordKind, civic.NewKey()).String()
	for name, c := range map[string]struct {
		who   *graphtest.Client
		input map[string]any
		want  []string
	}{
		"nobody":                   {city.Anyone(), draftInput(record, draftText), []string{"UNAUTHENTICATED"}},
		"a resident":               {city.Resident("li"), draftInput(record, draftText), []string{"FORBIDDEN"}},
		"another department":       {city.Staff("wu", "PARKS", civic.Editor), draftInput(record, draftText), []string{"NOT_FOUND policyRecordId"}},
		"a reviewer":               {city.Reviewer(), draftInput(record, draftText), []string{"FORBIDDEN"}},
		"no such record":           {editor, draftInput(missing, draftText), []string{"NOT_FOUND policyRecordId"}},
		"another kind of id":       {editor, draftInput("VA", draftText), []string{"BAD_ID policyRecordId"}},
		"blank":                    {editor, draftInput(record, " \n　\t"), []string{"EMPTY text"}},
		"NUL":                      {editor, draftInput(record, "第一条\x00"), []string{"CONTROL_CHARACTERS text"}},
		"too long":                 {editor, draftInput(record, strings.Repeat("条", policy.LongestDraft+1)), []string{"TOO_LONG text"}},
		"several things":           {editor, draftInput("VA", "", "title", " ", "legalBases", []any{map[string]any{"title": "", "url": "ftp://x"}}), []string{"BAD_ID policyRecordId", "EMPTY text", "EMPTY title", "EMPTY legalBases.0.title", "INVALID legalBases.0.url"}},
		"NUL in a basis":           {editor, draftInput(record, draftText, "legalBases", []any{map[string]any{"title": "法\x00"}}), []string{"CONTROL_CHARACTERS legalBases.0.title"}},
		"a language twice":         {editor, draftInput(record, draftText, "explanatoryNote", []any{map[string]any{"locale": "zh", "text": "一"}, map[string]any{"locale": "zh", "text": "二"}}), []string{"DUPLICATE explanatoryNote"}},
		"the key with another one": {editor, draftInput(record, draftText+"。", "idempotencyKey", "k"), []string{"IDEMPOTENCY_CONFLICT idempotencyKey"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := graphtest.Problems(c.who.Ask(importDraft, "input", c.input)); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestImportsAtOnce(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	record := city.Record()
	var all sync.WaitGroup
	answers := make([]gjson.Result, 8)
	for i := range answers {
		input := draftInput(record, draftText)
		if i%2 == 0 {
			input["idempotencyKey"] = "the same"
		}
		all.Go(func() { answers[i] = city.Editor().Ask(importDraft, "input", input) })
	}
	all.Wait()
	versions := map[int64]int{}
	for _, a := range answers {
		if problems := graphtest.Problems(a); len(problems) > 0 {
			t.Errorf("an import failed: %v", problems)
		}
		versions[a.Get("data.importDraft.draft.version").Int()]++
	}
	if len(versions) != 5 {
		t.Errorf("four imports and one that came four times gave the versions %v", versions)
	}
}

func TestReviseDraft(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	editor := city.Editor()
	record := city.Record()
	first := draftOf(editor, record, draftText)
	id := first.Get("id").String()
	editor.Must(setLegalBases, "input", map[string]any{"draftId": id, "legalBases": []any{map[string]any{"title": "公园管理条例"}}})

	input := map[string]any{"draftId": id, "idempotencyKey": "k"}
	copied := editor.Must(reviseDraft, "input", input)
	if again := editor.Must(reviseDraft, "input", input); again.Raw != copied.Raw {
		t.Errorf("the same request gave %s and then %s", copied.Raw, again.Raw)
	}
	second := editor.Must(readDraft, "id", copied.Get("reviseDraft.draft.id").String()).Get("node")
	if copied.Get("reviseDraft.draft.legalBases.0.title").String() != "公园管理条例" || second.Get("version").Int() != 2 {
		t.Errorf("the second version is %s", copied.Raw)
	}
	total := first.Get("clauses.totalCount").Int()
	if c := second.Get("comparison"); c.Get("unchanged").Int() != total || c.Get("gone").Int() != 0 || c.Get("previous.version").Int() != 1 {
		t.Errorf("the copy compares as %s", c.Raw)
	}
	if got := graphtest.Problems(editor.Ask(reviseDraft, "input", map[string]any{"draftId": id})); !slices.Equal(got, []string{"NOT_NEWEST_VERSION draftId"}) {
		t.Errorf("revising an old version: %v", got)
	}

	changed := strings.Replace(draftText, "夜里十一点", "夜里十点半", 1)
	changed = strings.Replace(changed, "\n（二）有人值守。", "", 1) + "\n第四条　本办法自公布之日起施行。"
	revised := editor.Must(reviseDraft, "input", map[string]any{"draftId": second.Get("id").String(), "text": changed, "legalBases": []any{}})
	if n := revised.Get("reviseDraft.draft.legalBases.#").Int(); n != 0 {
		t.Errorf("%d legal bases stayed", n)
	}
	third := editor.Must(readDraft, "id", revised.Get("reviseDraft.draft.id").String()).Get("node")
	c := third.Get("comparison")
	if c.Get("changed").Int() != 1 || c.Get("new").Int() != 1 || c.Get("gone").Int() != 1 || c.Get("goneClauses.0.text").String() != "有人值守。" {
		t.Errorf("the third version compares as %s", c.Raw)
	}
	if article := clauseLike(t, third, "十点半"); article.Get("change").String() != "CHANGED" || !strings.Contains(article.Get("previous.text").String(), "十一点") {
		t.Errorf("the changed article is %s", article.Raw)
	}
}

func TestDraftVisibility(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	record := city.Record()
	draft := draftOf(city.Editor(), record, draftText)
	id, clause := draft.Get("id").String(), draft.Get("clauses.nodes.0.id").String()
	const seen = `query ($record: ID!, $draft: ID!, $clause: ID!) { draft: node(id: $draft) { id } clause: node(id: $clause) { id }
		policyRecord(id: $record) { drafts { totalCount nodes { version text } } currentText { version } } }`
	count := func(who *graphtest.Client) int64 {
		answer := who.Must(seen, "record", record, "draft", id, "clause", clause)
		if n := answer.Get("policyRecord.drafts.totalCount").Int(); (n > 0) != answer.Get("draft.id").Exists() || (n > 0) != answer.Get("clause.id").Exists() {
			t.Errorf("%s sees %s", who.Actor.Name, answer.Raw)
		}
		return answer.Get("policyRecord.drafts.totalCount").Int()
	}
	public := []*graphtest.Client{city.Anyone(), city.Resident("li"), city.Staff("wu", "PARKS", civic.Editor)}
	for _, who := range public {
		if count(who) != 0 {
			t.Errorf("%q sees an unpublished draft", who.Actor.Name)
		}
	}
	for _, who := range []*graphtest.Client{city.Editor(), city.Staff("mo", graphtest.Housing, civic.Analyst), city.Staff("au", "", civic.Auditor)} {
		if count(who) != 1 {
			t.Errorf("%s does not see the draft", who.Actor.Name)
		}
	}
	stranger := public[2]
	if got := graphtest.Problems(stranger.Ask(reviseDraft, "input", map[string]any{"draftId": id})); !slices.Equal(got, []string{"NOT_FOUND draftId"}) {
		t.Errorf("a draft that is not seen: %v", got)
	}
	city.SQL.MustExec(`UPDATE drafts SET state = 'ADOPTED', published_at = now(), adopted_at = now(), effective_on = current_date`)
	city.SQL.MustExec(`UPDATE policy_records SET released_at = now()`)
	city.Editor().Must(reviseDraft, "input", map[string]any{"draftId": id})
	for _, who := range public {
		if count(who) != 1 {
			t.Errorf("%q does not see the published draft alone", who.Actor.Name)
		}
	}
	if v := city.Anyone().Must(seen, "record", record, "draft", id, "clause", clause).Get("policyRecord.currentText.version").Int(); v != 1 {
		t.Errorf("the text in force is version %d", v)
	}
	if got := graphtest.Problems(stranger.Ask(reviseDraft, "input", map[string]any{"draftId": id})); !slices.Equal(got, []string{"FORBIDDEN"}) {
		t.Errorf("a draft of others: %v", got)
	}
	const reviews = `query ($id: ID!) { node(id: $id) { ... on Draft { reviews { stage } } } }`
	if got := graphtest.Problems(stranger.Ask(reviews, "id", id)); !slices.Equal(got, []string{"FORBIDDEN"}) {
		t.Errorf("the reviews of others: %v", got)
	}
}

func TestComparisonHidesAnUnseenVersion(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	record := city.Record()
	draftOf(city.Editor(), record, draftText)
	second := draftOf(city.Editor(), record, strings.Replace(draftText, "\n（二）有人值守。", "", 1))
	id := second.Get("id").String()
	city.SQL.MustExec(`UPDATE drafts SET state = 'PUBLISHED', published_at = now() WHERE version = 2`)
	read := city.Anyone().Must(readDraft, "id", id).Get("node")
	if read.Get("id").String() != id || read.Get("comparison").Raw != "null" || read.Get("clauses.nodes.#.previous.id").Raw != "[]" {
		t.Errorf("the public sees of the version before: %s", read.Raw)
	}
	if second.Get("comparison.gone").Int() != 1 || second.Get("clauses.nodes.#.previous.id").Raw == "[]" {
		t.Errorf("the department does not see it: %s", second.Raw)
	}
}

func TestLegalBases(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	editor, public := city.Editor(), city.PutToPublic().Draft
	id := draftOf(editor, city.Record(), draftText).Get("id").String()
	base := map[string]any{"title": "公园管理条例", "url": "https://example.org/parks"}
	if got := editor.Must(setLegalBases, "input", map[string]any{"draftId": id, "legalBases": []any{base}}).Get("setLegalBases.draft.legalBases").Raw; got != `[{"title":"公园管理条例","url":"https://example.org/parks"}]` {
		t.Errorf("the bases are %s", got)
	}
	for name, c := range map[string]struct {
		who   *graphtest.Client
		draft string
		basis map[string]any
		want  string
	}{
		"published":             {editor, public, base, "DRAFT_PUBLISHED draftId"},
		"not seen":              {city.Staff("wu", "PARKS", civic.Editor), id, base, "NOT_FOUND draftId"},
		"seen and not writable": {city.Staff("wu", "PARKS", civic.Editor), public, base, "FORBIDDEN"},
		"an address for code":   {editor, id, map[string]any{"title": "法", "url": "javascript:alert(1)"}, "INVALID legalBases.0.url"},
	} {
		t.Run(name, func(t *testing.T) {
			got := graphtest.Problems(c.who.Ask(setLegalBases, "input", map[string]any{"draftId": c.draft, "legalBases": []any{c.basis}}))
			if !slices.Equal(got, []string{c.want}) {
				t.Errorf("got %v, want %s", got, c.want)
			}
		})
	}
}

func TestImportOfRealLaws(t *testing.T) {
	t.Parallel()
	for name, articles := range map[string]int64{"decree-713-major-decisions.txt": 44, "civil-code.txt": 1260} {
		t.Run(name, func(t *testing.T) {
			text := graphtest.Input(t, name)
			city := graphtest.New(t)
			record, began := city.Record(), time.Now()
			id := city.Editor().Must(importDraft, "input", draftInput(record, text)).Get("importDraft.draft.id").String()
			t.Logf("imported in %v", time.Since(began))
			read := city.Editor().Must(countArticles, "id", id, "number", articles).Get("node")
			if n := read.Get("clauses.totalCount").Int(); n != articles {
				t.Errorf("%d articles, want %d", n, articles)
			}
			if n := len(read.Get("one.nodes").Array()); n != 1 {
				t.Errorf("%d articles have the last number", n)
			}
			if !legaltext.SameText(read.Get("text").String(), text) {
				t.Error("the text is not the one that was imported")
			}
		})
	}
}

func TestLineageOfRealLaws(t *testing.T) {
	t.Parallel()
	before, after := graphtest.Input(t, "administrative-reconsideration-2017.txt"), graphtest.Input(t, "administrative-reconsideration-2023.txt")
	city := graphtest.New(t)
	record := city.Record()
	old := city.Editor().Must(importDraft, "input", draftInput(record, before)).Get("importDraft.draft.id").String()
	began := time.Now()
	revised := city.Editor().Must(reviseDraft, "input", map[string]any{"draftId": old, "text": after}).Get("reviseDraft.draft.id").String()
	t.Logf("revised in %v", time.Since(began))
	const purpose = `query ($id: ID!) { node(id: $id) { ... on Draft { comparison { unchanged changed moved new split merged gone goneClauses { id } }
		part: clauses(kinds: [ARTICLE], number: 75) { nodes { change sources { label } } }
		all: clauses { totalCount } clauses(kinds: [ARTICLE], number: 1) { nodes { change children { change previous { draft { id } } } previous { number draft { id } } } } } } }`
	read := city.Editor().Must(purpose, "id", revised).Get("node")
	article := read.Get("clauses.nodes.0")
	if article.Get("previous.number").Int() != 1 || article.Get("previous.draft.id").String() != old {
		t.Errorf("the first article comes from %s", article.Raw)
	}
	if part := read.Get("part.nodes").Raw; part != `[{"change":"SPLIT","sources":[{"label":"第三十一条"}]}]` {
		t.Errorf("article 75, once the second paragraph of article 31, is %s", part)
	}
	c := read.Get("comparison")
	sum := c.Get("unchanged").Int() + c.Get("changed").Int() + c.Get("moved").Int() + c.Get("new").Int() + c.Get("split").Int() + c.Get("merged").Int()
	if sum != read.Get("all.totalCount").Int() || c.Get("new").Int() == 0 || c.Get("changed").Int() == 0 || c.Get("gone").Int() != c.Get("goneClauses.#").Int() {
		t.Errorf("%d clauses compare as %s", read.Get("all.totalCount").Int(), c.Raw[:200])
	}
}

// TestOneForeignDraftDoesNotNullThePage reads drafts of two departments by staff of one.
func TestOneForeignDraftDoesNotNullThePage(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	own := city.PutToPublic().Draft
	city.Staff("admin", "", civic.Admin).Must(createDepartment, "input", department("PARKS", ""))
	city.SQL.MustExec(`UPDATE policy_records SET department_id = (SELECT id FROM departments WHERE code = 'PARKS')`)
	foreign := own
	own = city.PutToPublic().Draft
	got := city.Editor().Ask(`query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Draft { id reviews { stage } missingForApproval } } viewer { rights { action department } } }`,
		"ids", []string{foreign, own})
	if got.Get("data.nodes.0.id").String() != foreign || got.Get("data.nodes.0.reviews").Raw != "null" || got.Get("data.nodes.0.missingForApproval").Raw != "null" ||
		!got.Get("data.nodes.1.reviews").IsArray() || !got.Get("data.nodes.1.missingForApproval").IsArray() {
		t.Errorf("the page is %s", got)
	}
	if paths := got.Get("errors.#.path").Raw; len(paths) != len(`[["nodes",0,"reviews"],["nodes",0,"missingForApproval"]]`) ||
		!strings.Contains(paths, `["nodes",0,"reviews"]`) || !strings.Contains(paths, `["nodes",0,"missingForApproval"]`) {
		t.Errorf("the errors stand at %s", paths)
	}
	where := func(action string) string {
		return got.Get(`data.viewer.rights.#(action=="` + action + `")#.department`).Raw
	}
	if where("WRITE_DRAFT") != `["HOUSING"]` || where("COMMENT") != `[null]` || where("MODERATE") != `[]` {
		t.Errorf("the rights are %s", got.Get("data.viewer.rights"))
	}
}
