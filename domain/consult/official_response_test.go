package consult

import (
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
)

func TestCheckOutcome(t *testing.T) {
	clause := civic.IDOf(legaltext.ClauseIDKind, civic.NewKey())
	said := func(texts ...string) (reason []civic.LocalizedTextInput) {
		for _, text := range texts {
			reason = append(reason, civic.LocalizedTextInput{Locale: civic.Chinese, Text: text})
		}
		return reason
	}
	for name, c := range map[string]struct {
		outcome AdoptionOutcome
		reason  []civic.LocalizedTextInput
		clauses []AffectedClauseInput
		want    []civic.Code
	}{
		"adopted without words":           {Adopted, nil, nil, nil},
		"nothing to decide without words": {NoCommentNeeded, nil, nil, nil},
		"not adopted without words":       {NotAdopted, nil, nil, []civic.Code{civic.ReasonRequired}},
		"adopted in part without words":   {PartiallyAdopted, nil, nil, []civic.Code{civic.ReasonRequired}},
		"forwarded without words":         {Forwarded, nil, nil, []civic.Code{civic.ReasonRequired}},
		"not adopted with words":          {NotAdopted, said("于法无据"), nil, nil},
		"as long as may be":               {NotAdopted, said(strings.Repeat("长", longestReason)), nil, nil},
		"everything wrong":                {NotAdopted, said(" ", strings.Repeat("长", longestReason+1)), []AffectedClauseInput{{Effect: ClauseAmended}}, []civic.Code{civic.Empty, civic.TooLong, civic.Required}},
		"clauses as they should be": {Adopted, nil, []AffectedClauseInput{{ClauseID: &clause, Effect: ClauseAmended, NextClauseID: &clause}, {ClauseID: &clause, Effect: ClauseKept},
			{ClauseID: &clause, Effect: ClauseRemoved}, {Effect: ClauseAdded}, {Effect: ClauseAdded, NextClauseID: &clause}}, nil},
		"added though it was there":        {Adopted, nil, []AffectedClauseInput{{ClauseID: &clause, Effect: ClauseAdded}}, []civic.Code{civic.Invalid}},
		"removed though it is there still": {Adopted, nil, []AffectedClauseInput{{ClauseID: &clause, Effect: ClauseRemoved, NextClauseID: &clause}}, []civic.Code{civic.Invalid}},
	} {
		if got := codesIn(CheckOutcome(c.outcome, c.reason, c.clauses)); got != joined(c.want) {
			t.Errorf("%s: got %q, want %q", name, got, joined(c.want))
		}
	}
}

// codesIn returns the codes of a refusal, separated by blanks.
func codesIn(err error) string {
	var codes []civic.Code
	if problems, refused := err.(civic.Problems); refused {
		for _, p := range problems {
			codes = append(codes, p.Code)
		}
	}
	return joined(codes)
}

func joined(codes []civic.Code) string {
	var all []string
	for _, c := range codes {
		all = append(all, string(c))
	}
	return strings.Join(all, " ")
}
