package model

import "minyi/consult"

// UserError is one thing that a person can mend in an input, worded for its reader.
type UserError struct {
	Code    consult.Code
	Field   []string
	Message string
}

// The payloads of the mutations: what was changed, or what to mend.
type (
	EraseCommentPayload struct {
		Comment    *consult.Comment
		UserErrors []UserError
	}
	EraseMyDataPayload struct {
		Erased     *consult.ErasedData
		UserErrors []UserError
	}
	CreateDepartmentPayload struct {
		Department *consult.Department
		UserErrors []UserError
	}
	GrantRolePayload struct {
		GrantedRole *consult.GrantedRole
		UserErrors  []UserError
	}
	RevokeRolePayload struct {
		GrantedRole *consult.GrantedRole
		UserErrors  []UserError
	}
	CreateBrowserKeyPayload struct {
		BrowserKey *consult.BrowserKey
		UserErrors []UserError
	}
	LoadWorkingCalendarPayload struct {
		WorkingCalendar *consult.WorkingCalendar
		UserErrors      []UserError
	}
	CreatePolicyRecordPayload struct {
		PolicyRecord *consult.PolicyRecord
		UserErrors   []UserError
	}
	ImportDraftPayload struct {
		Draft      *consult.Draft
		UserErrors []UserError
	}
	ReviseDraftPayload struct {
		Draft      *consult.Draft
		UserErrors []UserError
	}
	EditClausePayload struct {
		Clause     *consult.Clause
		UserErrors []UserError
	}
	CorrectClauseMatchPayload struct {
		Clause     *consult.Clause
		UserErrors []UserError
	}
	SetLegalBasesPayload struct {
		Draft      *consult.Draft
		UserErrors []UserError
	}
	SubmitDraftForReviewPayload struct {
		Draft      *consult.Draft
		UserErrors []UserError
	}
	RecordReviewPayload struct {
		Draft      *consult.Draft
		UserErrors []UserError
	}
	LaunchConsultationPayload struct {
		Consultation *consult.Consultation
		Warnings     []consult.PeriodWarning
		UserErrors   []UserError
	}
	ExtendCommentPeriodPayload struct {
		Consultation *consult.Consultation
		UserErrors   []UserError
	}
	WithdrawConsultationPayload struct {
		Consultation *consult.Consultation
		UserErrors   []UserError
	}
	SubmitCommentPayload struct {
		Comment    *consult.Comment
		UserErrors []UserError
	}
	EditCommentPayload struct {
		Comment    *consult.Comment
		UserErrors []UserError
	}
	WithdrawCommentPayload struct {
		Comment    *consult.Comment
		UserErrors []UserError
	}
	EndorseCommentPayload struct {
		Comment    *consult.Comment
		UserErrors []UserError
	}
	WithdrawEndorsementPayload struct {
		Comment    *consult.Comment
		UserErrors []UserError
	}
	ReportCommentPayload struct {
		Comment    *consult.Comment
		UserErrors []UserError
	}
	DisputeAuthorshipPayload struct {
		Comment    *consult.Comment
		UserErrors []UserError
	}
	ModerateCommentPayload struct {
		Comment    *consult.Comment
		UserErrors []UserError
	}
	ModerateCommentsPayload struct {
		Comments   []consult.Comment
		UserErrors []UserError
	}
	CreateSurveyPayload struct {
		Survey     *consult.Survey
		UserErrors []UserError
	}
	ReviseSurveyPayload struct {
		Survey     *consult.Survey
		UserErrors []UserError
	}
	SubmitSurveyResponsePayload struct {
		SurveyResponse *consult.SurveyResponse
		UserErrors     []UserError
	}
	ReviseSurveyResponsePayload struct {
		SurveyResponse *consult.SurveyResponse
		UserErrors     []UserError
	}
	RespondToCommentsPayload struct {
		OfficialResponse *consult.OfficialResponse
		UserErrors       []UserError
	}
	ReviseOfficialResponsePayload struct {
		OfficialResponse *consult.OfficialResponse
		UserErrors       []UserError
	}
	PublishFeedbackReportPayload struct {
		FeedbackReport *consult.FeedbackReport
		UserErrors     []UserError
	}
	AdoptDraftPayload struct {
		Draft      *consult.Draft
		UserErrors []UserError
	}
)
