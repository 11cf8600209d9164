package graph_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/tidwall/gjson"
	"github.com/vektah/gqlparser/v2/ast"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

var rawKey = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// idWalk reads all that everybody may, from thing to thing, and notes every id and every key that stands anywhere.
type idWalk struct {
	*testing.T
	reader  *graphtest.Client
	schema  *ast.Schema
	ids     map[string]string // with the place where each was first read
	keys    map[string]string
	waiting []string
}

// TestNoIDsOfWhatIsNotPublished walks every public field of a city in which much is not public yet. node finds each id.
func TestNoIDsOfWhatIsNotPublished(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	m.doEverything()
	city, asked := m.city, m.city.PutToPublic()
	pending := city.PutToPublic("moderation", "BEFORE_PUBLISHING")
	said := comments(city, asked, 3)
	commentOn(city.Resident("li"), map[string]any{"consultationId": pending.Consultation, "stance": "OPPOSE", "body": "不。"})
	city.Moderator().Must(moderateComment, "input", map[string]any{"commentId": said[0], "decision": "HIDE", "reason": "INSULT"})
	city.Resident("resident1").Must(withdrawComment, "input", commentNamed(said[1]))
	city.MoveTime(asked.Consultation, afterClosing)
	_, next := nextVersion(city, asked)
	city.Editor().Must(respond, "input", map[string]any{"commentIds": []string{said[0], said[2]}, "outcome": "ADOPTED",
		"clauses": []any{map[string]any{"clauseId": asked.Clauses[1], "effect": "AMENDED", "nextClauseId": next[1]}, map[string]any{"effect": "ADDED", "nextClauseId": next[3]}}})
	city.Publisher().Must(publish, "input", map[string]any{"consultationId": asked.Consultation})
	city.WriteSurvey("AFTER_CLOSE", graphtest.Questions())

	w := &idWalk{T: t, reader: city.Anyone(), ids: map[string]string{}, keys: map[string]string{}}
	w.schema = described(t, func(*ast.Definition) {})
	for _, field := range w.schema.Query.Fields { // all together would be too many fields for one operation
		if one := everything(w.schema, &ast.Definition{Kind: ast.Object, Name: "Query", Fields: ast.FieldList{field}}, 3); one != "{ __typename }" {
			w.read("Query", `query `+one)
		}
	}
	var pages []string
	if err := city.SQL.Select(&pages, `SELECT text FROM report_pages`); err != nil || len(pages) == 0 {
		t.Fatalf("%d pages of the report, %v", len(pages), err)
	}
	for line := range strings.Lines(strings.Join(pages, "")) {
		w.note("report_pages", gjson.Parse(line))
	}
	for len(w.waiting) > 0 {
		id := w.waiting[0]
		w.waiting = w.waiting[1:]
		typename := w.reader.Must(`query ($id: ID!) { node(id: $id) { __typename } }`, "id", id).Get("node.__typename").String()
		if typename == "" {
			if !w.isRow(id) {
				t.Errorf("%s stands at %s, and node gives it to nobody", id, w.ids[id])
			}
			continue
		}
		w.read(typename, `query ($id: ID!) { node(id: $id) { ... on `+typename+` `+everything(w.schema, w.schema.Types[typename], 2)+` } }`, "id", id)
	}
	for key, at := range w.keys {
		if !w.finds(key) {
			t.Errorf("the key %s stands at %s, and node gives it to nobody", key, at)
		}
	}
	if len(w.ids) < 100 {
		t.Errorf("only %d ids were read", len(w.ids))
	}
}

// read notes what an answer holds.
func (w *idWalk) read(at, query string, variables ...any) {
	w.Helper()
	w.note(at, w.reader.Must(query, variables...))
}

func (w *idWalk) note(at string, value gjson.Result) {
	if value.IsObject() || value.IsArray() {
		value.ForEach(func(name, item gjson.Result) bool {
			if name.Type == gjson.String {
				w.note(at+"."+name.String(), item)
			} else {
				w.note(at, item)
			}
			return true
		})
		return
	}
	text := value.String()
	if id, err := civic.ParseID(text); err == nil && id.Key != uuid.Nil && w.ids[text] == "" {
		w.ids[text] = at
		w.waiting = append(w.waiting, text)
	}
	for _, key := range rawKey.FindAllString(text, -1) {
		w.keys[key] = at
	}
	if strings.HasPrefix(text, "{") && gjson.Valid(text) {
		w.note(at, gjson.Parse(text))
	}
}

// isRow tells whether an id names a row of a list, which is public with its list and no node of its own.
func (w *idWalk) isRow(id string) bool {
	parsed, _ := civic.ParseID(id)
	return slices.Contains([]civic.Kind{"E", "J", "W", "N", "V", "U", "G"}, parsed.Kind)
}

// finds tells whether node gives a key to everybody, as whatever it is.
func (w *idWalk) finds(key string) bool {
	parsed := uuid.MustParse(key)
	var ids []string
	for _, kind := range civic.Kinds() {
		if !kind.Within() {
			ids = append(ids, civic.IDOf(kind, parsed).String())
			continue
		}
		for id := range w.ids {
			if of, _ := civic.ParseID(id); of.Kind == civic.ConsultationKind {
				ids = append(ids, civic.IDWithin(kind, of.Key, parsed).String())
			}
		}
	}
	for some := range slices.Chunk(ids, 100) {
		if strings.Contains(w.reader.Must(`query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, "ids", some).Raw, `"id"`) {
			return true
		}
	}
	return false
}
