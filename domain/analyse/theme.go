package analyse

import (
	"context"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// The rights of this subject. The enum Action in the schema describes them.
var (
	ReadCoding   = civic.NewAction("READ_CODING", civic.Analyst, civic.Editor, civic.Reviewer, civic.Publisher, civic.Auditor)
	CodeComments = civic.NewAction("CODE_COMMENTS", civic.Analyst, civic.Editor)
)

// MostThemes is how many themes a codebook may have.
const MostThemes = 500

// Refusals of themes and codes.
var (
	TooManyThemes  = civic.NewCode("TOO_MANY_THEMES", "主题最多 {max} 个。", "A codebook has at most {max} themes.")
	ThemeCircle    = civic.NewCode("THEME_CIRCLE", "主题不能归入自身或其下级。", "A theme cannot lie under itself.")
	PreviewChanged = civic.NewCode("PREVIEW_CHANGED", "该规则现涉及 {count} 条意见，请重新预览。", "The rule now touches {count} comments: look at the preview again.")
	NotYourTask    = civic.NewCode("NOT_YOUR_TASK", "该任务未分配给您。", "This task or comment was not given to you.")
)

// Theme is an entry of a consultation's codebook.
type Theme struct {
	ConsultationKey uuid.UUID       `db:"consultation_id"`
	Key             uuid.UUID       `db:"id"`
	ParentKey       *uuid.UUID      `db:"parent_id"`
	Titles          civic.Localized `db:"title"`
	Definition      string          `db:"definition"`
	Example         string          `db:"example"`
	Size            int             `db:"size"`
	MergedKey       *uuid.UUID      `db:"merged_into"`
	CreatedAt       time.Time       `db:"created_at"`
}

// ThemeKind is the kind of themes.
var ThemeKind = civic.NewKindWithin("H")

// ID names the theme.
func (t Theme) ID() civic.ID { return civic.IDWithin(ThemeKind, t.ConsultationKey, t.Key) }

// IsNode marks the type as a node of the API.
func (Theme) IsNode() {}

// Title returns the theme's title in the wanted language.
func (t Theme) Title(ctx context.Context, locale *civic.WantedLocale) string {
	return t.Titles.Read(ctx, locale)
}

// ThemeChangeKind says how a theme changed.
type ThemeChangeKind string

// The kinds.
const (
	ThemeRenamed ThemeChangeKind = "RENAMED"
	ThemeMerged  ThemeChangeKind = "MERGED"
	ThemeSplit   ThemeChangeKind = "SPLIT"
)

// ThemeChange is a change of the codebook.
type ThemeChange struct {
	ConsultationKey uuid.UUID       `db:"consultation_id"`
	Key             uuid.UUID       `db:"id"`
	ThemeKey        uuid.UUID       `db:"theme_id"`
	Kind            ThemeChangeKind `db:"kind"`
	OldTitles       civic.Localized `db:"old_title"`
	OtherKey        *uuid.UUID      `db:"other_id"`
	Comments        int             `db:"comments"`
	Reason          string          `db:"reason"`
	CreatedAt       time.Time       `db:"created_at"`
}

// OldTitle returns the title before the change in the wanted language.
func (c ThemeChange) OldTitle(ctx context.Context, locale *civic.WantedLocale) string {
	return c.OldTitles.Read(ctx, locale)
}

// CreateThemeInput is a new theme.
type CreateThemeInput struct {
	ConsultationID civic.ID                   `validate:"id=C"`
	ParentID       *civic.ID                  `validate:"omitempty,id=H"`
	Title          []civic.LocalizedTextInput `validate:"min=1,max=10,unique=Locale,texts=200"`
	Definition     string                     `validate:"words=2000"`
	Example        string                     `validate:"words=2000"`
	IdempotencyKey *string                    `validate:"omitempty,idempotency"`
}

// ReviseThemeInput is another title, definition, example or place of a theme.
type ReviseThemeInput struct {
	ThemeID    civic.ID                   `validate:"id=H"`
	ParentID   *civic.ID                  `validate:"omitempty,id=H"`
	Title      []civic.LocalizedTextInput `validate:"min=1,max=10,unique=Locale,texts=200"`
	Definition string                     `validate:"words=2000"`
	Example    string                     `validate:"words=2000"`
	Reason     string                     `validate:"words=1000"`
}

// MergeThemesInput names a theme that says the same as another one.
type MergeThemesInput struct {
	ThemeID civic.ID `validate:"id=H"`
	IntoID  civic.ID `validate:"id=H"`
	Reason  string   `validate:"words=1000"`
}

// SplitThemeInput is a new theme for some comments of another one.
type SplitThemeInput struct {
	ThemeID        civic.ID                   `validate:"id=H"`
	CommentIDs     []civic.ID                 `validate:"min=1,max=1000,unique,dive,id=M"`
	Title          []civic.LocalizedTextInput `validate:"min=1,max=10,unique=Locale,texts=200"`
	Definition     string                     `validate:"words=2000"`
	Example        string                     `validate:"words=2000"`
	Reason         string                     `validate:"words=1000"`
	IdempotencyKey *string                    `validate:"omitempty,idempotency"`
}

// CheckSame refuses as NOT_FOUND ids that are not of the consultation.
func CheckSame(consultation uuid.UUID, field string, ids ...civic.ID) error {
	var problems civic.Problems
	for i, id := range ids {
		if id.Consultation != consultation {
			problems.Add(civic.NotFound, civic.Indexed(field, i))
		}
	}
	return problems.Err()
}
