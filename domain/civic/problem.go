package civic

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Code is the stable name of a refusal. Only the message depends on the reader's language.
type Code string

// messages holds the message of each code. A name in braces, such as {max}, stands for a fact of the problem.
var messages = map[Code]Localized{}

// ofRequests holds the codes that are not among UserErrorCode.
var ofRequests = map[Code]bool{}

// NewRequestCode is NewCode for a refusal that no input of a mutation can fix: of a whole request, of a right, of an argument of a query.
// Such a refusal is an error of the reply and never a user error of a payload.
func NewRequestCode(name, zh, en string) Code {
	ofRequests[Code(name)] = true
	return NewCode(name, zh, en)
}

// NewCode declares the code of a refusal that a person can fix, and its messages. It panics if the code exists already. Each code is
// declared beside its rule.
func NewCode(name, zh, en string) Code {
	if _, exists := messages[Code(name)]; exists {
		panic("civic: the code " + name + " is declared twice")
	}
	messages[Code(name)] = Bilingual(zh, en)
	return Code(name)
}

// Codes lists every declared code in alphabetical order.
func Codes() []Code {
	all := make([]Code, 0, len(messages))
	for c := range messages {
		all = append(all, c)
	}
	slices.Sort(all)
	return all
}

// OfRequest reports whether the code was declared with NewRequestCode.
func (c Code) OfRequest() bool { return ofRequests[c] }

// Refusals that belong to no single subject.
var (
	Unauthenticated   = NewRequestCode("UNAUTHENTICATED", "请先登录。", "Sign in first.")
	TokenExpired      = NewRequestCode("TOKEN_EXPIRED", "登录已过期，请重新登录。", "The sign-in has expired; sign in again.")
	SignInUnavailable = NewRequestCode("SIGN_IN_UNAVAILABLE", "登录服务暂时无法使用，请稍后再试。", "The sign-in service cannot be reached; try again later.")
	Forbidden         = NewRequestCode("FORBIDDEN", "您没有办理此事的权限。", "You may not do this.")
	NotFound          = NewCode("NOT_FOUND", "未找到所指的内容。", "What you name was not found.")
	BadRequest        = NewRequestCode("BAD_REQUEST", "请求有误。", "The request is not well formed.")
	Timeout           = NewRequestCode("TIMEOUT", "处理超时，请稍后再试。", "It took too long; try again later.")
	RateLimited       = NewRequestCode("RATE_LIMITED", "请求过于频繁，请稍后再试。", "Too many requests; try again later.")
	Internal          = NewRequestCode("INTERNAL", "服务器内部出错，请稍后再试。", "Something went wrong on our side; try again later.")
)

// Problem is one reason for a refusal: a code, its place in the input, and the facts that the message mentions.
type Problem struct {
	Code  Code
	Field string // the path in the input, joined by dots, such as commentIds.2; empty if it concerns the whole input
	Facts []Fact // the values for the names in braces of the message
}

// Refuse returns an error with one problem.
func Refuse(code Code, field string, facts ...Fact) error {
	return Problems{{Code: code, Field: field, Facts: facts}}
}

// Message returns the problem's message for a reader of this language.
func (p Problem) Message(locale Locale) string {
	words, known := messages[p.Code]
	if !known {
		return string(p.Code)
	}
	var values []string
	for _, f := range p.Facts {
		values = append(values, "{"+f.Name+"}", f.text(locale))
	}
	return strings.NewReplacer(values...).Replace(words.In(locale.BuiltIn()))
}

// Problems is an error that lists all problems of one input, in the input's order.
type Problems []Problem

// Error lists the problems in English, for logs and tests.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = strings.TrimSpace(fmt.Sprintf("%s %s: %s", p.Code, p.Field, p.Message(English)))
	}
	return strings.Join(lines, "; ")
}

// Add adds a problem.
func (ps *Problems) Add(code Code, field string, facts ...Fact) {
	*ps = append(*ps, Problem{Code: code, Field: field, Facts: facts})
}

// Join adds the problems of another check. It panics on an error that is not Problems, because such an error is a mistake in
// the program.
func (ps *Problems) Join(err error) {
	if err != nil {
		*ps = append(*ps, err.(Problems)...)
	}
}

// Gather adds the problems of another check. It returns an error that is not Problems.
func (ps *Problems) Gather(err error) error {
	var found Problems
	if err != nil && !errors.As(err, &found) {
		return err
	}
	*ps = append(*ps, found...)
	return nil
}

// Indexed returns the path of an item of a list, such as answers.2.
func Indexed(list string, i int) string { return list + "." + strconv.Itoa(i) }

// Err returns nil if there is no problem. Empty Problems as an error would not be nil.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}

// Wording returns the code's English message with its names in braces.
func (c Code) Wording() string { return messages[c][English] }

// Words returns the code's message in each language.
func (c Code) Words() Localized { return messages[c] }

// CodesOf lists the codes of an error that is Problems. It returns nil for any other error.
func CodesOf(err error) []Code {
	problems, _ := err.(Problems)
	var codes []Code
	for _, p := range problems {
		codes = append(codes, p.Code)
	}
	return codes
}
