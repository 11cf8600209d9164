package consult

import (
	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/lineage"
	"minyi/domain/policy"
)

// CommentPlaceKey names a clause and another version of its draft.
type CommentPlaceKey struct{ Clause, Draft civic.ID }

// CommentPlace is where a comment on a clause stands in another version of the draft.
type CommentPlace struct {
	DraftKey      uuid.UUID
	Fate          lineage.ClauseFate
	Clauses       []legaltext.Clause
	PassageClause *legaltext.Clause // nil if the comment has no passage, or if the version no longer has its words
	Passage       *policy.Passage
	within        []legaltext.Clause // the clauses and all that is in them
}

// NewCommentPlace is the place of a clause in the clauses of another version, which are a whole text in order.
func NewCommentPlace(draft uuid.UUID, l lineage.Landing, version []legaltext.Clause) CommentPlace {
	p := CommentPlace{DraftKey: draft, Fate: l.Fate, Clauses: l.Clauses}
	inside := map[uuid.UUID]bool{}
	for _, c := range l.Clauses {
		inside[c.Key] = true
	}
	for _, c := range version {
		if inside[c.Key] || c.ParentKey != nil && inside[*c.ParentKey] {
			inside[c.Key] = true
			p.within = append(p.within, c)
		}
	}
	return p
}

// Of is the place of a comment on the clause. Its passage is found again in the clauses, or in what is in them.
func (p CommentPlace) Of(c Comment) CommentPlace {
	if c.Passage == nil {
		return p
	}
	if p.PassageClause, p.Passage = c.Passage.FindAgain(p.Clauses); p.Passage == nil {
		p.PassageClause, p.Passage = c.Passage.FindAgain(p.within)
	}
	return p
}
