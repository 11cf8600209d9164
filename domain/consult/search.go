package consult

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
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
	SearchContents          SearchKind = "CONTENT"
)

// SearchOrder is the order of what a search finds.
type SearchOrder string

// The orders.
const (
	MostRelevant  SearchOrder = "RELEVANCE"
	NewestResults SearchOrder = "NEWEST"
)

// Search says what to look for: words, and the kinds of things that hold them. Without kinds it means all.
type Search struct {
	Text  string
	Kinds []SearchKind
	Order SearchOrder
}

// mostTerms is how many words and phrases a search may name.
const mostTerms = 8

// Check validates the words, which have 1 to 100 characters as people count them. One of them at least must be looked for.
func (s Search) Check() error {
	if err := civic.CheckBody("text", s.Text, 100); err != nil {
		return err
	}
	switch terms := s.Terms(); {
	case len(terms.All) == 0:
		return civic.Refuse(civic.Empty, "text")
	case len(terms.All)+len(terms.None) > mostTerms:
		return civic.Refuse(civic.TooMany, "text", civic.Max(mostTerms))
	}
	return nil
}

// Wants reports whether the search looks for things of this kind.
func (s Search) Wants(kind SearchKind) bool {
	return len(s.Kinds) == 0 || slices.Contains(s.Kinds, kind)
}

// SearchResult is a thing whose words hold what was looked for.
type SearchResult struct {
	Kind            SearchKind  `db:"kind"`
	ConsultationKey *uuid.UUID  `db:"consultation_id"` // nil for things outside consultations
	ContentKind     *civic.Kind `db:"content_kind"`    // nil for things that are no contents
	Key             uuid.UUID   `db:"id"`
	Words           string      `db:"words"`
	Rank            int64       `db:"rank"` // how well it fits; 0 where results stand by time alone
	Wanted          SearchTerms `db:"-"`    // what was looked for
}

// NodeID names the thing.
func (r SearchResult) NodeID() civic.ID {
	kind := map[SearchKind]civic.Kind{SearchPolicyRecords: policy.PolicyRecordKind, SearchClauses: legaltext.ClauseIDKind, SearchComments: CommentKind,
		SearchOfficialResponses: OfficialResponseKind, SearchFeedbackReports: civic.FeedbackReportKind}[r.Kind]
	if r.ContentKind != nil {
		kind = *r.ContentKind
	}
	if r.ConsultationKey == nil {
		return civic.IDOf(kind, r.Key)
	}
	return civic.IDWithin(kind, *r.ConsultationKey, r.Key)
}

// Localized reports whether things of this kind have their words in several languages.
func (k SearchKind) Localized() bool { return k != SearchClauses && k != SearchComments }

// Saying picks from a text in several languages, in JSON, the words in which most of what was looked for stands.
func (t SearchTerms) Saying(text string) (best string) {
	var all civic.Localized
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		return text
	}
	most := 0
	for _, locale := range slices.Sorted(maps.Keys(all)) {
		if held := len(t.places(all[locale])); held > most {
			best, most = all[locale], held
		}
	}
	return best
}
