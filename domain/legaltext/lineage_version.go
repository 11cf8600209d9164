package legaltext

import (
	"fmt"
	"strings"

	"github.com/google/uuid"
)

// version is one side of a matching: the clauses with what is worked out about them.
type version struct {
	clauses  []Clause
	parents  []int   // the index of the parent, -1 at the root
	children [][]int // the indexes of the children, those of the root last
	pairs    []bigrams
	whole    []string // the clause's words with those of all below it, for articles and smaller
}

// newVersion works out the tree of clauses that stand in preorder.
func newVersion(clauses []Clause) *version {
	v := &version{clauses: clauses, parents: make([]int, len(clauses)), children: make([][]int, len(clauses)+1),
		pairs: make([]bigrams, len(clauses)), whole: make([]string, len(clauses))}
	at := make(map[uuid.UUID]int, len(clauses))
	for i, c := range clauses {
		at[c.Key], v.parents[i] = i, -1
		if c.ParentKey != nil {
			if parent, known := at[*c.ParentKey]; known {
				v.parents[i] = parent
			}
		}
		under := v.parents[i]
		if under < 0 {
			under = len(clauses)
		}
		v.children[under] = append(v.children[under], i)
	}
	v.gather()
	return v
}

// gather joins the words of each clause with those of its children; headings speak for themselves alone.
func (v *version) gather() {
	for i := len(v.clauses) - 1; i >= 0; i-- {
		c := v.clauses[i]
		words := []string{c.Heading, c.Text}
		if !c.Kind.Heads() {
			for _, child := range v.children[i] {
				words = append(words, v.whole[child])
			}
		}
		v.whole[i] = strings.Join(words, "\n")
	}
}

// under lists the children of a clause, of the root with -1.
func (v *version) under(parent int) []int {
	if parent < 0 {
		parent = len(v.clauses)
	}
	return v.children[parent]
}

// bigrams are those of the clause with all below it, worked out when first asked for.
func (v *version) bigrams(i int) bigrams {
	if v.pairs[i] == nil {
		v.pairs[i] = bigramsOf(v.whole[i])
	}
	return v.pairs[i]
}

// allBigrams are those of every clause.
func (v *version) allBigrams() []bigrams {
	for i := range v.clauses {
		v.bigrams(i)
	}
	return v.pairs
}

// key is the same for clauses of one kind with the same words and, if asked, the same number.
func (v *version) key(i int, withNumber bool) string {
	key := string(v.clauses[i].Kind) + compact(v.whole[i])
	if withNumber {
		key = v.place(i) + key
	}
	return key
}

// place is the clause's kind and number.
func (v *version) place(i int) string {
	c := v.clauses[i]
	if c.Number == nil {
		return string(c.Kind)
	}
	return fmt.Sprint(c.Kind, " ", *c.Number, " ", c.NumberSuffix)
}

// all lists the clauses of which something is true.
func (v *version) all(is func(Clause) bool) []int {
	var found []int
	for i, c := range v.clauses {
		if is(c) {
			found = append(found, i)
		}
	}
	return found
}
