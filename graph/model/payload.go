package model

import (
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/personal"
	"minyi/domain/report"
	"minyi/domain/survey"
)

// UserError is one thing that a person can mend in an input, worded for its reader.
type UserError struct {
	Code    civic.Code
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
		Erased     *personal.ErasedData
		UserErrors []UserError
	}
	CreateDepartmentPayload struct {
		Department *civic.Department
		UserErrors []UserError
	}
	GrantRolePayload struct {
		GrantedRole *civic.GrantedRole
		UserErrors  []UserError
	}
	RevokeRolePayload struct {
		GrantedRole *civic.GrantedRole
		UserErrors  []UserError
	}
	CreateBrowserKeyPayload struct {
		BrowserKey *civic.BrowserKey
		UserErrors []UserError
	}
	LoadWorkingCalendarPayload struct {
		WorkingCalendar *civic.WorkingCalendar
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
		Clause     *legaltext.Clause
		UserErrors []UserError
	}
	CorrectClauseMatchPayload struct {
		Clause     *legaltext.Clause
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
		Survey     *survey.Survey
		UserErrors []UserError
	}
	ReviseSurveyPayload struct {
		Survey     *survey.Survey
		UserErrors []UserError
	}
	SubmitSurveyResponsePayload struct {
		SurveyResponse *survey.SurveyResponse
		UserErrors     []UserError
	}
	ReviseSurveyResponsePayload struct {
		SurveyResponse *survey.SurveyResponse
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
		FeedbackReport *report.FeedbackReport
		UserErrors     []UserError
	}
	AdoptDraftPayload struct {
		Draft      *consult.Draft
		UserErrors []UserError
	}
)
