package exec_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"minyi/graph/exec"
)

// parsed is the schema of the tests, of which gqlgen is asked for nothing but the definitions.
type parsed struct{ graphql.ExecutableSchema }

var definitions = gqlparser.MustLoadSchema(&ast.Source{Input: `
	type Query { shelf: Shelf  shelves: [Shelf!]! }
	type Shelf { name: String!  books: [Book]!  best: Book! }
	type Book { title: String!  subtitle: String }`})

func (parsed) Schema() *ast.Schema { return definitions }

// The numbers of the objects.
const (
	numberQuery = iota
	numberShelf
	numberBook
)

type book struct{ title, subtitle string }

// text writes a text; one that says "panic" panics when half of it is written, and an empty one is null.
func text(of func(book) string) func(*exec.Writer, any) bool {
	return func(w *exec.Writer, object any) bool {
		switch value := of(object.(book)); value {
		case "":
			return w.Null()
		case "panic":
			_, _ = w.WriteString(`"half`)
			panic("of a leaf")
		default:
			return w.String(value)
		}
	}
}

// The ways of package exec to a leaf.
const (
	inPlace  = "in place"       // it is written from where it lies
	resolved = "resolved"       // a resolver reads it with its level
	late     = "resolved, late" // a resolver that asks nothing of the database reads it while the answer is written
)

// field is the field of a leaf that is read in one of the ways.
func field(way string, nonNull bool, of func(book) string) *exec.Field {
	write := text(of)
	if way == inPlace {
		return &exec.Field{Leaf: write, NonNull: nonNull}
	}
	return &exec.Field{MayQuery: true, NonNull: nonNull, Read: func(_ context.Context, object any, _ map[string]any, out *exec.Out) error {
		out.WroteLeaf(write(out.Leaf(), object))
		return nil
	}}
}

// mostBytes is what an answer of the library may have.
const mostBytes = 100_000

// library is a schema of one shelf that holds the books, of which the first is the best.
func library(way string, books ...book) *exec.Schema {
	ahead := map[string]exec.Prefetch{}
	if way == late {
		ahead["Book.title"], ahead["Book.subtitle"] = nil, nil
	}
	one := func(_ context.Context, _ any, _ map[string]any, out *exec.Out) error {
		out.One(numberShelf, books)
		return nil
	}
	many := func(_ context.Context, _ any, _ map[string]any, out *exec.Out) error {
		out.Many(1)
		out.Element(numberShelf, books)
		return nil
	}
	all := func(_ context.Context, _ any, _ map[string]any, out *exec.Out) error {
		out.Many(len(books))
		for _, b := range books {
			out.Element(numberBook, b)
		}
		return nil
	}
	best := func(_ context.Context, _ any, _ map[string]any, out *exec.Out) error {
		out.One(numberBook, books[0])
		return nil
	}
	return exec.New(parsed{}, []*exec.Object{
		{Name: "Query", Satisfies: []string{"Query"}, Fields: map[string]*exec.Field{
			"shelf":   {Read: one, Types: []int{numberShelf}},
			"shelves": {Read: many, Types: []int{numberShelf}, NonNull: true, Element: true},
		}},
		{Name: "Shelf", Satisfies: []string{"Shelf"}, Fields: map[string]*exec.Field{
			"name":  {Leaf: func(w *exec.Writer, _ any) bool { return w.String("A") }, NonNull: true},
			"books": {Read: all, Types: []int{numberBook}, NonNull: true},
			"best":  {Read: best, Types: []int{numberBook}, NonNull: true},
		}},
		{Name: "Book", Satisfies: []string{"Book"}, Fields: map[string]*exec.Field{
			"title":    field(way, true, func(b book) string { return b.title }),
			"subtitle": field(way, false, func(b book) string { return b.subtitle }),
		}},
	}, ahead, mostBytes, func(context.Context, int) error { return nil })
}

// ask runs a query and gives its data, and its errors as "path: message".
func ask(t *testing.T, schema *exec.Schema, query string) (data string, said []string) {
	t.Helper()
	return askUntil(t, t.Context(), schema, query)
}

// askUntil runs a query for somebody who waits until the context ends.
func askUntil(t *testing.T, ctx context.Context, schema *exec.Schema, query string) (data string, said []string) {
	t.Helper()
	server := executor.New(schema)
	server.SetRecoverFunc(func(_ context.Context, thrown any) error { return fmt.Errorf("panic %v", thrown) })
	ctx = graphql.StartOperationTrace(ctx)
	op, refused := server.CreateOperationContext(ctx, &graphql.RawParams{Query: query})
	if refused != nil {
		t.Fatal(refused)
	}
	next, ctx := server.DispatchOperation(ctx, op)
	answer := next(ctx)
	if !json.Valid(answer.Data) {
		t.Fatalf("%s is no JSON", answer.Data)
	}
	for _, e := range answer.Errors {
		said = append(said, e.Path.String()+": "+e.Message)
	}
	return string(answer.Data), said
}

// A leaf that panics while it is written, or is null though it must not be, takes with it what cannot be without it and nothing else.
func TestALeafThatFailsNullsTheNearestThatMayBeNull(t *testing.T) {
	t.Parallel()
	good := book{"Go", "A language"}
	for name, c := range map[string]struct {
		books              []book
		query, data, error string
	}{
		"none": {[]book{good}, `{ shelf { name books { title subtitle } } }`,
			`{"shelf":{"name":"A","books":[{"title":"Go","subtitle":"A language"}]}}`, ""},
		"a panic where null may be": {[]book{good, {"SQL", "panic"}}, `{ shelf { name books { title subtitle } } }`,
			`{"shelf":{"name":"A","books":[{"title":"Go","subtitle":"A language"},{"title":"SQL","subtitle":null}]}}`, "shelf.books[1].subtitle: panic of a leaf"},
		"a panic where it may not, in a list": {[]book{{"panic", ""}, good}, `{ shelf { name books { subtitle title } } }`,
			`{"shelf":{"name":"A","books":[null,{"subtitle":"A language","title":"Go"}]}}`, "shelf.books[0].title: panic of a leaf"},
		"a panic two levels down": {[]book{{"panic", ""}}, `{ shelf { name best { title } } other: shelf { name } }`,
			`{"shelf":null,"other":{"name":"A"}}`, "shelf.best.title: panic of a leaf"},
		"a panic up to the top": {[]book{{"panic", ""}}, `{ shelf { name } shelves { best { title } } }`,
			`null`, "shelves[0].best.title: panic of a leaf"},
		"null where it may not be": {[]book{good, {"", "Untitled"}}, `{ shelf { name books { title subtitle } } }`,
			`{"shelf":{"name":"A","books":[{"title":"Go","subtitle":"A language"},null]}}`, "shelf.books[1].title: must not be null"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, way := range []string{inPlace, resolved, late} {
				data, said := ask(t, library(way, c.books...), c.query)
				if data != c.data || strings.Join(said, "; ") != c.error {
					t.Errorf("%s: got %s %q\nwant %s %q", way, data, said, c.data, c.error)
				}
			}
		})
	}
}

// impatient is a context that ends when it has been looked at some times.
type impatient struct {
	context.Context
	looks *int
}

func (i impatient) Err() error {
	if *i.looks--; *i.looks < 0 {
		return context.Canceled
	}
	return nil
}

// An answer that nobody waits for any more is not written to its end.
func TestAnAnswerThatNobodyWaitsForIsNone(t *testing.T) {
	t.Parallel()
	for _, way := range []string{inPlace, resolved, late} {
		for _, looks := range []int{1, 10} { // before it is read, and while it is written
			left := looks
			data, said := askUntil(t, impatient{t.Context(), &left}, library(way, make([]book, 2000)...), `{ shelf { books { subtitle } } }`)
			if data != "null" || strings.Join(said, "; ") != ": context canceled" {
				t.Errorf("%s: after %d looks %.100s %q", way, looks, data, said)
			}
		}
	}
}

// An answer that grows too large is null, however small it becomes by the nulls in it. One that is nearly so is whole.
func TestAnAnswerThatIsTooLargeIsNone(t *testing.T) {
	t.Parallel()
	const query = `{ shelf { name books { title subtitle } } }`
	for length, tooLarge := range map[int]bool{mostBytes - 200: false, mostBytes + 100: true} {
		for _, way := range []string{inPlace, resolved, late} {
			data, said := ask(t, library(way, book{strings.Repeat("x", length), "long"}, book{"Go", "A language"}, book{"SQL", ""}), query)
			if got := data == "null" && strings.Join(said, "; ") == ": the answer is too large"; got != tooLarge || !got && len(said) > 0 {
				t.Errorf("%s, %d: got %s %q", way, length, data, said)
			}
		}
	}
}
