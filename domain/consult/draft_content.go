package consult

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
)

// Lengths of what a draft holds, in characters as people count them.
const (
	LongestDraft  = 1_000_000
	longestClause = 100_000
)

// HashOf is the SHA-256 in hexadecimal of all that a draft says: its clauses, title, explanatory note and legal bases.
// Verdicts of the review are tied to it.
func (d Draft) HashOf(clauses []legaltext.Clause) string {
	raw, _ := json.Marshal(struct {
		Clauses         string          `json:"clauses"`
		Title           string          `json:"title"`
		ExplanatoryNote civic.Localized `json:"explanatoryNote"`
		LegalBases      LegalBases      `json:"legalBases"`
	}{legaltext.ContentHash(clauses), d.Title, d.ExplanatoryNotes, d.LegalBases})
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// CheckImport holds a pasted text and what comes with it against their rules and gives all problems.
func CheckImport(in ImportDraftInput) error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	problems.Join(checkBases(in.LegalBases))
	return problems.Err()
}

// CheckRevision is CheckImport of a new version.
func CheckRevision(in ReviseDraftInput) error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	problems.Join(checkBases(in.LegalBases))
	return problems.Err()
}

// CheckLegalBases holds new legal bases against their rules.
func CheckLegalBases(in SetLegalBasesInput) error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	problems.Join(checkBases(in.LegalBases))
	return problems.Err()
}

// checkBases holds the parts of legal bases that may be empty against the rules of a text.
func checkBases(bases []LegalBasisInput) error {
	var problems civic.Problems
	for i, b := range bases {
		at := civic.Indexed("legalBases", i)
		if b.Article != nil {
			problems.Join(civic.CheckOptionalBody(at+".article", *b.Article, legaltext.LongestTitle))
		}
		if b.Note != nil {
			problems.Join(civic.CheckOptionalBody(at+".note", *b.Note, 5000))
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
func Reworded(c legaltext.Clause, in EditClauseInput) (legaltext.Clause, error) {
	var problems civic.Problems
	for _, part := range []struct {
		field string
		words *string
		of    *string
	}{{"heading", in.Heading, &c.Heading}, {"text", in.Text, &c.Text}} {
		if part.words != nil {
			problems.Join(civic.CheckOptionalBody(part.field, *part.words, longestClause))
			*part.of = *part.words
		}
	}
	if len(problems) == 0 && strings.IndexFunc(c.Label+c.Heading+c.Text, civic.IsSeen) < 0 {
		problems.Add(civic.Empty, "text")
	}
	return c, problems.Err()
}

// Copied gives the same clauses for a next version: new keys, the same lineage, and nothing changed.
func Copied(clauses []legaltext.Clause) []legaltext.Clause {
	keys := make(map[[16]byte]int, len(clauses))
	next := slices.Clone(clauses)
	for i, c := range clauses {
		keys[c.Key] = i
		previous, change := c.Key, legaltext.Unchanged
		next[i].Key, next[i].PreviousKey, next[i].Change = civic.NewKey(), &previous, &change
		if c.ParentKey != nil {
			next[i].ParentKey = &next[keys[*c.ParentKey]].Key
		}
	}
	return next
}

// Rematch says that the clause at an index of a draft continues another one, or none where previous is nil: its lineage
// follows. It refuses OTHER_DRAFT where that is not of the version before, and CLAUSE_ALREADY_MATCHED where another clause
// continues it.
func Rematch(d Draft, clauses []legaltext.Clause, at int, previous *legaltext.Clause) error {
	c := &clauses[at]
	if previous == nil {
		if c.PreviousKey != nil {
			c.PreviousKey, c.LineageKey = nil, c.Key
		}
		return nil
	}
	if d.PreviousKey == nil || previous.DraftKey != *d.PreviousKey {
		return civic.Refuse(OtherDraft, "previousClauseId")
	}
	for i, other := range clauses {
		if i != at && other.PreviousKey != nil && *other.PreviousKey == previous.Key {
			return civic.Refuse(ClauseAlreadyMatched, "previousClauseId")
		}
	}
	key := previous.Key
	c.PreviousKey, c.LineageKey = &key, previous.LineageKey
	return nil
}
