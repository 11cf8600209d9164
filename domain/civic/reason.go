package civic

// ReasonRequired refuses what needs a reason and has none.
var ReasonRequired = NewCode("REASON_REQUIRED", "须说明理由。", "A reason is needed.")

// LongestReason is the maximum length of a public reason, in characters as people count them.
const LongestReason = 1000

// CheckReason checks a public reason by the rules of CheckBody. It refuses as REASON_REQUIRED a reason without visible
// characters.
func CheckReason(reason string) error {
	if !IsWritten(reason) {
		return Refuse(ReasonRequired, "reason")
	}
	return CheckBody("reason", reason, LongestReason)
}
