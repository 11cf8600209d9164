package consult

// The words for values that the API names in capitals: people read these in a sheet.
var (
	stanceWords = map[Stance]Localized{
		Support:            {Chinese: "赞成", English: "Support"},
		SupportWithChanges: {Chinese: "修改后赞成", English: "Support with changes"},
		Oppose:             {Chinese: "反对", English: "Oppose"},
		Neutral:            {Chinese: "中立", English: "Neutral"},
	}
	outcomeWords = map[AdoptionOutcome]Localized{
		Adopted:          {Chinese: "采纳", English: "Adopted"},
		PartiallyAdopted: {Chinese: "部分采纳", English: "Partially adopted"},
		NotAdopted:       {Chinese: "未采纳", English: "Not adopted"},
		Forwarded:        {Chinese: "已转交", English: "Forwarded"},
		NoCommentNeeded:  {Chinese: "无需答复", English: "No comment needed"},
	}
	stateWords = map[ModerationState]Localized{
		CommentPending:   {Chinese: "待审核", English: "Pending"},
		CommentPublished: {Chinese: "已公开", English: "Published"},
		CommentIsHidden:  {Chinese: "已隐藏", English: "Hidden"},
	}
	hiddenWords = map[ModerationReason]Localized{
		"PERSONAL_DATA": {Chinese: "含个人信息", English: "Personal data"},
		"INSULT":        {Chinese: "侮辱他人", English: "Insult"},
		"HATE":          {Chinese: "煽动仇恨", English: "Hate"},
		"ADVERTISING":   {Chinese: "广告", English: "Advertising"},
		"OFF_TOPIC":     {Chinese: "与征集无关", English: "Off topic"},
		"ILLEGAL":       {Chinese: "违法内容", English: "Illegal"},
		"DUPLICATE":     {Chinese: "重复", English: "Duplicate"},
		ReasonOther:     {Chinese: "其他", English: "Other"},
	}
	baseWords = map[PercentBase]Localized{
		AnswersBase:     {Chinese: "全部回答", English: "Answers"},
		RespondentsBase: {Chinese: "回答本题的人", English: "Respondents"},
	}
)

// worded is a cell with a value that people read in words; one without words is read as it is.
func worded[T ~string](value T, words map[T]Localized) Cell {
	return Cell{Value: string(value), Words: words[value]}
}

// maybeWorded is worded of a value that may be missing.
func maybeWorded[T ~string](value *T, words map[T]Localized) Cell {
	if value == nil {
		return Cell{}
	}
	return worded(*value, words)
}
