package civic

import (
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// Code is the stable name of a refusal. It never changes with the reader's language; the message does.
type Code string

// phrases are the wordings of codes, with fmt verbs for the arguments of a problem.
var phrases = map[Code]Localized{}

// NewCode declares a refusal beside the rule that makes it.
func NewCode(name, zh, en string) Code {
	if _, twice := phrases[Code(name)]; twice {
		panic("civic: the code " + name + " is declared twice")
	}
	phrases[Code(name)] = Bilingual(zh, en)
	return Code(name)
}

// Codes lists every declared code in alphabetical order.
func Codes() []Code {
	all := make([]Code, 0, len(phrases))
	for c := range phrases {
		all = append(all, c)
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	return all
}

// Refusals that belong to no single subject.
var (
	Unauthenticated   = NewCode("UNAUTHENTICATED", "请先登录。", "Sign in first.")
	SignInUnavailable = NewCode("SIGN_IN_UNAVAILABLE", "登录服务暂时无法使用，请稍后再试。", "The sign-in service cannot be reached; try again later.")
	Forbidden         = NewCode("FORBIDDEN", "您没有办理此事的权限。", "You may not do this.")
	NotFound          = NewCode("NOT_FOUND", "未找到所指的内容。", "What you name was not found.")
	BadRequest        = NewCode("BAD_REQUEST", "请求有误。", "The request is not well formed.")
	Timeout           = NewCode("TIMEOUT", "处理超时，请稍后再试。", "It took too long; try again later.")
	RateLimited       = NewCode("RATE_LIMITED", "请求过于频繁，请稍后再试。", "Too many requests; try again later.")
	Internal          = NewCode("INTERNAL", "服务器内部出错，请稍后再试。", "Something went wrong on our side; try again later.")
)

// Problem is one reason why something was refused: a code, where in the input it lies, and what the message mentions.
type Problem struct {
	Code  Code
	Field string // the path in the input, parts joined by dots, such as answers.2.choices; empty when it is about the whole
	Args  []any  // what the message's verbs stand for
}

// Refuse makes the error of one problem.
func Refuse(code Code, field string, args ...any) error {
	return Problems{{Code: code, Field: field, Args: args}}
}

// Message words the problem in the reader's language, or in the first one that has words for it.
func (p Problem) Message(locale Locale) string {
	words, known := phrases[p.Code]
	if !known {
		return string(p.Code)
	}
	pattern := words.In(locale)
	if len(p.Args) == 0 {
		return pattern
	}
	return fmt.Sprintf(pattern, p.Args...)
}

// Problems is the error of everything that is wrong with one input, in the input's order.
type Problems []Problem

// Error lists the problems in English; it is for logs and tests.
func (ps Problems) Error() string {
	said := make([]string, len(ps))
	for i, p := range ps {
		said[i] = strings.TrimSpace(fmt.Sprintf("%s %s: %s", p.Code, p.Field, p.Message(English)))
	}
	return strings.Join(said, "; ")
}

// Add notes one more problem.
func (ps *Problems) Add(code Code, field string, args ...any) {
	*ps = append(*ps, Problem{Code: code, Field: field, Args: args})
}

// Join notes the problems of another check; an error that is none of ours is a mistake in the program.
func (ps *Problems) Join(err error) {
	if err != nil {
		*ps = append(*ps, err.(Problems)...)
	}
}

// Gather notes the problems of another check, and gives any other error back.
func (ps *Problems) Gather(err error) error {
	var found Problems
	if err != nil && !errors.As(err, &found) {
		return err
	}
	*ps = append(*ps, found...)
	return nil
}

// indexed is the path of an item of a list.
func Indexed(list string, i int) string { return list + "." + strconv.Itoa(i) }

// Err is nil when there is no problem; returning Problems itself would make a non-nil error of an empty list.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}

// Wording is the code's English wording, with the verbs that stand for what is known only when the problem occurs.
func (c Code) Wording() string { return phrases[c][English] }

// Words is the code's wording in each language.
func (c Code) Words() Localized { return phrases[c] }

// CodesOf lists the codes of an error of ours; none of any other error.
func CodesOf(err error) []Code {
	problems, _ := err.(Problems)
	var codes []Code
	for _, p := range problems {
		codes = append(codes, p.Code)
	}
	return codes
}
