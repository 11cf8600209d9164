package consult

import "minyi/domain/civic"

// ReadResponses is a right; the enum Action in the schema describes it.
var ReadResponses = civic.NewAction("READ_RESPONSES", civic.Editor, civic.Analyst, civic.Auditor)

// Refusals of exports.
var (
	NotYetReported = civic.NewRequestCode("NOT_YET_REPORTED", "结果反馈发布前，只有主办部门有权限的工作人员可以导出，请登录。", "Until the feedback report is published only staff of the department may export this; sign in as one of them.")
	TooWide        = civic.NewRequestCode("TOO_WIDE", "列数超过 Excel 的上限 {max}，请导出为 CSV。", "These are more columns than the {max} that Excel takes; export CSV instead.")
	HTTPTooOld     = civic.NewRequestCode("HTTP_TOO_OLD", "导出需要 HTTP/1.1 或更高版本：旧版本无法区分中断与结束。", "Exports need HTTP/1.1 or newer: before that a broken answer looks like a complete one.")
)

// ExportsAll decides what an actor may export from a consultation of a department. A person who may read single survey responses
// may export everything. Everybody else may export the open data after the consultation is reported, because then nothing
// changes any more. Before that they are refused as NOT_YET_REPORTED.
func ExportsAll(by civic.Actor, department string, status ConsultationStatus) (all bool, err error) {
	switch {
	case by.Can(ReadResponses, department):
		return true, nil
	case status == StatusReported:
		return false, nil
	}
	return false, civic.Refuse(NotYetReported, "")
}
