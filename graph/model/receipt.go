package model

import "minyi/consult"

// Receipt is that of the comment; nil, as in the other payloads, where there were problems.
func (p SubmitCommentPayload) Receipt() *consult.Receipt { return commentReceipt(p.Comment) }

// Receipt is that of the change.
func (p EditCommentPayload) Receipt() *consult.Receipt { return commentReceipt(p.Comment) }

// Receipt is that of taking the comment back.
func (p WithdrawCommentPayload) Receipt() *consult.Receipt { return commentReceipt(p.Comment) }

// Receipt is that of the response.
func (p SubmitSurveyResponsePayload) Receipt() *consult.Receipt {
	return responseReceipt(p.SurveyResponse)
}

// Receipt is that of the change.
func (p ReviseSurveyResponsePayload) Receipt() *consult.Receipt {
	return responseReceipt(p.SurveyResponse)
}

func commentReceipt(c *consult.Comment) *consult.Receipt {
	if c == nil {
		return nil
	}
	return c.Receipt
}

func responseReceipt(r *consult.SurveyResponse) *consult.Receipt {
	if r == nil {
		return nil
	}
	return r.Receipt
}
