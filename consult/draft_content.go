package consult

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
)

// Lengths of what a draft holds, in characters as people count them.
const (
	LongestDraft  = 1_000_000
	longestClause = 100_000
)

// HashOf is the SHA-256 in hexadecimal of all that a draft says: its clauses, title, explanatory note and legal bases.
// Verdicts of the review are tied to it.
func (d Draft) HashOf(clauses []Clause) string {
	raw, _ := json.Marshal(struct {
		Clauses         string     `json:"clauses"`
		Title           string     `json:"title"`
		ExplanatoryNote Localized  `json:"explanatoryNote"`
		LegalBases      LegalBases `json:"legalBases"`
	}{ContentHash(clauses), d.Title, d.ExplanatoryNotes, d.LegalBases})
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// CheckImport holds a pasted text and what comes with it against their rules and gives all problems.
func CheckImport(in ImportDraftInput) error {
	var problems Problems
	problems.Join(Check(in))
	problems.Join(checkBases(in.LegalBases))
	return problems.Err()
}

// CheckRevision is CheckImport of a new version.
func CheckRevision(in ReviseDraftInput) error {
	var problems Problems
	problems.Join(Check(in))
	problems.Join(checkBases(in.LegalBases))
	return problems.Err()
}

// CheckLegalBases holds new legal bases against their rules.
func CheckLegalBases(in SetLegalBasesInput) error {
	var problems Problems
	problems.Join(Check(in))
	problems.Join(checkBases(in.LegalBases))
	return problems.Err()
}

// checkBases holds the parts of legal bases that may be empty against the rules of a text.
func checkBases(bases []LegalBasisInput) error {
	var problems Problems
	for i, b := range bases {
		at := indexed("legalBases", i)
		if b.Article != nil {
			problems.Join(CheckOptionalBody(at+".article", *b.Article, LongestTitle))
		}
		if b.Note != nil {
			problems.Join(CheckOptionalBody(at+".note", *b.Note, 5000))
		}
	}
	return problems.Err()
}

// BasesOf gives the legal bases as they are kept; it is empty, never nil, where there are none.
func BasesOf(in []LegalBasisInput) LegalBases {
	bases := make(LegalBases, len(in))
	for i, b := range in {
		bases[i] = LegalBasis(b)
	}
	return bases
}

// Reworded gives the clause with new words. It refuses what breaks the rules of a text, TOO_LONG beyond 100,000 characters,
// and EMPTY where nothing of the clause would be left.
func (c Clause) Reworded(in EditClauseInput) (Clause, error) {
	var problems Problems
	for _, part := range []struct {
		field string
		words *string
		of    *string
	}{{"heading", in.Heading, &c.Heading}, {"text", in.Text, &c.Text}} {
		if part.words != nil {
			problems.Join(CheckOptionalBody(part.field, *part.words, longestClause))
			*part.of = *part.words
		}
	}
	if len(problems) == 0 && strings.IndexFunc(c.Label+c.Heading+c.Text, isSeen) < 0 {
		problems.Add(Empty, "text")
	}
	return c, problems.Err()
}

// Copied gives the same clauses for a next version: new keys, the same lineage, and nothing changed.
func Copied(clauses []Clause) []Clause {
	keys := make(map[[16]byte]int, len(clauses))
	next := slices.Clone(clauses)
	for i, c := range clauses {
		keys[c.Key] = i
		previous, change := c.Key, Unchanged
		next[i].Key, next[i].PreviousKey, next[i].Change = NewKey(), &previous, &change
		if c.ParentKey != nil {
			next[i].ParentKey = &next[keys[*c.ParentKey]].Key
		}
	}
	return next
}

// Rematch says that the clause at an index of a draft continues another one, or none where previous is nil: its lineage
// follows. It refuses OTHER_DRAFT where that is not of the version before, and CLAUSE_ALREADY_MATCHED where another clause
// continues it.
func Rematch(d Draft, clauses []Clause, at int, previous *Clause) error {
	c := &clauses[at]
	if previous == nil {
		if c.PreviousKey != nil {
			c.PreviousKey, c.LineageKey = nil, c.Key
		}
		return nil
	}
	if d.PreviousKey == nil || previous.DraftKey != *d.PreviousKey {
		return Refuse(OtherDraft, "previousClauseId")
	}
	for i, other := range clauses {
		if i != at && other.PreviousKey != nil && *other.PreviousKey == previous.Key {
			return Refuse(ClauseAlreadyMatched, "previousClauseId")
		}
	}
	key := previous.Key
	c.PreviousKey, c.LineageKey = &key, previous.LineageKey
	return nil
}
