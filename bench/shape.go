package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"minyi"
)

// shape is a field of a query with its arguments and the fields under it.
type shape struct {
	field *ast.FieldDefinition
	args  string
	under []*shape
	on    string // the type of a fragment, for a field of one of several types
}

// shaper makes queries out of the schema at random.
type shaper struct {
	*rand.Rand
	schema *ast.Schema
	ids    []string // of things that exist, to look up
	words  []string // to search for
}

func newShaper(ids, words []string) (*shaper, error) {
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: minyi.Schema})
	return &shaper{rand.New(rand.NewPCG(1, 2)), schema, ids, words}, err
}

// query makes a query of some fields at the top.
func (s *shaper) query() *shape {
	root := &shape{}
	for range 1 + s.IntN(2) {
		s.grow(root, s.schema.Query, "", 3)
	}
	return root
}

// grow adds a field of the type, with fields under it to a depth.
func (s *shaper) grow(to *shape, of *ast.Definition, on string, depth int) {
	if possible := s.schema.GetPossibleTypes(of); of.Kind == ast.Interface || of.Kind == ast.Union {
		one := possible[s.IntN(len(possible))]
		s.grow(to, one, one.Name, depth)
		return
	}
	field := of.Fields[s.IntN(len(of.Fields))]
	args, known := s.arguments(field)
	if strings.HasPrefix(field.Name, "__") || !known {
		return
	}
	added := &shape{field: field, args: args, on: on}
	if result := s.schema.Types[field.Type.Name()]; result.IsCompositeType() {
		for range 4 {
			if depth > 0 {
				s.grow(added, result, "", depth-1)
			}
		}
		if len(added.under) == 0 {
			return
		}
	}
	to.under = append(to.under, added)
}

// arguments writes the arguments that a field needs, and those that make it dear. It does not know all kinds of arguments.
func (s *shaper) arguments(field *ast.FieldDefinition) (string, bool) {
	var given []string
	for _, arg := range field.Arguments {
		switch name := arg.Type.Name(); {
		case arg.Name == "first":
			given = append(given, fmt.Sprintf("first: %d", []int{10, 50, 100}[s.IntN(3)]))
		case name == "ID" && arg.Type.Elem != nil:
			given = append(given, fmt.Sprintf("%s: [%s]", arg.Name, s.quoted(s.ids, 20)))
		case name == "ID" && arg.Type.NonNull:
			given = append(given, fmt.Sprintf("%s: %s", arg.Name, s.quoted(s.ids, 1)))
		case name == "String" && arg.Type.NonNull:
			given = append(given, fmt.Sprintf("%s: %s", arg.Name, s.quoted(s.words, 1)))
		case name == "CommentFilter" && s.IntN(2) == 0:
			given = append(given, fmt.Sprintf("%s: {contains: %s}", arg.Name, s.quoted(s.words, 1)))
		case arg.Type.NonNull && arg.DefaultValue == nil:
			return "", false
		}
	}
	if len(given) == 0 {
		return "", true
	}
	return "(" + strings.Join(given, ", ") + ")", true
}

// quoted writes some of the texts as strings.
func (s *shaper) quoted(texts []string, n int) string {
	some := make([]string, n)
	for i := range some {
		some[i] = fmt.Sprintf("%q", texts[s.IntN(len(texts))])
	}
	return strings.Join(some, ", ")
}

// changed makes another query out of one: with a field more, a field less, a field again, or other arguments.
func (s *shaper) changed(q *shape) *shape {
	next := q.copied()
	place, of := s.somewhere(next)
	switch n := len(place.under); {
	case n > 0 && s.IntN(4) == 0:
		place.under = slices.Delete(place.under, 0, 1)
	case n > 0 && s.IntN(2) == 0:
		again := place.under[s.IntN(n)].copied()
		if args, known := s.arguments(again.field); known {
			again.args = args
		}
		for range 1 + s.IntN(8) {
			place.under = append(place.under, again.copied())
		}
	default:
		s.grow(place, of, "", 3)
	}
	return next
}

// somewhere chooses a place with fields under it, and its type.
func (s *shaper) somewhere(q *shape) (*shape, *ast.Definition) {
	place, of := q, s.schema.Query
	for len(place.under) > 0 && s.IntN(3) > 0 {
		next := place.under[s.IntN(len(place.under))]
		result := s.schema.Types[next.field.Type.Name()]
		if !result.IsCompositeType() {
			break
		}
		place, of = next, result
	}
	return place, of
}

func (q *shape) copied() *shape {
	other := *q
	other.under = make([]*shape, len(q.under))
	for i, u := range q.under {
		other.under[i] = u.copied()
	}
	return &other
}

// text writes the query. Each field has an alias of its own, so that none falls together with another.
func (q *shape) text() string {
	var out strings.Builder
	count := 0
	q.write(&out, &count)
	return out.String()
}

func (q *shape) write(out *strings.Builder, count *int) {
	if len(q.under) == 0 {
		return
	}
	out.WriteString("{ __typename ")
	for _, u := range q.under {
		*count++
		if u.on != "" {
			fmt.Fprintf(out, "... on %s { ", u.on)
		}
		fmt.Fprintf(out, "f%d: %s%s ", *count, u.field.Name, u.args)
		u.write(out, count)
		if u.on != "" {
			out.WriteString("} ")
		}
	}
	out.WriteString("} ")
}

// summary names the fields at the top, and how many there are in all.
func (q *shape) summary() string {
	names := map[string]int{}
	var order []string
	for _, u := range q.under {
		name := u.field.Name
		for len(u.under) == 1 {
			u = u.under[0]
			name += "." + u.field.Name
		}
		if names[name] == 0 {
			order = append(order, name)
		}
		names[name]++
	}
	for i, name := range order {
		if names[name] > 1 {
			order[i] = fmt.Sprintf("%d × %s", names[name], name)
		}
	}
	return fmt.Sprintf("%s (%d fields)", strings.Join(order[:min(4, len(order))], ", "), strings.Count(q.text(), ": "))
}
