package graph_test

import (
	"slices"
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/graph/graphtest"
)

const (
	editClause         = `mutation ($input: EditClauseInput!) { editClause(input: $input) { clause { text heading change draft { state contentHash } } userErrors { code field } } }`
	correctClauseMatch = `mutation ($input: CorrectClauseMatchInput!) { correctClauseMatch(input: $input) { clause { change previous { id } draft { contentHash } } userErrors { code field } } }`
)

func TestEditClause(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	editor, record := city.Editor(), city.Record()
	first := draftOf(editor, record, draftText)
	editor.Must(reviseDraft, "input", map[string]any{"draftId": first.Get("id").String()})
	draft := editor.Must(`query ($id: ID!) { policyRecord(id: $id) { drafts(first: 1) { nodes { id } } } }`, "id", record)
	second := editor.Must(readDraft, "id", draft.Get("policyRecord.drafts.nodes.0.id").String()).Get("node")
	article := clauseLike(t, second, "十一点")

	edit := func(text string) string {
		answer := editor.Must(editClause, "input", map[string]any{"clauseId": article.Get("id").String(), "text": text})
		if answer.Get("editClause.clause.text").String() != text {
			t.Errorf("the clause became %s", answer.Raw)
		}
		return answer.Get("editClause.clause.change").String() + " " + answer.Get("editClause.clause.draft.contentHash").String()
	}
	changed := edit("市属公园开放到夜里十点。")
	if !strings.HasPrefix(changed, "CHANGED ") || strings.HasSuffix(changed, second.Get("contentHash").String()) {
		t.Errorf("an edit gave %s", changed)
	}
	if back := edit(article.Get("text").String()); back != "UNCHANGED "+second.Get("contentHash").String() {
		t.Errorf("the old words gave %s, want the hash %s", back, second.Get("contentHash"))
	}
	old := clauseLike(t, first, "十一点").Get("id").String()
	editor.Must(editClause, "input", map[string]any{"clauseId": old, "text": "市属公园整夜开放。"})
	if c := clauseLike(t, editor.Must(readDraft, "id", second.Get("id").String()).Get("node"), "十一点"); c.Get("change").String() != "CHANGED" {
		t.Errorf("after an edit of the version before, the clause is %s", c.Raw)
	}
}

func TestEditClauseRefusals(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	editor, record := city.Editor(), city.Record()
	draft := draftOf(editor, record, draftText+"\n\n附件另行公布。")
	public := city.PutToPublic().Clauses[0]
	unlabelled := clauseLike(t, draft, "附件").Get("id").String()
	article := clauseLike(t, draft, "十一点").Get("id").String()
	missing := civic.IDOf(legaltext.ClauseIDKind, civic.NewKey()).String()
	for name, c := range map[string]struct {
		who      *graphtest.Client
		id, text string
		want     []string
	}{
		"nobody":                {city.Anyone(), article, "新", []string{"UNAUTHENTICATED"}},
		"not seen":              {city.Staff("wu", "PARKS", civic.Editor), article, "新", []string{"NOT_FOUND clauseId"}},
		"seen and not writable": {city.Staff("wu", "PARKS", civic.Editor), public, "新", []string{"FORBIDDEN"}},
		"published":             {editor, public, "新", []string{"DRAFT_PUBLISHED clauseId"}},
		"no such clause":        {editor, missing, "新", []string{"NOT_FOUND clauseId"}},
		"another kind of id":    {editor, record, "新", []string{"BAD_ID clauseId"}},
		"nothing left":          {editor, unlabelled, "", []string{"EMPTY text"}},
		"control characters":    {editor, article, "新\x00", []string{"CONTROL_CHARACTERS text"}},
		"too long":              {editor, article, strings.Repeat("新", 100_001), []string{"TOO_LONG text"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := graphtest.Problems(c.who.Ask(editClause, "input", map[string]any{"clauseId": c.id, "text": c.text}))
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
	editor.Must(editClause, "input", map[string]any{"clauseId": article, "text": "", "heading": ""}) // its number stays
}

func TestNothingMovesUnderAPublicVersion(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	editor, record := city.Editor(), city.Record()
	first := draftOf(editor, record, draftText)
	second := draftOf(editor, record, draftText)
	id, _ := civic.ParseID(second.Get("id").String())
	city.SQL.MustExec(`UPDATE drafts SET state = 'PUBLISHED', published_at = now() WHERE id = $1`, id.Key)
	read := func() string { return city.Anyone().Must(readDraft, "id", second.Get("id").String()).Raw }
	before, clause := read(), clauseLike(t, first, "十一点").Get("id").String()
	for mutation, input := range map[string]map[string]any{
		editClause:         {"clauseId": clause, "text": "市属公园整夜开放。"},
		correctClauseMatch: {"clauseId": clause, "previousClauseId": nil},
	} {
		if got := graphtest.Problems(editor.Ask(mutation, "input", input)); !slices.Equal(got, []string{"NOT_NEWEST_VERSION clauseId"}) {
			t.Errorf("the version before the public one takes a change: %v", got)
		}
	}
	if after := read(); after != before {
		t.Errorf("the public version changed:\n%s\n%s", before, after)
	}
}

func TestCorrectClauseMatch(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	editor, record := city.Editor(), city.Record()
	first := draftOf(editor, record, draftText)
	second := draftOf(editor, record, strings.Replace(draftText, "为了方便居民夜间锻炼，制定本办法。", "本办法所称公园，是指免费向公众开放的绿地。", 1))
	third := draftOf(editor, record, second.Get("text").String())
	clause, purpose := clauseLike(t, second, "所称公园"), clauseLike(t, first, "锻炼").Get("id").String()
	lineage := func(draft string) (key string) {
		id, _ := civic.ParseID(draft)
		if err := city.SQL.Get(&key, `SELECT lineage_id::text FROM clauses WHERE id = $1`, id.Key); err != nil {
			t.Fatal(err)
		}
		return key
	}
	correct := func(previous any) string {
		answer := editor.Must(correctClauseMatch, "input", map[string]any{"clauseId": clause.Get("id").String(), "previousClauseId": previous}).Get("correctClauseMatch.clause")
		if answer.Get("draft.contentHash").String() != second.Get("contentHash").String() {
			t.Error("correcting a match changed the content's hash")
		}
		return answer.Get("change").String() + " " + answer.Get("previous.id").String()
	}
	last := clauseLike(t, third, "所称公园").Get("id").String()
	if got := correct(nil); got != "NEW " || lineage(clause.Get("id").String()) == lineage(purpose) || lineage(last) != lineage(clause.Get("id").String()) {
		t.Errorf("said to be new, the clause is %q with lineage %s, the next %s", got, lineage(clause.Get("id").String()), lineage(last))
	}
	if got := correct(purpose); got != "CHANGED "+purpose || lineage(clause.Get("id").String()) != lineage(purpose) || lineage(last) != lineage(purpose) {
		t.Errorf("said to continue %s, the clause is %q", purpose, got)
	}
	public := city.PutToPublic().Clauses[0]
	for name, c := range map[string]struct{ clause, previous, want string }{
		"continued already":       {clause.Get("id").String(), clauseLike(t, first, "十一点").Get("id").String(), "CLAUSE_ALREADY_MATCHED previousClauseId"},
		"of the same version":     {clause.Get("id").String(), clauseLike(t, second, "十一点").Get("id").String(), "OTHER_DRAFT previousClauseId"},
		"of two versions before":  {last, purpose, "OTHER_DRAFT previousClauseId"},
		"of a first version":      {purpose, last, "OTHER_DRAFT previousClauseId"},
		"no such previous clause": {clause.Get("id").String(), civic.IDOf(legaltext.ClauseIDKind, civic.NewKey()).String(), "NOT_FOUND previousClauseId"},
		"no such clause":          {civic.IDOf(legaltext.ClauseIDKind, civic.NewKey()).String(), purpose, "NOT_FOUND clauseId"},
		"published":               {public, purpose, "DRAFT_PUBLISHED clauseId"},
	} {
		t.Run(name, func(t *testing.T) {
			got := graphtest.Problems(editor.Ask(correctClauseMatch, "input", map[string]any{"clauseId": c.clause, "previousClauseId": c.previous}))
			if !slices.Equal(got, []string{c.want}) {
				t.Errorf("got %v, want %s", got, c.want)
			}
		})
	}
}

func TestClausesOfADraft(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	draft := draftOf(city.Editor(), city.Record(), draftText)
	const tree = `query ($id: ID!, $after: String) { node(id: $id) { ... on Draft { clauses(first: 2, after: $after, kinds: [CHAPTER, ARTICLE]) {
		totalCount pageInfo { hasNextPage endCursor } nodes { label parent { label } children { label parent { label } } draft { version } } } } } }`
	var labels []string
	var after any
	for {
		page := city.Editor().Must(tree, "id", draft.Get("id").String(), "after", after).Get("node.clauses")
		if page.Get("totalCount").Int() != 5 {
			t.Errorf("%s clauses in all, want 5", page.Get("totalCount"))
		}
		for _, c := range page.Get("nodes").Array() {
			labels = append(labels, c.Get("label").String()+" < "+c.Get("parent.label").String()+" "+c.Get("children.#.label").Raw)
			for _, child := range c.Get("children").Array() {
				if child.Get("parent.label").String() != c.Get("label").String() {
					t.Errorf("%s is the parent's of another", child.Raw)
				}
			}
		}
		if !page.Get("pageInfo.hasNextPage").Bool() {
			break
		}
		after = page.Get("pageInfo.endCursor").String()
	}
	want := []string{`第一章 <  ["第一条","第二条"]`, `第一条 < 第一章 []`, `第二条 < 第一章 []`, `第二章 <  ["第三条"]`, `第三条 < 第二章 ["（一）","（二）"]`}
	if !slices.Equal(labels, want) {
		t.Errorf("the clauses are %q, want %q", labels, want)
	}
}
