package consult

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

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

// Localized reports whether things of this kind have their words in several languages.
func (k SearchKind) Localized() bool { return k != SearchClauses && k != SearchComments }

// Saying picks from a text in several languages, in JSON, the words that hold what was looked for.
func Saying(text, wanted string) string {
	var all civic.Localized
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		return text
	}
	for _, locale := range slices.Sorted(maps.Keys(all)) {
		if _, _, found := civic.FindFolded(all[locale], wanted); found {
			return all[locale]
		}
	}
	return ""
}

// Snippet returns the words around the first place that holds what was looked for, on one line.
func (r SearchResult) Snippet() string {
	first, last, _ := civic.FindFolded(r.Words, r.Wanted)
	words, at, end := []rune(r.Words), utf8.RuneCountInString(r.Words[:first]), utf8.RuneCountInString(r.Words[:last])
	from, to := max(0, at-snippetBefore), min(len(words), end+snippetAfter)
	snippet := strings.Join(strings.Fields(string(words[from:to])), " ")
	if from > 0 {
		snippet = "…" + snippet
	}
	if to < len(words) {
		snippet += "…"
	}
	return snippet
}
