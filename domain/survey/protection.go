package survey

import (
	"context"

	"minyi/domain/civic"
)

// Protection says how the published results of a question protect people.
type Protection string

// The protections. Exact is only for those who may read single responses.
const (
	Exact   Protection = "EXACT"
	Merged  Protection = "MERGED"
	Noisy   Protection = "NOISE"
	Binned  Protection = "BINNED"
	Counted Protection = "COUNTED"
)

// protectionWords explain the protections to the public and to the department.
var protectionWords = map[Protection]civic.Localized{
	Exact: {civic.Chinese: "准确数字，仅供有权查看答卷的工作人员。", civic.English: "Exact figures, only for staff who may read the responses."},
	Merged: {civic.Chinese: "人数准确；少于五人的选项与其他选项合并计数。少于十人作答的，不公布。",
		civic.English: "Counts are exact. An option of fewer than five people is counted together with others. Nothing is shown of fewer than ten answers."},
	Noisy: {civic.Chinese: "各人数加有随机误差，平均为零，至多相差十二人；一至四人的，显示为零或不少于五。少于十人作答的，不公布。",
		civic.English: "Each count carries random noise of mean nought, at most twelve people. One to four people are shown as none or as at least five. Nothing is shown of fewer than ten answers."},
	Binned: {civic.Chinese: "只公布每段不少于五人的分段人数；平均数、中位数和标准差据此推算。少于十人作答的，不公布。",
		civic.English: "Only ranges of at least five people are counted. The mean, the median and the deviation follow from the ranges. Nothing is shown of fewer than ten answers."},
	Counted: {civic.Chinese: "只公布作答人数。", civic.English: "Only the number of answers is shown."},
}

// Words explains the protection.
func (p Protection) Words() civic.Localized { return protectionWords[p] }

// protection says how the question's published results protect people. It follows from the question alone, so a department can read it
// before it launches the survey.
func (q Question) protection() Protection {
	switch {
	case q.Kind == Text:
		return Counted
	case q.isBinned() && !q.isConditional():
		return Binned
	case q.carriesNoise():
		return Noisy
	}
	return Merged
}

// isConditional tells whether not everybody sees the question, or may say that it does not apply. Whom it concerns is an answer of its own, so
// its counts combine two answers.
func (q Question) isConditional() bool { return len(q.ShowIf) > 0 || q.NotApplicable }

// carriesNoise tells whether the published counts of the question carry noise, because they combine answers: the counts of a question that
// not everybody sees, those of options of which a person chooses several, and those of ranks.
func (q Question) carriesNoise() bool {
	return q.isConditional() || q.Kind == MultipleChoice || q.Kind == Ranking
}

// maxRatingSteps is the most steps of a scale whose steps are counted one by one. A longer scale is a number, such as an age.
const maxRatingSteps = 10

// isBinned tells whether the question's values are published in ranges.
func (q Question) isBinned() bool {
	return q.Kind == Number || q.Kind == Date || q.Kind == Rating && *q.Max-*q.Min+1 > maxRatingSteps
}

// Protection says how these results protect people; nil in reports that do not say so.
func (r *QuestionResults) Protection() *Protection {
	if r.Protected == "" {
		return nil
	}
	return &r.Protected
}

// QuestionProtection says how the published results of a question will protect people.
type QuestionProtection struct {
	Question   string
	Protection Protection
}

// Words says in a language what is withheld.
func (p QuestionProtection) Words(ctx context.Context, locale *civic.WantedLocale) string {
	return p.Protection.Words().Read(ctx, locale)
}

// ProtectionsOf lists how the published results of each question will protect people.
func ProtectionsOf(questions []Question) []QuestionProtection {
	all := make([]QuestionProtection, len(questions))
	for i, q := range questions {
		all[i] = QuestionProtection{q.Key, q.protection()}
	}
	return all
}

// Note says in a language what is withheld from the table.
func (t *CrossTable) Note(ctx context.Context, locale *civic.WantedLocale) string {
	return t.Protection.Words().Read(ctx, locale)
}
