package survey

import (
	"fmt"
	"slices"

	"minyi/domain/civic"
)

// Refusals of a response. A form shows questions and no indexes of answers. The path therefore has the keys of the survey where the input
// has lists: answers.age for the question with the key age, answers.streets.north for the row with the key north. What the survey does
// not know has no key and keeps its index: answers.2.question. The message names the question by its title.
var (
	UnknownQuestion  = civic.NewCode("UNKNOWN_QUESTION", "问卷中没有题目“{found}”。", "The survey has no question “{found}”.")
	AnsweredTwice    = civic.NewCode("ANSWERED_TWICE", "题目“{question}”只能回答一次。", "The question “{question}” may be answered once.")
	AnswerMissing    = civic.NewCode("ANSWER_MISSING", "题目“{question}”为必答题。", "The question “{question}” must be answered.")
	QuestionNotShown = civic.NewCode("QUESTION_NOT_SHOWN", "按您的其他回答，题目“{question}”无需作答。", "Given your other answers, the question “{question}” is not asked.")
	AnswerMisfit     = civic.NewCode("ANSWER_MISFIT", "题目“{question}”（{expected} 题型）不接受这种回答。", "The question “{question}” of kind {expected} does not take this.")
)

// answerParts lists the parts of an answer that each kind accepts, the main part first.
var answerParts = map[QuestionKind][]string{
	SingleChoice:   {"choices", "other"},
	MultipleChoice: {"choices", "other"},
	Rating:         {"number", "notApplicable"},
	Number:         {"number", "notApplicable"},
	Text:           {"text"},
	Date:           {"date", "notApplicable"},
	Matrix:         {"rows"},
	Ranking:        {"ranking"},
}

// responseCheck collects the accepted answers and the problems of a response.
type responseCheck struct {
	in         []AnswerInput
	byQuestion map[string]int   // the index of each question's answer
	problems   []civic.Problems // of each given answer, and last of the missing ones
	accepted   Answers
	refused    map[string]bool // questions whose answer is refused or missing, so that conditions on it cannot be decided
}

// CheckAnswers checks a response against a survey's questions, which come from CheckQuestions. It returns the answers in canonical
// form, or all problems at once as civic.Problems. The server decides again which questions are shown and does not trust the browser:
// it refuses an answer to a hidden question, and a hidden required question needs no answer.
func CheckAnswers(questions []Question, in []AnswerInput) (Answers, error) {
	c := responseCheck{
		in: in, byQuestion: make(map[string]int, len(in)), problems: make([]civic.Problems, len(in)+1), accepted: make(Answers, len(in)), refused: map[string]bool{},
	}
	c.indexAnswers(questions)
	for i := range questions {
		c.question(&questions[i])
	}
	if err := civic.Problems(slices.Concat(c.problems...)).Err(); err != nil {
		return nil, err
	}
	return c.accepted, nil
}

// indexAnswers finds each question's answer. It refuses answers to unknown questions and second answers to one question.
func (c *responseCheck) indexAnswers(questions []Question) {
	asked := make(map[string]*Question, len(questions))
	for i := range questions {
		asked[questions[i].Key] = &questions[i]
	}
	for i := range c.in {
		answer := &c.in[i]
		_, twice := c.byQuestion[answer.Question]
		switch {
		case asked[answer.Question] == nil:
			c.problems[i].Add(UnknownQuestion, fmt.Sprintf("answers.%d.question", i), civic.Found(answer.Question))
		case twice:
			c.problems[i].Add(AnsweredTwice, asked[answer.Question].path(), asked[answer.Question].titleFact())
			c.refused[answer.Question] = true
		default:
			c.byQuestion[answer.Question] = i
		}
	}
}

// question checks the answer to one question, or its absence. If the question's visibility depends on a refused answer, its answer is
// neither required nor refused as hidden. The person corrects the other answer first, and until then such a problem may be wrong.
func (c *responseCheck) question(q *Question) {
	var given []string
	i, has := c.byQuestion[q.Key]
	if has {
		given = c.in[i].filledParts()
	}
	visible := q.visibility(c.accepted, c.refused)
	switch {
	case len(given) > 0 && visible == hidden:
		c.problems[i].Add(QuestionNotShown, q.path(), q.titleFact())
	case len(given) > 0:
		c.answer(i, given, q)
	case visible == shown && q.Required:
		c.problems[len(c.in)].Add(AnswerMissing, q.path(), q.titleFact())
		c.refused[q.Key] = true
	}
	if visible == undecided {
		c.refused[q.Key] = true
	}
}

// answer checks one answer and accepts it if it has no problem.
func (c *responseCheck) answer(i int, given []string, q *Question) {
	single := answerCheck{in: &c.in[i], question: q}
	accepted := single.check(given)
	if len(single.problems) > 0 {
		c.problems[i] = append(c.problems[i], single.problems...)
		c.refused[q.Key] = true
		return
	}
	c.accepted[q.Key] = accepted
}

// answerCheck checks one answer against its question.
type answerCheck struct {
	in       *AnswerInput
	question *Question
	problems civic.Problems
}

// refuse adds a problem with one part of the answer.
func (c *answerCheck) refuse(code civic.Code, part string, facts ...civic.Fact) {
	c.problems.Add(code, c.question.path()+"."+part, append(facts, c.question.titleFact())...)
}

// path is the path of the answer to the question.
func (q *Question) path() string { return "answers." + q.Key }

// titleFact is the question's name in a message.
func (q *Question) titleFact() civic.Fact { return civic.Fact{Name: "question", Value: q.Titles} }

// check refuses the given parts that the question's kind does not accept. If there are none, it checks the parts that it accepts.
func (c *answerCheck) check(given []string) Answer {
	parts := answerParts[c.question.Kind]
	for _, part := range given {
		if !slices.Contains(parts, part) {
			c.refuse(AnswerMisfit, part, civic.Expected(c.question.Kind))
		}
	}
	if len(c.problems) > 0 {
		return Answer{}
	}
	switch c.question.Kind {
	case SingleChoice, MultipleChoice:
		return Answer{Choices: c.choices(), Other: c.other()}
	case Rating, Number:
		if c.in.Number == nil || c.in.NotApplicable != nil && *c.in.NotApplicable {
			return c.notApplicable()
		}
		return Answer{Number: c.number()}
	case Text:
		return Answer{Text: c.words()}
	case Date:
		if c.in.Date == nil || c.in.NotApplicable != nil && *c.in.NotApplicable {
			return c.notApplicable()
		}
		return Answer{Date: c.date()}
	case Matrix:
		return Answer{Rows: c.rows()}
	default:
		return Answer{Ranking: c.ranking()}
	}
}
