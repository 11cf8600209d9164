package lineage

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"minyi/domain/legaltext"
)

// version is the clauses of one version and what matching needs to know about them.
type version struct {
	clauses     []legaltext.Clause
	parents     []int   // the index of the parent, -1 at the root
	children    [][]int // the indexes of the children; the last entry is the root's
	bigramCache []bigrams
	totals      []float64 // the weights of all bigrams of each clause together
	fullTexts   []string  // the words of each clause and of all clauses below it; a heading has only its own
}

// newVersion builds the tree of clauses. A parent comes before its children.
func newVersion(clauses []legaltext.Clause) *version {
	v := &version{clauses: clauses, parents: make([]int, len(clauses)), children: make([][]int, len(clauses)+1),
		bigramCache: make([]bigrams, len(clauses)), fullTexts: make([]string, len(clauses))}
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
	v.joinTexts()
	return v
}

// joinTexts joins the words of each clause with those of its children. A heading keeps only its own words.
func (v *version) joinTexts() {
	for i := len(v.clauses) - 1; i >= 0; i-- {
		c := v.clauses[i]
		words := []string{c.Heading, c.Text}
		if !c.Kind.IsHeading() {
			for _, child := range v.children[i] {
				words = append(words, v.fullTexts[child])
			}
		}
		v.fullTexts[i] = strings.Join(words, "\n")
	}
}

// childrenOf lists the children of a clause; -1 is the root.
func (v *version) childrenOf(parent int) []int {
	if parent < 0 {
		parent = len(v.clauses)
	}
	return v.children[parent]
}

// bigrams are the bigrams of a clause's full text. They are computed on first use.
func (v *version) bigrams(i int) bigrams {
	if v.bigramCache[i] == nil {
		v.bigramCache[i] = bigramsOf(v.fullTexts[i])
	}
	return v.bigramCache[i]
}

// allBigrams are the bigrams of every clause, as far as they are computed before the context ends.
func (v *version) allBigrams(ctx context.Context) []bigrams {
	for i := range v.clauses {
		if ctx.Err() != nil {
			break
		}
		v.bigrams(i)
	}
	return v.bigramCache
}

// weigh adds up the weights of every clause's bigrams.
func (v *version) weigh(w weights) {
	v.totals = make([]float64, len(v.clauses))
	for i, pairs := range v.bigramCache {
		for _, b := range pairs {
			v.totals[i] += w[b]
		}
	}
}

// matchKey is equal for clauses of one kind with the same words and, if asked, the same number.
func (v *version) matchKey(i int, withNumber bool) string {
	key := string(v.clauses[i].Kind) + legaltext.Compact(v.fullTexts[i])
	if withNumber {
		key = v.kindAndNumber(i) + key
	}
	return key
}

// kindAndNumber is equal for clauses of one kind with the same number.
func (v *version) kindAndNumber(i int) string {
	c := v.clauses[i]
	if c.Number == nil {
		return string(c.Kind)
	}
	return fmt.Sprint(c.Kind, " ", *c.Number, " ", c.NumberSuffix)
}

// indexesWhere lists the clauses for which a condition holds.
func (v *version) indexesWhere(is func(legaltext.Clause) bool) []int {
	var found []int
	for i, c := range v.clauses {
		if is(c) {
			found = append(found, i)
		}
	}
	return found
}
