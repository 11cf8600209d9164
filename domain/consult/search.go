package consult

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
)

// SearchKind is a kind of things that a search finds.
type SearchKind string

// The kinds.
const (
	SearchPolicyRecords     SearchKind = "POLICY_RECORD"
	SearchClauses           SearchKind = "CLAUSE"
	SearchComments          SearchKind = "COMMENT"
	SearchOfficialResponses SearchKind = "OFFICIAL_RESPONSE"
	SearchFeedbackReports   SearchKind = "FEEDBACK_REPORT"
)

// Search says what to look for: words, and the kinds of things that hold them. Without kinds it means all.
type Search struct {
	Text  string
	Kinds []SearchKind
}

// Check validates the words, which have 1 to 100 characters as people count them.
func (s Search) Check() error { return civic.CheckBody("text", s.Text, 100) }

// Wants reports whether the search looks for things of this kind.
func (s Search) Wants(kind SearchKind) bool {
	return len(s.Kinds) == 0 || slices.Contains(s.Kinds, kind)
}

// SearchResult is a thing whose words hold what was looked for.
type SearchResult struct {
	Kind            SearchKind `db:"kind"`
	ConsultationKey *uuid.UUID `db:"consultation_id"` // nil for things outside consultations
	Key             uuid.UUID  `db:"id"`
	Words           string     `db:"words"`
	Wanted          string     `db:"-"` // what was looked for
}

// NodeID names the thing.
func (r SearchResult) NodeID() civic.ID {
	kind := map[SearchKind]civic.Kind{SearchPolicyRecords: PolicyRecordKind, SearchClauses: legaltext.ClauseIDKind, SearchComments: CommentKind,
		SearchOfficialResponses: OfficialResponseKind, SearchFeedbackReports: FeedbackReportKind}[r.Kind]
	if r.ConsultationKey == nil {
		return civic.IDOf(kind, r.Key)
	}
	return civic.IDWithin(kind, *r.ConsultationKey, r.Key)
}

// The maximum numbers of characters of a snippet before and after what was looked for.
const snippetBefore, snippetAfter = 30, 60

// Snippet returns the words around the first place that holds what was looked for, on one line.
func (r SearchResult) Snippet() string {
	words, wanted := []rune(r.Words), len([]rune(r.Wanted))
	at := 0
	for i := 0; i+wanted <= len(words); i++ {
		if strings.EqualFold(string(words[i:i+wanted]), r.Wanted) {
			at = i
			break
		}
	}
	from, to := max(0, at-snippetBefore), min(len(words), at+wanted+snippetAfter)
	snippet := strings.Join(strings.Fields(string(words[from:to])), " ")
	if from > 0 {
		snippet = "…" + snippet
	}
	if to < len(words) {
		snippet += "…"
	}
	return snippet
}
