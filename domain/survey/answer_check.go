package survey

import (
	"fmt"
	"slices"

	"minyi/domain/civic"
)

// Refusals of a response. The first argument of each is the question's key, since a form shows questions and not
// places in a list; the path is that of the answer (answers.2.choices), or answers alone where none was given.
var (
	UnknownQuestion  = civic.NewCode("UNKNOWN_QUESTION", "问卷中没有题目“%.40s”。", "The survey has no question “%.40s”.")
	AnsweredTwice    = civic.NewCode("ANSWERED_TWICE", "题目“%s”只能回答一次。", "The question “%s” may be answered once.")
	AnswerMissing    = civic.NewCode("ANSWER_MISSING", "题目“%s”为必答题。", "The question “%s” must be answered.")
	QuestionNotShown = civic.NewCode("QUESTION_NOT_SHOWN", "按您的其他回答，题目“%s”无需作答。", "Given your other answers, the question “%s” is not asked.")
	AnswerMisfit     = civic.NewCode("ANSWER_MISFIT", "题目“%s”（%s 题型）不接受这种回答。", "The question “%s” of kind %s does not take this.")
)

// answerParts says which parts of an answer each kind takes, the main one first.
var answerParts = map[QuestionKind][]string{
	SingleChoice:   {"choices", "other"},
	MultipleChoice: {"choices", "other"},
	Rating:         {"number"},
	NumberQuestion: {"number"},
	TextQuestion:   {"text"},
	DateQuestion:   {"date"},
	Matrix:         {"rows"},
	Ranking:        {"ranking"},
}

// answerCheck gathers the accepted answers and the problems of a response.
type answerCheck struct {
	in       []AnswerInput
	at       map[string]int   // where each question's answer is
	problems []civic.Problems // of each answer given, then of those missing
	kept     Answers
	refused  map[string]bool // questions whose answer cannot decide what else is shown
}

// CheckAnswers decides whether a response fits a survey's questions, as CheckQuestions made them, and puts it into canonical form, or returns all
// that is wrong with it at once as Problems. What is shown is decided here again and never taken from the browser: an
// answer to a hidden question is refused, and a hidden required question is not missed.
func CheckAnswers(questions []Question, in []AnswerInput) (Answers, error) {
	c := answerCheck{
		in: in, at: make(map[string]int, len(in)), problems: make([]civic.Problems, len(in)+1), kept: make(Answers, len(in)), refused: map[string]bool{},
	}
	c.locate(questions)
	for i := range questions {
		c.question(&questions[i])
	}
	if err := civic.Problems(slices.Concat(c.problems...)).Err(); err != nil {
		return nil, err
	}
	return c.kept, nil
}

// locate finds each question's answer and refuses answers to nothing and second answers.
func (c *answerCheck) locate(questions []Question) {
	asked := make(map[string]bool, len(questions))
	for i := range questions {
		asked[questions[i].Key] = true
	}
	for i := range c.in {
		answer := &c.in[i]
		_, twice := c.at[answer.Question]
		switch {
		case !asked[answer.Question]:
			c.problems[i].Add(UnknownQuestion, fmt.Sprintf("answers.%d.question", i), answer.Question)
		case twice:
			c.problems[i].Add(AnsweredTwice, fmt.Sprintf("answers.%d.question", i), answer.Question)
			c.refused[answer.Question] = true
		default:
			c.at[answer.Question] = i
		}
	}
}

// question decides one question. Where showing it hangs on a refused answer, it is neither missed nor refused as
// hidden: the person mends that answer first, and should not be told what may not be so.
func (c *answerCheck) question(q *Question) {
	var given []string
	i, has := c.at[q.Key]
	if has {
		given = c.in[i].given()
	}
	seen := q.seen(c.kept, c.refused)
	switch {
	case len(given) > 0 && seen == notShown:
		c.problems[i].Add(QuestionNotShown, fmt.Sprintf("answers.%d", i), q.Key)
	case len(given) > 0:
		c.answer(i, given, q)
	case seen == isShown && q.Required:
		c.problems[len(c.in)].Add(AnswerMissing, "answers", q.Key)
		c.refused[q.Key] = true
	}
	if seen == mayBeShown {
		c.refused[q.Key] = true
	}
}

// answer checks one answer and keeps it when nothing is wrong with it.
func (c *answerCheck) answer(i int, given []string, q *Question) {
	one := oneAnswer{in: &c.in[i], question: q, place: i}
	kept := one.check(given)
	if len(one.problems) > 0 {
		c.problems[i] = append(c.problems[i], one.problems...)
		c.refused[q.Key] = true
		return
	}
	c.kept[q.Key] = kept
}

// oneAnswer is the check of one answer against its question.
type oneAnswer struct {
	in       *AnswerInput
	question *Question
	place    int // among the answers
	problems civic.Problems
}

// refuse notes a problem of one part of the answer.
func (o *oneAnswer) refuse(code civic.Code, part string, args ...any) {
	o.problems.Add(code, fmt.Sprintf("answers.%d.%s", o.place, part), append([]any{o.question.Key}, args...)...)
}

// check refuses the parts given that the kind does not take, then checks those that it does.
func (o *oneAnswer) check(given []string) Answer {
	parts := answerParts[o.question.Kind]
	for _, part := range given {
		if !slices.Contains(parts, part) {
			o.refuse(AnswerMisfit, part, o.question.Kind)
		}
	}
	if len(o.problems) > 0 {
		return Answer{}
	}
	switch o.question.Kind {
	case SingleChoice, MultipleChoice:
		return Answer{Choices: o.choices(), Other: o.other()}
	case Rating, NumberQuestion:
		return Answer{Number: o.number()}
	case TextQuestion:
		return Answer{Text: o.text("text", *o.in.Text, int(*o.question.Most))}
	case DateQuestion:
		return Answer{Date: o.date()}
	case Matrix:
		return Answer{Rows: o.rows()}
	default:
		return Answer{Ranking: o.ranking()}
	}
}
