package lineage

import (
	"github.com/google/uuid"

	"minyi/domain/legaltext"
)

// ClauseFate says what became of a clause, with all that is in it, in another version.
type ClauseFate string

// The fates. A clause without a place in the other version is ORPHANED; it is never given a place that only looks right.
const (
	FateKept     ClauseFate = "KEPT"
	FateChanged  ClauseFate = "CHANGED"
	FateMoved    ClauseFate = "MOVED"
	FateSplit    ClauseFate = "SPLIT"
	FateMerged   ClauseFate = "MERGED"
	FateOrphaned ClauseFate = "ORPHANED"
)

// Landing is where a clause stands in another version.
type Landing struct {
	Fate    ClauseFate
	Clauses []legaltext.Clause // in the order of the text; none if it is orphaned
}

// Landings are the places in the other version of all clauses of a version, by their keys. An article is CHANGED if anything in it changed.
// A heading stands for itself alone.
func Landings(before, after []legaltext.Clause, rows []ComparedClause) map[uuid.UUID]Landing {
	found := make(map[uuid.UUID]Landing, len(before))
	older, newer := newVersion(before), newVersion(after)
	places := map[uuid.UUID]int{}
	for n, c := range after {
		places[c.Key] = n
	}
	whole := map[uuid.UUID]string{}
	for p, c := range before {
		found[c.Key], whole[c.Key] = Landing{Fate: FateOrphaned}, older.fullTexts[p]
	}
	land := func(c legaltext.Clause, row ComparedClause) {
		l := found[c.Key]
		l.Clauses = append(l.Clauses, *row.After)
		switch {
		case len(l.Clauses) > 1:
			l.Fate = FateSplit
		case len(row.Sources) > 0 && row.Before != nil:
			l.Fate = FateMerged
		case !sameWords(whole[c.Key], newer.fullTexts[places[row.After.Key]]):
			l.Fate = FateChanged
		case row.Change == ComparedChange(legaltext.Unchanged):
			l.Fate = FateKept
		default:
			l.Fate = FateMoved
		}
		found[c.Key] = l
	}
	for _, row := range rows {
		if row.After == nil {
			continue
		}
		if row.Before != nil {
			land(*row.Before, row)
		}
		for _, source := range row.Sources {
			land(source, row)
		}
	}
	for p, c := range before {
		if found[c.Key].Fate == FateOrphaned && !c.Kind.IsHeading() {
			if at := newer.sameWithin(found, older.articleOf(p), older.fullTexts[p]); at >= 0 {
				found[c.Key] = Landing{FateMoved, []legaltext.Clause{after[at]}}
			}
		}
	}
	return found
}

// articleOf is the article that a part of one lies in; nil if it lies in none.
func (v *version) articleOf(i int) *legaltext.Clause {
	for i = v.parents[i]; i >= 0; i = v.parents[i] {
		if v.clauses[i].Kind == legaltext.Article {
			return &v.clauses[i]
		}
	}
	return nil
}

// sameWithin is the index of the only clause with the same words among those where an older article landed, and in them; -1 if there is none.
// So a paragraph is found that became an article of its own.
func (v *version) sameWithin(landings map[uuid.UUID]Landing, article *legaltext.Clause, words string) int {
	if article == nil {
		return -1
	}
	inside, at := map[uuid.UUID]bool{}, -1
	for _, c := range landings[article.Key].Clauses {
		inside[c.Key] = true
	}
	for n, c := range v.clauses {
		inside[c.Key] = inside[c.Key] || c.ParentKey != nil && inside[*c.ParentKey]
		if !inside[c.Key] || !sameWords(v.fullTexts[n], words) {
			continue
		}
		if at >= 0 && v.parents[n] != at {
			return -1
		}
		at = n
	}
	return at
}
