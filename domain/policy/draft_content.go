package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
)

// The maximum lengths of a draft and of a clause, in characters as people count them.
const (
	LongestDraft  = 1_000_000
	longestClause = 100_000
)

// mostLines is the maximum number of lines of a draft that are not empty. The Civil Code has a third of them. A text of so many is
// imported within the time limit of a request.
const mostLines = 10_000

// TooManyLines refuses a text of too many lines.
var TooManyLines = civic.NewCode("TOO_MANY_LINES", "文本行数过多，最多 {max} 行。", "The text has too many lines; at most {max} are allowed.")

// checkLines adds TOO_MANY_LINES to the problems if the text has too many lines.
func checkLines(problems *civic.Problems, text string) {
	lines, inside := 0, false
	for _, r := range text {
		end := strings.ContainsRune("\n\r\v\f\u0085\u2028\u2029", r)
		if !end && !inside {
			lines++
		}
		inside = !end
	}
	if lines > mostLines {
		problems.Add(TooManyLines, "text", civic.Max(mostLines))
	}
}

// HashOf returns the SHA-256 in hexadecimal of a draft's content: its clauses, title, explanatory note and legal bases. A
// verdict of the review is valid only for the content with this hash.
func (d Draft) HashOf(clauses []legaltext.Clause) string {
	raw, _ := json.Marshal(struct {
		Clauses         string            `json:"clauses"`
		Title           string            `json:"title"`
		ExplanatoryNote map[string]string `json:"explanatoryNote"`
		LegalBases      LegalBases        `json:"legalBases"`
	}{legaltext.ContentHash(clauses), d.Title, d.ExplanatoryNotes.Hashed(), d.LegalBases})
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// CheckImport checks the import of a draft by its rules and returns all problems.
func CheckImport(in ImportDraftInput) error {
	var problems civic.Problems
	if in.UploadID != nil && in.Text != "" {
		problems.Add(TextOrUpload, "uploadId")
	}
	if in.UploadID != nil && in.Text == "" {
		in.Text = "file" // CheckUploaded checks its text
	}
	problems.Join(civic.Check(in))
	checkLines(&problems, in.Text)
	problems.Join(checkBases(in.LegalBases))
	return problems.Err()
}

// CheckRevision checks a new version of a draft by its rules and returns all problems.
func CheckRevision(in ReviseDraftInput) error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	if in.UploadID != nil && in.Text != nil {
		problems.Add(TextOrUpload, "uploadId")
	}
	if in.Text != nil {
		checkLines(&problems, *in.Text)
	}
	problems.Join(checkBases(in.LegalBases))
	return problems.Err()
}

// CheckUploaded checks the text of an uploaded file as that of an import and returns all problems.
func CheckUploaded(text string) error {
	var problems civic.Problems
	problems.Join(civic.CheckBody("uploadId", text, LongestDraft))
	checkLines(&problems, text)
	return problems.Err()
}

// CheckLegalBases checks new legal bases by their rules and returns all problems.
func CheckLegalBases(in SetLegalBasesInput) error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	problems.Join(checkBases(in.LegalBases))
	return problems.Err()
}

// checkBases checks the article and the note of each legal basis, which may be empty.
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

// BasesOf returns the legal bases of an input. The list may be empty but is never nil.
func BasesOf(in []LegalBasisInput) LegalBases {
	bases := make(LegalBases, len(in))
	for i, b := range in {
		bases[i] = LegalBasis(b)
	}
	return bases
}

// Reworded returns the clause with a new heading or text. It refuses a text that breaks the rules of CheckBody, as TOO_LONG a
// text of more than 100,000 characters, and as EMPTY a change that leaves nothing visible in the clause.
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

// Copied returns copies of the clauses for the next version. Each copy has a new key, the same lineage, and the change
// UNCHANGED.
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

// Rematch records that the clause at an index continues the previous clause, or no clause if previous is nil. The clause
// takes over the lineage of the previous one, or starts a lineage of its own. Rematch refuses as OTHER_DRAFT a previous
// clause that is not in the version before, and as CLAUSE_ALREADY_MATCHED one that another clause already continues.
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
