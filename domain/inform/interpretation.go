// Package inform holds what a government tells about its policies and its work: interpretations of policies, columns on a topic, and answers to
// what the public is concerned about.
package inform

import (
	"context"
	"database/sql/driver"
	"slices"
	"strings"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/lineage"
	"minyi/domain/policy"
)

// Refusals of an interpretation.
var (
	NoTranscript   = civic.NewCode("NO_TRANSCRIPT", "视频须有文字稿，图解须有替代文字。", "A video needs a transcript, and an infographic a text that says the same.")
	MediaRequired  = civic.NewCode("MEDIA_REQUIRED", "视频和图解须写明网址。", "A video or an infographic needs its address.")
	SourceRequired = civic.NewCode("SOURCE_REQUIRED", "转载上级解读的，须写明来源。", "An interpretation from a higher level needs its source.")
)

// InterpretationOrigin says who made an interpretation.
type InterpretationOrigin string

// The origins.
const (
	Own         InterpretationOrigin = "OWN"
	HigherLevel InterpretationOrigin = "HIGHER_LEVEL"
)

// InterpretationMedium says what an interpretation is made of.
type InterpretationMedium string

// The media.
const (
	AsText      InterpretationMedium = "TEXT"
	Video       InterpretationMedium = "VIDEO"
	Infographic InterpretationMedium = "INFOGRAPHIC"
)

// InterpretationElement is something that an interpretation should explain.
type InterpretationElement string

// InterpretationElements lists what an interpretation should explain.
var InterpretationElements = []InterpretationElement{"BACKGROUND", "BASIS", "AIMS", "SCOPE", "STANDARDS", "TERMS", "OLD_AGAINST_NEW"}

// InterpretationWarning is a doubt about an interpretation that does not stop it.
type InterpretationWarning string

// The warnings.
const (
	MostlyCopied    InterpretationWarning = "MOSTLY_COPIED"
	ElementsMissing InterpretationWarning = "ELEMENTS_MISSING"
)

// An interpretation whose runs of six characters come from the text by at least this share explains little (orders of several cities refuse mere
// excerpts).
const (
	copiedRun   = 6
	copiedShare = 0.6
)

// InterpretationWords are what an interpretation says.
type InterpretationWords struct {
	Titles      civic.Localized         `json:"title"`
	Bodies      civic.Localized         `json:"body"`
	Origin      InterpretationOrigin    `json:"origin"`
	Medium      InterpretationMedium    `json:"medium"`
	MediaURL    *string                 `json:"mediaUrl,omitempty"`
	Transcripts civic.Localized         `json:"transcript,omitempty"`
	Source      *string                 `json:"source,omitempty"`
	SourceURL   *string                 `json:"sourceUrl,omitempty"`
	Elements    []InterpretationElement `json:"elements"`
	Draft       *uuid.UUID              `json:"draft,omitempty"`
	Clauses     []uuid.UUID             `json:"clauses"`
}

// Scan reads the words from a JSON column.
func (w *InterpretationWords) Scan(from any) error { return civic.ScanJSON(from, w) }

// Value writes the words to a JSON column.
func (w InterpretationWords) Value() (driver.Value, error) { return civic.ValueJSON(w) }

// Text is the interpretation with its transcript.
func (w InterpretationWords) Text() policy.ContentText {
	bodies := civic.Localized{}
	for locale, body := range w.Bodies {
		bodies[locale] = strings.TrimSpace(body + "\n\n" + w.Transcripts[locale])
	}
	return policy.ContentText{Titles: w.Titles, Bodies: bodies}
}

// InterpretationDerived is what follows from an interpretation and the text that it explains.
type InterpretationDerived struct {
	CopiedShare float64 `json:"copiedShare"`
}

// Scan reads it from a JSON column.
func (d *InterpretationDerived) Scan(from any) error { return civic.ScanJSON(from, d) }

// PolicyInterpretation explains a policy to the public.
type PolicyInterpretation struct {
	policy.ContentVersion
	Words    InterpretationWords   `db:"words"`
	Derived  InterpretationDerived `db:"derived"`
	Outdated bool                  `db:"outdated"`
}

// InterpretationKind is the kind of interpretations.
var InterpretationKind = civic.NewKind("I")

// ID names the interpretation.
func (i PolicyInterpretation) ID() civic.ID { return civic.IDOf(InterpretationKind, i.Key) }

// Title returns the title in the wanted language.
func (i PolicyInterpretation) Title(ctx context.Context, locale *civic.WantedLocale) string {
	return i.Words.Titles.Read(ctx, locale)
}

// Body returns the explanation in the wanted language.
func (i PolicyInterpretation) Body(ctx context.Context, locale *civic.WantedLocale) string {
	return i.Words.Bodies.Read(ctx, locale)
}

// Transcript returns what a video says, or what an infographic shows, in words.
func (i PolicyInterpretation) Transcript(ctx context.Context, locale *civic.WantedLocale) *string {
	if len(i.Words.Transcripts) == 0 {
		return nil
	}
	return new(i.Words.Transcripts.Read(ctx, locale))
}

// Origin, Medium, MediaURL, Source, SourceURL and Elements return what the words say.
func (i PolicyInterpretation) Origin() InterpretationOrigin { return i.Words.Origin }

// Medium says what the interpretation is made of.
func (i PolicyInterpretation) Medium() InterpretationMedium { return i.Words.Medium }

// MediaURL is the address of a video or an infographic.
func (i PolicyInterpretation) MediaURL() *string { return i.Words.MediaURL }

// Source names who published an interpretation from a higher level.
func (i PolicyInterpretation) Source() *string { return i.Words.Source }

// SourceURL is the address at the source.
func (i PolicyInterpretation) SourceURL() *string { return i.Words.SourceURL }

// Elements lists what the interpretation explains.
func (i PolicyInterpretation) Elements() []InterpretationElement { return i.Words.Elements }

// CopiedShare is the share of the words that stand in the policy's text too.
func (i PolicyInterpretation) CopiedShare() float64 { return i.Derived.CopiedShare }

// MissingElements lists what an own interpretation does not explain.
func (i PolicyInterpretation) MissingElements() []InterpretationElement {
	missing := []InterpretationElement{}
	for _, element := range InterpretationElements {
		if i.Words.Origin == Own && !slices.Contains(i.Words.Elements, element) {
			missing = append(missing, element)
		}
	}
	return missing
}

// Warnings lists the doubts about the interpretation.
func (i PolicyInterpretation) Warnings() []InterpretationWarning {
	warnings := []InterpretationWarning{}
	if i.Derived.CopiedShare >= copiedShare {
		warnings = append(warnings, MostlyCopied)
	}
	if len(i.MissingElements()) > 0 {
		warnings = append(warnings, ElementsMissing)
	}
	return warnings
}

// DeriveFrom returns what follows from the words and the policy's text.
func (w InterpretationWords) DeriveFrom(policy string) InterpretationDerived {
	var said strings.Builder
	for _, texts := range []civic.Localized{w.Bodies, w.Transcripts} {
		for _, text := range texts {
			said.WriteString(text + "\n")
		}
	}
	return InterpretationDerived{lineage.CopiedShare(said.String(), policy, copiedRun)}
}
