package civic

import (
	"errors"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/go-playground/validator/v10"
)

// Refusals of a single value.
var (
	Required  = NewCode("REQUIRED", "此项必填。", "This is needed.")
	TooLong   = NewCode("TOO_LONG", "最多 {max} 个字。", "At most {max} characters.")
	TooMany   = NewCode("TOO_MANY", "最多 {max} 项。", "At most {max} of these.")
	TooFew    = NewCode("TOO_FEW", "至少 {min} 项。", "At least {min} of these.")
	Invalid   = NewCode("INVALID", "此项的内容无效。", "This value is not valid.")
	Duplicate = NewCode("DUPLICATE", "此项重复。", "This stands twice.")
)

var validate = newValidator()

// newValidator returns a validator that knows these tags besides the library's own:
//
//	id=X            an id of the kind with this letter
//	words=N         a text of at most N characters, by the rules of CheckBody
//	texts=N         the same in several languages
//	departmentcode  capital letters, digits and underscores
//	timeofday       HH:MM, from 00:00 to 24:00
//	idempotency     1 to 128 printable ASCII characters
func newValidator() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string { return FieldName(f.Name) })
	Must(v.RegisterValidation("id", func(fl validator.FieldLevel) bool {
		id, isID := fl.Field().Interface().(ID)
		return isID && string(id.Kind) == fl.Param()
	}))
	Must(v.RegisterValidation("words", func(fl validator.FieldLevel) bool {
		return CheckBody("", fl.Field().String(), intParam(fl.Param())) == nil
	}))
	Must(v.RegisterValidation("texts", func(fl validator.FieldLevel) bool {
		return CheckTexts("", fl.Field().Interface().([]LocalizedTextInput), intParam(fl.Param())) == nil
	}))
	Must(v.RegisterValidation("departmentcode", func(fl validator.FieldLevel) bool {
		return departmentCode.MatchString(fl.Field().String())
	}))
	Must(v.RegisterValidation("timeofday", func(fl validator.FieldLevel) bool { return IsTimeOfDay(fl.Field().String()) }))
	v.RegisterAlias("idempotency", "min=1,max=128,printascii")
	return v
}

// departmentCode matches the code of a department.
var departmentCode = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)

// timeOfDay matches a time of the day. 24:00 is the end of the day.
var timeOfDay = regexp.MustCompile(`^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$`)

// IsTimeOfDay reports whether the text is a time of the day, such as 17:00.
func IsTimeOfDay(text string) bool { return timeOfDay.MatchString(text) }

// Must panics on an error that only a mistake in the program can cause, such as a wrong validate tag.
func Must(err error) {
	if err != nil {
		panic(err)
	}
}

// FieldName returns the API's name of a Go field: consultationId for ConsultationID.
func FieldName(name string) string {
	name = strings.NewReplacer("IDs", "Ids", "ID", "Id", "URL", "Url").Replace(name)
	return strings.ToLower(name[:1]) + name[1:]
}

// Check validates an input by its validate tags and returns all problems at once, each with its path.
func Check(input any) error {
	var found validator.ValidationErrors
	if err := validate.Struct(input); !errors.As(err, &found) {
		return err
	}
	var problems Problems
	for _, f := range found {
		problems = append(problems, problemsOf(f)...)
	}
	return problems.Err()
}

// problemsOf translates one validation error. For the tags words and texts it may return several problems.
func problemsOf(f validator.FieldError) Problems {
	var found Problems
	switch field := pathOf(f.Namespace()); f.Tag() {
	case "words":
		found.Join(CheckBody(field, f.Value().(string), intParam(f.Param())))
	case "texts":
		found.Join(CheckTexts(field, f.Value().([]LocalizedTextInput), intParam(f.Param())))
	default:
		found = Problems{problemOf(f)}
	}
	return found
}

// problemOf translates an error of a tag that finds only one problem.
func problemOf(f validator.FieldError) Problem {
	field := pathOf(f.Namespace())
	list := f.Kind() == reflect.Slice || f.Kind() == reflect.Map
	switch f.Tag() {
	case "required":
		return Problem{Code: Required, Field: field}
	case "id":
		return Problem{Code: BadID, Field: field}
	case "unique":
		return Problem{Code: Duplicate, Field: field}
	case "max":
		if list {
			return Problem{Code: TooMany, Field: field, Facts: []Fact{Max(intParam(f.Param()))}}
		}
	case "min":
		if list {
			return Problem{Code: TooFew, Field: field, Facts: []Fact{Min(intParam(f.Param()))}}
		}
	}
	return Problem{Code: Invalid, Field: field}
}

// pathOf translates the validator's path: SubmitInput.answers[2].choices becomes answers.2.choices.
func pathOf(namespace string) string {
	_, path, _ := strings.Cut(namespace, ".")
	return strings.NewReplacer("[", ".", "]", "").Replace(path)
}

// intParam reads a tag's parameter as a number.
func intParam(param string) int {
	n, err := strconv.Atoi(param)
	Must(err)
	return n
}
