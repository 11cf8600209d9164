package model

import (
	"minyi/domain/consult"
	"minyi/domain/survey"
	"minyi/domain/trust"
)

// Receipt is that of the comment; nil, as in the other payloads, where there were problems.
func (p SubmitCommentPayload) Receipt() *trust.Receipt { return commentReceipt(p.Comment) }

// Receipt is that of the change.
func (p EditCommentPayload) Receipt() *trust.Receipt { return commentReceipt(p.Comment) }

// Receipt is that of taking the comment back.
func (p WithdrawCommentPayload) Receipt() *trust.Receipt { return commentReceipt(p.Comment) }

// Receipt is that of the response.
func (p SubmitSurveyResponsePayload) Receipt() *trust.Receipt {
	return responseReceipt(p.SurveyResponse)
}

// Receipt is that of the change.
func (p ReviseSurveyResponsePayload) Receipt() *trust.Receipt {
	return responseReceipt(p.SurveyResponse)
}

func commentReceipt(c *consult.Comment) *trust.Receipt {
	if c == nil {
		return nil
	}
	return c.Receipt
}

func responseReceipt(r *survey.SurveyResponse) *trust.Receipt {
	if r == nil {
		return nil
	}
	return r.Receipt
}
