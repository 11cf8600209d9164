package graph_test

import (
	"strings"
	"testing"
	"time"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/graph/graphtest"
)

// commentRows is everything that comments and endorsements leave in the database.
func commentRows(t *testing.T, city *graphtest.City) string {
	t.Helper()
	var rows string
	if err := city.SQL.Get(&rows, `SELECT concat((SELECT string_agg(m::text, ';' ORDER BY m.id) FROM comments m), (SELECT string_agg(e::text, ';' ORDER BY e::text) FROM endorsements e),
		(SELECT string_agg(d::text, ';' ORDER BY d.id) FROM tally_deltas d))`); err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestCommentRefusals(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	open, other, upcoming, closed, taken, strict := city.PutToPublic(), city.PutToPublic(), city.PutToPublic(), city.PutToPublic(), city.PutToPublic(), city.PutToPublic()
	li, wang, anyone := city.Resident("li"), city.Resident("wang"), city.Anyone()
	ids := map[string]string{}
	for name, asked := range map[string]graphtest.Asked{"open": open, "upcoming": upcoming, "closed": closed, "taken": taken, "strict": strict} {
		ids[name] = commentOn(li, map[string]any{"consultationId": asked.Consultation, "body": "赞成"})
	}
	wang.Must(endorseComment, "input", commentNamed(ids["closed"]))
	city.MoveTime(upcoming.Consultation, -24*time.Hour)
	city.MoveTime(closed.Consultation, 61*24*time.Hour)
	city.Publisher().Must(withdraw, "input", map[string]any{"consultationId": taken.Consultation, "reason": "草案另行修改"})
	strictID, _ := civic.ParseID(strict.Consultation)
	city.SQL.MustExec(`UPDATE consultations SET identity_level = 'VERIFIED' WHERE id = $1`, strictID.Key)
	titleID, _ := civic.ParseID(open.Clauses[2])
	city.SQL.MustExec(`UPDATE clauses SET kind = 'TITLE' WHERE id = $1`, titleID.Key)
	hidden := hiddenClause(t, city, open.Record)
	unknown := civic.IDOf(civic.ConsultationKind, civic.NewKey()).String()
	said := map[string]any{"consultationId": open.Consultation, "body": "赞成"}
	changed := map[string]any{"commentId": ids["open"], "body": "反对", "stance": "OPPOSE"}
	before := commentRows(t, city)

	for name, c := range map[string]struct {
		who   *graphtest.Client
		what  string
		input map[string]any
		want  string
	}{
		"by nobody":                   {anyone, submitComment, said, "UNAUTHENTICATED"},
		"empty":                       {li, submitComment, with(said, "body", ""), "EMPTY body"},
		"spaces":                      {li, submitComment, with(said, "body", " \n\t\u3000\u200b"), "EMPTY body"},
		"too long":                    {li, submitComment, with(said, "body", strings.Repeat("字", 5001)), "TOO_LONG body"},
		"too many families":           {li, submitComment, with(said, "body", strings.Repeat("👨‍👩‍👧‍👦", 5001)), "TOO_LONG body"},
		"too many marked letters":     {li, submitComment, with(said, "body", strings.Repeat("e\u0301\u0323", 5001)), "TOO_LONG body"},
		"a control character":         {li, submitComment, with(said, "body", "赞\x07成"), "CONTROL_CHARACTERS body"},
		"a zero":                      {li, submitComment, with(said, "body", "赞\x00成"), "CONTROL_CHARACTERS body"},
		"a turned direction":          {li, submitComment, with(said, "body", "赞\u202e成"), "CONTROL_CHARACTERS body"},
		"everything at once":          {li, submitComment, map[string]any{"consultationId": "x", "clauseId": "", "body": " ", "idempotencyKey": "键"}, "BAD_ID consultationId,BAD_ID clauseId,INVALID idempotencyKey,EMPTY body"},
		"no body":                     {li, submitComment, with(said, "body", nil), "GRAPHQL_VALIDATION_FAILED"},
		"no such stance":              {li, submitComment, with(said, "stance", "LOVE"), "GRAPHQL_VALIDATION_FAILED"},
		"an id of another kind":       {li, submitComment, with(said, "consultationId", open.Draft), "BAD_ID consultationId"},
		"a clause of another kind":    {li, submitComment, with(said, "clauseId", open.Draft), "BAD_ID clauseId"},
		"unknown":                     {li, submitComment, with(said, "consultationId", unknown), "NOT_FOUND consultationId"},
		"on another draft's clause":   {li, submitComment, with(said, "clauseId", other.Clauses[0]), "OTHER_DRAFT clauseId"},
		"on the title":                {li, submitComment, with(said, "clauseId", open.Clauses[2]), "TITLE_CLAUSE clauseId"},
		"on an unknown clause":        {li, submitComment, with(said, "clauseId", civic.IDOf(legaltext.ClauseIDKind, civic.NewKey()).String()), "NOT_FOUND clauseId"},
		"on a clause nobody may see":  {li, submitComment, with(said, "clauseId", hidden), "NOT_FOUND clauseId"},
		"too early":                   {li, submitComment, with(said, "consultationId", upcoming.Consultation), "NOT_YET_OPEN"},
		"too late":                    {li, submitComment, with(said, "consultationId", closed.Consultation), "CLOSED"},
		"after it was withdrawn":      {li, submitComment, with(said, "consultationId", taken.Consultation), "WITHDRAWN"},
		"hardly known":                {li, submitComment, with(said, "consultationId", strict.Consultation), "IDENTITY_REQUIRED"},
		"edit by nobody":              {anyone, editComment, changed, "UNAUTHENTICATED"},
		"edit by another":             {wang, editComment, changed, "NOT_AUTHOR commentId"},
		"edit by staff":               {city.Editor(), editComment, changed, "NOT_AUTHOR commentId"},
		"edit to nothing":             {li, editComment, with(changed, "body", ""), "EMPTY body"},
		"edit to too much":            {li, editComment, with(changed, "body", strings.Repeat("字", 5001)), "TOO_LONG body"},
		"edit of garbage":             {li, editComment, with(changed, "commentId", "x", "body", "\u200b"), "BAD_ID commentId,EMPTY body"},
		"edit of another kind":        {li, editComment, with(changed, "commentId", open.Consultation), "BAD_ID commentId"},
		"edit too early":              {li, editComment, with(changed, "commentId", ids["upcoming"]), "NOT_YET_OPEN"},
		"edit too late":               {li, editComment, with(changed, "commentId", ids["closed"]), "CLOSED"},
		"edit after the withdrawal":   {li, editComment, with(changed, "commentId", ids["taken"]), "WITHDRAWN"},
		"edit by somebody less known": {li, editComment, with(changed, "commentId", ids["strict"]), "IDENTITY_REQUIRED"},
		"withdraw by nobody":          {anyone, withdrawComment, commentNamed(ids["open"]), "UNAUTHENTICATED"},
		"withdraw by another":         {wang, withdrawComment, commentNamed(ids["open"]), "NOT_AUTHOR commentId"},
		"withdraw too late":           {li, withdrawComment, commentNamed(ids["closed"]), "CLOSED"},
		"withdraw of garbage":         {li, withdrawComment, commentNamed("%"), "BAD_ID commentId"},
		"endorse by nobody":           {anyone, endorseComment, commentNamed(ids["open"]), "UNAUTHENTICATED"},
		"endorse one's own":           {li, endorseComment, commentNamed(ids["open"]), "OWN_COMMENT commentId"},
		"endorse too early":           {wang, endorseComment, commentNamed(ids["upcoming"]), "NOT_YET_OPEN"},
		"endorse too late":            {city.Resident("zhao"), endorseComment, commentNamed(ids["closed"]), "CLOSED"},
		"endorse after withdrawal":    {wang, endorseComment, commentNamed(ids["taken"]), "WITHDRAWN"},
		"endorse hardly known":        {wang, endorseComment, commentNamed(ids["strict"]), "IDENTITY_REQUIRED"},
		"endorse of another kind":     {wang, endorseComment, commentNamed(open.Clauses[0]), "BAD_ID commentId"},
		"no longer, by nobody":        {anyone, withdrawEndorsement, commentNamed(ids["open"]), "UNAUTHENTICATED"},
		"no longer, too late":         {wang, withdrawEndorsement, commentNamed(ids["closed"]), "CLOSED"},
		"no longer, of garbage":       {wang, withdrawEndorsement, commentNamed("x"), "BAD_ID commentId"},
	} {
		t.Run(name, func(t *testing.T) {
			answer := c.who.Ask(c.what, "input", c.input)
			if got := strings.Join(graphtest.Problems(answer), ","); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
			if strings.Contains(answer.Raw, li.Actor.Account.String()) {
				t.Errorf("the answer tells an account: %s", answer.Raw)
			}
		})
	}
	if after := commentRows(t, city); after != before {
		t.Errorf("refusals changed\n%s\nto\n%s", before, after)
	}
	verified := city.Resident("li")
	verified.Actor.Assurance = civic.Verified
	commentOn(verified, with(said, "consultationId", strict.Consultation))
	commentsRecounted(t, city)
}

// hiddenClause is a clause of a draft that was not published.
func hiddenClause(t *testing.T, city *graphtest.City, record string) string {
	t.Helper()
	of, err := civic.ParseID(record)
	if err != nil {
		t.Fatal(err)
	}
	draft, clause := civic.NewKey(), civic.NewKey()
	city.SQL.MustExec(`INSERT INTO drafts (id, policy_record_id, version, title, explanatory_note, legal_bases, state, content_hash, import_warnings, created_by)
		VALUES ($1, $2, 2, 't', '{}', '[]', 'DRAFT', 'h', '[]', $1)`, draft, of.Key)
	city.SQL.MustExec(`INSERT INTO clauses (id, draft_id, lineage_id, position, depth, kind, label, number, number_suffix, heading, text)
		VALUES ($1, $2, $1, 0, 0, 'ARTICLE', '第一条', 1, 0, '', '未公开')`, clause, draft)
	return civic.IDOf(legaltext.ClauseIDKind, clause).String()
}

func TestCommentBodiesAreKeptAsWritten(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	li := city.Resident("li")
	for name, body := range map[string]string{
		"5,000 characters":     strings.Repeat("字", 5000),
		"5,000 families":       strings.Repeat("👨‍👩‍👧‍👦", 5000),
		"5,000 marked letters": strings.Repeat("e\u0301\u0323", 5000),
		"line breaks":          "一、\r\n\t赞成；\n二、反对。\n",
		"markup":               `<script>alert("1")</script> & '%s' \ $1`,
		"spaces around":        "  赞成  ",
	} {
		t.Run(name, func(t *testing.T) {
			id := commentOn(li, map[string]any{"consultationId": asked.Consultation, "body": body})
			if got := city.Anyone().Must(readComment, "id", id).Get("node.body").String(); got != body {
				t.Errorf("it came back with %d bytes instead of %d", len(got), len(body))
			}
		})
	}
}

func TestCommentAuthorsLeaveNoTrace(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	fields := city.Anyone().Must(`{ __type(name: "Comment") { fields { name type { name ofType { name } } } } }`)
	for _, field := range fields.Get("__type.fields").Array() {
		if name := field.Get("name").String(); strings.Contains(name, "uthor") && field.Get("type.ofType.name").String() != "Boolean" {
			t.Errorf("%s may lead to the author", name)
		}
	}
	if len(fields.Get("__type.fields").Array()) < 10 {
		t.Errorf("the fields were not read: %s", fields.Raw)
	}
}
