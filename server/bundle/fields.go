package bundle

var (
	required = map[string]any{"required": true}
	unique   = map[string]any{"required": true, "unique": true}
)

// The columns of the tables.
var (
	CommentFields = []Field{
		{"number", "integer", "The number of the comment in the report.", unique},
		{"clause", "string", "The id of the clause; empty if the comment is about the whole draft.", nil},
		{"stance", "string", "The stance.", required},
		{"day", "date", "The day on which it was submitted.", required},
		{"endorsements", "integer", "The number of endorsements when the report was published.", required},
		{"hidden", "boolean", "Whether it was hidden when the report was published.", required},
		{"leaf", "string", "The leaf of its last receipt in the log, in base64.", nil},
		{"answer", "integer", "The number of the official response; empty without one.", nil},
		{"outcome", "string", "The outcome; empty without an official response.", nil},
	}
	TextFields = []Field{
		{"number", "integer", "The number of the comment.", unique},
		{"erased", "boolean", "Whether its author has erased the words.", required},
		{"state", "string", "The state now.", required},
		{"body", "string", "The words, if everybody may read them.", nil},
	}
	AnswerFields = []Field{
		{"number", "integer", "The number of the official response.", unique},
		{"outcome", "string", "The outcome.", required},
		{"comments", "integer", "How many comments it answers.", required},
		{"reason", "object", "The reason, by language.", nil},
		{"theme", "string", "The id of the theme that it answers as one.", nil},
		{"campaign", "string", "The id of the campaign that it answers as one.", nil},
	}
	EffectFields = []Field{
		{"answer", "integer", "The number of the official response.", required},
		{"effect", "string", "The effect on the clause.", required},
		{"clause", "string", "The id of the clause.", nil},
		{"label", "string", "The number of the clause as it is written.", nil},
		{"nextClause", "string", "The id of the clause in the next version.", nil},
	}
	SurveyFields = []Field{
		{"survey", "string", "The id of the survey.", required},
		{"version", "integer", "The version of the questions.", required},
		{"id", "string", "The name of the count.", required},
		{"question", "string", "The key of the question; empty for a count of all.", nil},
		{"row", "string", "The row of a matrix.", nil},
		{"answer", "string", "The option, the step, the range or the day.", nil},
		{"place", "integer", "The place in a ranking, from 1.", nil},
		{"count", "integer", "The count; empty if it is not published.", nil},
		{"share", "number", "The share; empty if it is not published.", nil},
		{"base", "string", "What the share is a share of.", nil},
	}
	ThemeFields = []Field{
		{"id", "string", "The id of the theme.", unique},
		{"parent", "string", "The id of the theme above it.", nil},
		{"title", "object", "The title, by language.", required},
		{"definition", "string", "What a comment must say to be about the theme.", nil},
		{"example", "string", "An example of what a comment says.", nil},
		{"size", "integer", "The number of comments.", required},
	}
	CodeFields = []Field{
		{"number", "integer", "The number of the comment.", required},
		{"theme", "string", "The id of the theme.", required},
		{"source", "string", "How the comment came to it: PERSON, RULE or SUGGESTION.", required},
	}
	CampaignFields = []Field{
		{"id", "string", "The id of the campaign.", unique},
		{"size", "integer", "The number of comments.", required},
		{"people", "integer", "The number of people who wrote them.", required},
	}
	MemberFields = []Field{
		{"number", "integer", "The number of the comment.", unique},
		{"campaign", "string", "The id of the campaign.", required},
	}
	CannotFields = []Field{
		{"place", "string", "The place in report.json, as a regular expression.", unique},
		{"reason", "string", "Why nobody can count it again.", required},
	}
)

// Cannot are the numbers of a report that cannot be counted again from the bundle, with the reasons.
var Cannot = [][2]string{
	{`/format`, "It names the form of the report."},
	{`/asked/draftVersion`, "It is the number of the draft's version."},
	{`/log/treeSize`, "The leaves of other consultations are in the log too; verify.py checks the size and the root."},
	{`/lists/[a-z]+/pageRows`, "It is how many rows a page has."},
	{`/lists/receipts/count`, "The leaves of receipts are in report.ndjson, where verify.py counts them."},
	{`/said/surveys/\d+/results/version`, "It is the number of the questionnaire's version."},
	{`/said/surveys/\d+/results/(responses|byDay/\d+/count)`, "The single responses are never published, because somebody who knows some answers could find the others."},
	{`/said/surveys/\d+/results/questions/\d+/question/.*`, "It is a part of the question."},
	{`/said/surveys/\d+/results/questions/\d+/(rows/\d+/)?(asked|answered|notApplicable|redacted)`, "The single responses are never published."},
	{`/said/surveys/\d+/results/questions/\d+/(rows/\d+/)?((options|values|bins)/\d+|other|merged)/count`, "The single responses are never published."},
	{`/said/surveys/\d+/results/questions/\d+/ranks/\d+/(ranked|meanRank|positions/\d+)`, "The single responses are never published, and the counts of ranks carry noise."},
	{`/said/surveys/\d+/results/questions/\d+/(mean|median|deviation)`, "It follows from published counts and, for ranges, from their width before some were joined, which is not published."},
}
