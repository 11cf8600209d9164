package analyse

import (
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// CorrectCampaigns is a right; the enum Action in the schema describes it.
var CorrectCampaigns = civic.NewAction("CORRECT_CAMPAIGNS", civic.Analyst, civic.Editor)

// Refusals of corrections of campaigns.
var (
	NotGrouped     = civic.NewCode("NOT_GROUPED", "该意见已隐藏、删除或撤回，不能归组。", "A comment that is hidden, erased or withdrawn belongs to no campaign.")
	AnswersNoGroup = civic.NewCode("ANSWERS_NO_GROUP", "该答复针对指定的意见，请使用 reviseOfficialResponse。", "The response names its comments; reviseOfficialResponse changes them.")
	MergedAway     = civic.NewCode("MERGED_AWAY", "该组已并入另一组。", "This campaign or theme was merged into another one.")
)

// Campaign is a group of comments of one consultation that are nearly the same.
type Campaign struct {
	ConsultationKey uuid.UUID  `db:"consultation_id"`
	Key             uuid.UUID  `db:"id"`
	Size            int        `db:"size"`
	People          int        `db:"people"`
	MergedKey       *uuid.UUID `db:"merged_into"`
	CreatedAt       time.Time  `db:"created_at"`
}

// CampaignKind is the kind of campaigns.
var CampaignKind = civic.NewKindWithin("K")

// ID names the campaign.
func (c Campaign) ID() civic.ID { return civic.IDWithin(CampaignKind, c.ConsultationKey, c.Key) }

// IsNode marks the type as a node of the API.
func (Campaign) IsNode() {}

// SimilarComment is a comment that is like another one.
type SimilarComment struct {
	CommentID civic.ID
	Likeness  float64 // the part of both texts together that they share (Jaccard of their shingles), from 0 to 1
}

// CampaignCorrectionKind says what staff changed.
type CampaignCorrectionKind string

// The kinds.
const (
	CommentsTakenOut CampaignCorrectionKind = "COMMENTS_TAKEN_OUT"
	CommentsMoved    CampaignCorrectionKind = "COMMENTS_MOVED"
	CampaignSplit    CampaignCorrectionKind = "SPLIT"
	CampaignMerged   CampaignCorrectionKind = "MERGED"
)

// CampaignCorrection is a change of a grouping by staff. Everybody reads it.
type CampaignCorrection struct {
	ConsultationKey uuid.UUID              `db:"consultation_id"`
	Key             uuid.UUID              `db:"id"`
	CampaignKey     *uuid.UUID             `db:"campaign_id"` // nil if the comments were taken out
	Kind            CampaignCorrectionKind `db:"kind"`
	Comments        int                    `db:"comments"`
	Reason          string                 `db:"reason"`
	CreatedAt       time.Time              `db:"created_at"`
}

// CorrectionKind is the kind of corrections of campaigns.
var CorrectionKind = civic.NewKindWithin("k")

// ID names the correction.
func (c CampaignCorrection) ID() civic.ID {
	return civic.IDWithin(CorrectionKind, c.ConsultationKey, c.Key)
}

// IsNode marks the type as a node of the API.
func (CampaignCorrection) IsNode() {}

// MoveToCampaignInput names comments and the campaign that they belong to.
type MoveToCampaignInput struct {
	CommentIDs     []civic.ID `validate:"min=1,max=1000,unique,dive,id=M"`
	CampaignID     *civic.ID  `validate:"omitempty,id=K"`
	NewCampaign    bool
	Reason         string  `validate:"words=1000"`
	IdempotencyKey *string `validate:"omitempty,idempotency"`
}

// Check validates the input by its rules and returns all problems at once.
func (in MoveToCampaignInput) Check() error {
	if err := civic.Check(in); err != nil {
		return err
	}
	var problems civic.Problems
	for i, id := range in.CommentIDs {
		if id.Consultation != in.CommentIDs[0].Consultation {
			problems.Add(civic.NotFound, civic.Indexed("commentIds", i))
		}
	}
	if in.NewCampaign && len(in.CommentIDs) < 2 {
		problems.Add(civic.TooFew, "commentIds", civic.Min(2))
	}
	if in.CampaignID != nil && (in.NewCampaign || in.CampaignID.Consultation != in.CommentIDs[0].Consultation) {
		problems.Add(civic.Invalid, "campaignId")
	}
	return problems.Err()
}

// Kind says what the input changes.
func (in MoveToCampaignInput) Kind() CampaignCorrectionKind {
	switch {
	case in.NewCampaign:
		return CampaignSplit
	case in.CampaignID == nil:
		return CommentsTakenOut
	}
	return CommentsMoved
}

// MergeCampaignsInput names a campaign that is the same as another one.
type MergeCampaignsInput struct {
	CampaignID     civic.ID `validate:"id=K"`
	IntoID         civic.ID `validate:"id=K"`
	Reason         string   `validate:"words=1000"`
	IdempotencyKey *string  `validate:"omitempty,idempotency"`
}

// Check validates the input by its rules and returns all problems at once.
func (in MergeCampaignsInput) Check() error {
	if err := civic.Check(in); err != nil {
		return err
	}
	if in.CampaignID == in.IntoID || in.CampaignID.Consultation != in.IntoID.Consultation {
		return civic.Refuse(civic.Invalid, "intoId")
	}
	return nil
}
