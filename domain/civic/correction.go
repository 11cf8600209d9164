package civic

import (
	"context"
	"maps"
	"time"

	"github.com/google/uuid"
)

// CorrectText is the right to correct titles and other texts of records, consultations and surveys.
var CorrectText = NewAction("CORRECT_TEXT", Publisher)

// CorrectedField names the text that was corrected.
type CorrectedField string

// The texts that can be corrected.
const (
	CorrectedName         CorrectedField = "NAME"
	CorrectedTitle        CorrectedField = "TITLE"
	CorrectedNotice       CorrectedField = "NOTICE"
	CorrectedIntroduction CorrectedField = "INTRODUCTION"
)

// Correction is the public note of a text that was corrected after it became public.
type Correction struct {
	Key       uuid.UUID      `db:"id"`
	Field     CorrectedField `db:"field"`
	Old       Localized      `db:"before"`
	New       Localized      `db:"after"`
	Reason    *string        `db:"reason"`
	CreatedAt time.Time      `db:"created_at"`
}

// CorrectionKind is the kind of corrections.
var CorrectionKind = NewKind("X")

// ID names the correction.
func (c Correction) ID() ID { return IDOf(CorrectionKind, c.Key) }

// IsNode marks the type as a node of the API.
func (Correction) IsNode() {}

// Before returns the old text in the wanted language.
func (c Correction) Before(ctx context.Context, locale *WantedLocale) string {
	return c.Old.Read(ctx, locale)
}

// After returns the new text in the wanted language.
func (c Correction) After(ctx context.Context, locale *WantedLocale) string {
	return c.New.Read(ctx, locale)
}

// With returns the text with the given languages in place of what it says in them. The other languages stay.
func (t Localized) With(texts []LocalizedTextInput) Localized {
	all := Localized{}
	maps.Copy(all, t)
	maps.Copy(all, Localize(texts))
	return all
}
