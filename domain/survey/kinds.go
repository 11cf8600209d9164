package survey

// The API shows a question, an answer and the results of a question as the type of the question's kind. Such a type has only the
// fields that the kind uses. It refers to what is stored and holds nothing of its own.

// AnyQuestion is a question as the type of its kind.
type AnyQuestion interface{ IsQuestion() }

// The types of questions.
type (
	SingleChoiceQuestion   struct{ *Question }
	MultipleChoiceQuestion struct{ counted }
	RatingQuestion         struct{ counted }
	NumberQuestion         struct{ *Question }
	TextQuestion           struct{ counted }
	DateQuestion           struct{ *Question }
	MatrixQuestion         struct{ *Question }
	RankingQuestion        struct{ counted }
)

// IsQuestion marks the types of questions.
func (Question) IsQuestion() {}

// counted is a question whose bounds are whole numbers. CheckQuestions fills in the bounds of its kind.
type counted struct{ *Question }

// Min is the fewest choices or ranks, or the lowest rating.
func (c counted) Min() int { return int(*c.Question.Min) }

// Min is the shortest text in grapheme clusters.
func (t TextQuestion) Min() int { return max(1, int(value(t.Question.Min))) }

// Max is the most choices or ranks, the highest rating, or the longest text in grapheme clusters.
func (c counted) Max() int { return int(*c.Question.Max) }

// ByKind is the question as the type of its kind.
func (q *Question) ByKind() AnyQuestion {
	switch q.Kind {
	case SingleChoice:
		return SingleChoiceQuestion{q}
	case MultipleChoice:
		return MultipleChoiceQuestion{counted{q}}
	case Rating:
		return RatingQuestion{counted{q}}
	case Number:
		return NumberQuestion{q}
	case Text:
		return TextQuestion{counted{q}}
	case Date:
		return DateQuestion{q}
	case Matrix:
		return MatrixQuestion{q}
	default:
		return RankingQuestion{counted{q}}
	}
}

// ByKind lists the questions as the types of their kinds.
func (qs Questions) ByKind() []AnyQuestion {
	all := make([]AnyQuestion, len(qs))
	for i := range qs {
		all[i] = qs[i].ByKind()
	}
	return all
}

// RowByKind is the question of the rows as the type of its kind.
func (t *CrossTable) RowByKind() AnyQuestion { return t.Row.ByKind() }

// ColumnByKind is the question of the columns as the type of its kind.
func (t *CrossTable) ColumnByKind() AnyQuestion { return t.Column.ByKind() }

// AnyAnswer is an answer as the type of its question's kind.
type AnyAnswer interface{ IsAnswer() }

// The types of answers. A choice can be single or multiple, and a rating is a number.
type (
	ChoiceAnswer  struct{ answerTo }
	NumberAnswer  struct{ answerTo }
	TextAnswer    struct{ answerTo }
	DateAnswer    struct{ answerTo }
	MatrixAnswer  struct{ answerTo }
	RankingAnswer struct{ answerTo }
	// NotApplicableAnswer is the answer to any kind of question that it does not apply.
	NotApplicableAnswer struct{ answerTo }
)

// answerTo is an answer with its question.
type answerTo struct {
	Answer
	question *Question
}

// IsAnswer marks the types of answers.
func (answerTo) IsAnswer() {}

// Question is the question that is answered.
func (a answerTo) Question() AnyQuestion { return a.question.ByKind() }

// byKind is the answer as the type of its question's kind.
func (a answerTo) byKind() AnyAnswer {
	if a.NotApplicable {
		return NotApplicableAnswer{a}
	}
	switch a.question.Kind {
	case SingleChoice, MultipleChoice:
		return ChoiceAnswer{a}
	case Rating, Number:
		return NumberAnswer{a}
	case Text:
		return TextAnswer{a}
	case Date:
		return DateAnswer{a}
	case Matrix:
		return MatrixAnswer{a}
	default:
		return RankingAnswer{a}
	}
}

// AnyResults is the results of a question as the type of its kind.
type AnyResults interface{ IsQuestionResults() }

// The types of results. A choice can be single or multiple, and a rating is a number.
type (
	ChoiceResults  struct{ resultsOf }
	NumberResults  struct{ resultsOf }
	TextResults    struct{ resultsOf }
	DateResults    struct{ resultsOf }
	MatrixResults  struct{ resultsOf }
	RankingResults struct{ resultsOf }
)

// resultsOf is the results of a question.
type resultsOf struct{ *QuestionResults }

// IsQuestionResults marks the types of results.
func (resultsOf) IsQuestionResults() {}

// Question is the question that the results belong to.
func (r resultsOf) Question() AnyQuestion { return r.QuestionResults.Question.ByKind() }

// byKind is the results as the type of their question's kind.
func (r resultsOf) byKind() AnyResults {
	switch r.QuestionResults.Question.Kind {
	case SingleChoice, MultipleChoice:
		return ChoiceResults{r}
	case Rating, Number:
		return NumberResults{r}
	case Text:
		return TextResults{r}
	case Date:
		return DateResults{r}
	case Matrix:
		return MatrixResults{r}
	default:
		return RankingResults{r}
	}
}

// ByKind lists the results of the questions as the types of their kinds.
func (s SurveyResults) ByKind() []AnyResults {
	all := make([]AnyResults, len(s.Questions))
	for i := range s.Questions {
		all[i] = resultsOf{&s.Questions[i]}.byKind()
	}
	return all
}
