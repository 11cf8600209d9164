package example

import (
	disclosedb "minyi/db/disclose"
	"minyi/domain/civic"
	"minyi/domain/disclose"
)

// requests enters two requests for information that came by mail: for one, a third party was asked; the other is answered.
func (c *city) requests() {
	const code = "HOUSING"
	editor := c.person("editor", civic.Editor, code)
	asked := c.request(editor, code, -12, "LAND_AND_HOUSING", "二〇二四年老旧小区加装电梯的施工合同。")
	c.record(editor, disclose.RecordDisclosureEventInput{DisclosureRequestID: asked, Kind: disclose.ThirdPartyAsked, On: new(c.today.Add(-5)), Text: new("施工单位")})
	answered := c.request(editor, code, -15, "FINANCE", "二〇二五年加装电梯的补贴总额。")
	must(c, func() (*disclose.DisclosureRequest, error) {
		return disclosedb.DraftDisclosureReply(c.ctx, c.db, editor, disclose.DraftDisclosureReplyInput{DisclosureRequestID: answered, Outcome: disclose.Granted, Text: "补贴总额见附表。"})
	})
	must(c, func() (*disclose.DisclosureRequest, error) {
		return disclosedb.CheckDisclosureReply(c.ctx, c.db, c.person("reviewer", civic.Reviewer, code), disclose.CheckDisclosureReplyInput{DisclosureRequestID: answered})
	})
	must(c, func() (*disclose.DisclosureRequest, error) {
		return disclosedb.SignDisclosureReply(c.ctx, c.db, c.person("publisher", civic.Publisher, code), disclose.SignDisclosureReplyInput{DisclosureRequestID: answered})
	})
	c.record(editor, disclose.RecordDisclosureEventInput{DisclosureRequestID: answered, Kind: disclose.ReplyPosted})
}

// request enters a request that came so many days ago.
func (c *city) request(editor civic.Actor, code string, days int, topic disclose.Topic, text string) civic.ID {
	return must(c, func() (*disclose.DisclosureRequest, error) {
		return disclosedb.EnterDisclosureRequest(c.ctx, c.db, editor, disclose.EnterDisclosureRequestInput{DepartmentID: c.department(code), Channel: disclose.MailSignedFor, On: c.today.Add(days),
			ApplicantKind: "NATURAL_PERSON", Topic: topic, WantedForm: "PAPER", Text: text,
			Applicant: disclose.DisclosureApplicantInput{Name: "示例申请人", Proof: "示例证件", Contact: "示例地址"}})
	}).ID()
}

// record adds an event to a request.
func (c *city) record(editor civic.Actor, in disclose.RecordDisclosureEventInput) {
	must(c, func() (*disclose.DisclosureRequest, error) {
		return disclosedb.RecordDisclosureEvent(c.ctx, c.db, editor, in)
	})
}
