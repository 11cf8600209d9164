package consult

import (
	"context"
	"database/sql/driver"
	"fmt"
	"regexp"
	"slices"
	"time"
	_ "time/tzdata"

	"minyi/domain/civic"
)

// a machine without time zones of its own must not end a period by UTC

// PolicyKind is the kind of an instrument; each follows rules of its own.
type PolicyKind string

// The kinds.
const (
	MajorDecision            PolicyKind = "MAJOR_DECISION"
	GovernmentRule           PolicyKind = "GOVERNMENT_RULE"
	AdministrativeRegulation PolicyKind = "ADMINISTRATIVE_REGULATION"
	Statute                  PolicyKind = "STATUTE"
	NormativeDocument        PolicyKind = "NORMATIVE_DOCUMENT"
	OtherPolicy              PolicyKind = "OTHER"
)

// WrongProfile refuses rules that are not made for a record's kind.
var WrongProfile = civic.NewCode("WRONG_PROFILE", "规则 %v 不适用于 %v 类事项。", "The rules %v are not made for instruments of the kind %v.")

// PolicyKinds are stored as JSON.
type PolicyKinds []PolicyKind

// Scan reads the kinds from a JSON column.
func (k *PolicyKinds) Scan(from any) error { return civic.ScanJSON(from, k) }

// Value writes the kinds to a JSON column.
func (k PolicyKinds) Value() (driver.Value, error) { return civic.ValueJSON(k) }

// DefaultProfile is the code of the rules that consultations on instruments of this kind follow where nothing else is said.
func (k PolicyKind) DefaultProfile() string {
	switch k {
	case GovernmentRule:
		return "CN_GOVERNMENT_RULE"
	case AdministrativeRegulation:
		return "CN_ADMIN_REGULATION"
	case Statute:
		return "CN_STATUTE"
	case NormativeDocument:
		return "CN_NORMATIVE"
	}
	return "CN_MAJOR_DECISION"
}

// ShorteningRule says whether a comment period may be shorter than its profile's minimum.
type ShorteningRule string

// The rules.
const (
	NeverShorter  ShorteningRule = "NEVER"
	ShorterReason ShorteningRule = "WITH_REASON"
	FreelyShorter ShorteningRule = "FREELY"
)

// SourceMark says how sure a rule's source is.
type SourceMark string

// The marks.
const (
	ReadInLaw     SourceMark = "READ_IN_LAW"
	SeenPublished SourceMark = "SEEN_PUBLISHED"
	Unverified    SourceMark = "UNVERIFIED"
	Inferred      SourceMark = "INFERRED"
)

// JurisdictionProfile is what the law or the practice of one place asks of a consultation. Profiles are rows of a table,
// which an operator can change; DefaultProfiles fills it at first.
type JurisdictionProfile struct {
	Code              string          `db:"code"`
	Titles            civic.Localized `db:"title"`
	Country           string          `db:"country"`
	For               PolicyKinds     `db:"kinds"`        // the kinds of instruments that may follow it: no launch escapes the rules of its kind
	MinimumDays       *int            `db:"minimum_days"` // nil where none is fixed
	Unit              civic.DayUnit   `db:"unit"`
	WarnBelow         *int            `db:"warn_below"` // in the same unit
	Shortening        ShorteningRule  `db:"shortening"`
	FeedbackDueDays   *int            `db:"feedback_due_days"` // nil where none is fixed; Decree 713 fixes none
	FeedbackDueUnit   civic.DayUnit   `db:"feedback_due_unit"`
	CloseTime         string          `db:"close_time"` // the first minute that is too late, HH:MM; 24:00 where 23:59 is still in time
	Timezone          string          `db:"timezone"`
	Calendar          *string         `db:"calendar"` // the calendar of working days; nil where only weekends are free
	HearingNoticeDays *int            `db:"hearing_notice_days"`
	SourceArticles    civic.Localized `db:"source_article"`
	SourceMark        SourceMark      `db:"source_mark"`
	EffectiveFrom     civic.Date      `db:"effective_from"`
}

// Kinds lists the kinds of instruments that may follow the profile.
func (p JurisdictionProfile) Kinds() []PolicyKind { return p.For }

// Governs refuses as WRONG_PROFILE what a record of this kind may not follow: the rules follow the kind of the instrument.
func (p JurisdictionProfile) Governs(kind PolicyKind) error {
	if !slices.Contains(p.For, kind) {
		return civic.Refuse(WrongProfile, "profile", p.Code, kind)
	}
	return nil
}

// Title reads the profile's name.
func (p JurisdictionProfile) Title(ctx context.Context, locale *civic.Locale) string {
	return p.Titles.Read(ctx, locale)
}

// SourceArticle reads the law and article that the rule comes from.
func (p JurisdictionProfile) SourceArticle(ctx context.Context, locale *civic.Locale) string {
	return p.SourceArticles.Read(ctx, locale)
}

// timeOfDay is the form of a closing time; 24:00 is the very end of the day.
var timeOfDay = regexp.MustCompile(`^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$`)

// Legible is nil for a profile that periods can be reckoned by. What it finds is for the operator who changed the row,
// not for the person who launches: guessing a zone or an hour would give a wrong deadline without a word.
func (p JurisdictionProfile) Legible() error {
	if _, err := time.LoadLocation(p.Timezone); err != nil || p.Timezone == "" || p.Timezone == "Local" {
		return fmt.Errorf("consult: the profile %s is in the unknown time zone %q", p.Code, p.Timezone)
	}
	if !timeOfDay.MatchString(p.CloseTime) {
		return fmt.Errorf("consult: the profile %s closes at %q, which is no time of day", p.Code, p.CloseTime)
	}
	return nil
}

// zone is the profile's time zone; UTC where the profile is not Legible.
func (p JurisdictionProfile) zone() *time.Location { return civic.TimeZone(p.Timezone) }

// DefaultProfiles are the profiles that an empty database gets.
func DefaultProfiles() []JurisdictionProfile {
	shanghai := JurisdictionProfile{Country: "CN", Unit: civic.CalendarDays, FeedbackDueUnit: civic.CalendarDays, CloseTime: "24:00", Timezone: "Asia/Shanghai", Calendar: new("CN"), SourceMark: ReadInLaw}
	brussels := JurisdictionProfile{Country: "EU", For: PolicyKinds{OtherPolicy}, Unit: civic.CalendarDays, FeedbackDueDays: new(56), FeedbackDueUnit: civic.CalendarDays, CloseTime: "24:00", Timezone: "Europe/Brussels",
		Shortening: ShorterReason, SourceMark: SeenPublished, EffectiveFrom: "2017-07-07"}
	of := func(base JurisdictionProfile, change func(*JurisdictionProfile)) JurisdictionProfile {
		change(&base)
		return base
	}
	return []JurisdictionProfile{
		of(shanghai, func(p *JurisdictionProfile) {
			p.For = PolicyKinds{MajorDecision, OtherPolicy}
			p.Code, p.Titles = "CN_MAJOR_DECISION", Both("重大行政决策", "Major administrative decisions")
			p.MinimumDays, p.Shortening, p.EffectiveFrom = new(30), ShorterReason, "2019-09-01"
			p.SourceArticles = Both("重大行政决策程序暂行条例第十五条", "Decree 713, art. 15")
		}),
		of(shanghai, func(p *JurisdictionProfile) {
			p.For = PolicyKinds{GovernmentRule}
			p.Code, p.Titles = "CN_GOVERNMENT_RULE", Both("规章", "Government rules")
			p.MinimumDays, p.Shortening, p.HearingNoticeDays, p.EffectiveFrom = new(30), NeverShorter, new(30), "2018-05-01"
			p.SourceArticles = Both("规章制定程序条例", "Regulations on the making of rules")
		}),
		of(shanghai, func(p *JurisdictionProfile) {
			p.For = PolicyKinds{AdministrativeRegulation}
			p.Code, p.Titles = "CN_ADMIN_REGULATION", Both("行政法规", "Administrative regulations")
			p.MinimumDays, p.Shortening, p.EffectiveFrom = new(30), NeverShorter, "2018-05-01"
			p.SourceArticles = Both("行政法规制定程序条例", "Regulations on the making of administrative regulations")
		}),
		of(shanghai, func(p *JurisdictionProfile) {
			p.For = PolicyKinds{Statute}
			p.Code, p.Titles = "CN_STATUTE", Both("法律草案", "Statutes")
			p.MinimumDays, p.Shortening, p.EffectiveFrom = new(30), ShorterReason, "2023-03-15"
			p.SourceArticles = Both("立法法：经委员长会议决定不公布的除外", "Legislation Law: unless the chair decides otherwise")
		}),
		of(shanghai, func(p *JurisdictionProfile) {
			p.For = PolicyKinds{NormativeDocument}
			p.Code, p.Titles = "CN_NORMATIVE", Both("行政规范性文件", "Normative documents")
			p.MinimumDays, p.Unit, p.WarnBelow, p.Shortening, p.EffectiveFrom = new(7), civic.WorkingDays, new(7), FreelyShorter, "2018-05-31"
			p.SourceArticles, p.SourceMark = Both("评估指标：一般不少于7个工作日", "An assessment indicator: usually 7 working days"), SeenPublished
		}),
		of(shanghai, func(p *JurisdictionProfile) {
			p.For = PolicyKinds{NormativeDocument}
			p.Code, p.Titles = "CN_NORMATIVE_BUSINESS", Both("涉及市场主体的规范性文件", "Normative documents that concern businesses")
			p.MinimumDays, p.Shortening, p.EffectiveFrom = new(30), NeverShorter, "2020-01-01"
			p.SourceArticles = Both("优化营商环境条例第六十二条：应当反馈采纳情况", "Business-environment regulation, art. 62: adoption must be reported")
		}),
		{Code: "US_RULEMAKING", Titles: Both("美国联邦规则制定", "US federal rulemaking"), Country: "US", For: PolicyKinds{OtherPolicy}, Unit: civic.CalendarDays, WarnBelow: new(60), Shortening: FreelyShorter,
			FeedbackDueUnit: civic.CalendarDays, CloseTime: "24:00", Timezone: "America/New_York", SourceArticles: Both("通常60日，无固定期限", "Usually 60 days, none fixed"),
			SourceMark: SeenPublished, EffectiveFrom: "1946-06-11"},
		of(brussels, func(p *JurisdictionProfile) {
			p.Code, p.Titles, p.MinimumDays = "EU_INITIATIVE", Both("欧盟公众咨询", "EU public consultations"), new(84)
			p.SourceArticles = Both("12周", "12 weeks")
		}),
		of(brussels, func(p *JurisdictionProfile) {
			p.Code, p.Titles, p.MinimumDays = "EU_PROPOSAL", Both("欧盟提案反馈", "Feedback on EU proposals"), new(56)
			p.SourceArticles = Both("8周", "8 weeks")
		}),
		of(brussels, func(p *JurisdictionProfile) {
			p.Code, p.Titles, p.MinimumDays = "EU_DELEGATED_ACT", Both("欧盟授权法案反馈", "Feedback on EU delegated acts"), new(28)
			p.SourceArticles = Both("4周", "4 weeks")
		}),
		{Code: "TW_DRAFT", Titles: Both("台湾地区法规草案预告", "Notice of drafts in Taiwan"), Country: "TW", For: PolicyKinds{OtherPolicy}, MinimumDays: new(60), Unit: civic.CalendarDays, Shortening: ShorterReason,
			FeedbackDueUnit: civic.CalendarDays, CloseTime: "24:00", Timezone: "Asia/Taipei", SourceArticles: Both("60日", "60 days"), SourceMark: SeenPublished, EffectiveFrom: "2016-10-01"},
		{Code: "UK", Titles: Both("英国政府咨询", "UK government consultations"), Country: "GB", For: PolicyKinds{OtherPolicy}, Unit: civic.CalendarDays, Shortening: FreelyShorter, FeedbackDueDays: new(84),
			FeedbackDueUnit: civic.CalendarDays, CloseTime: "24:00", Timezone: "Europe/London", SourceArticles: Both("期限应与事项相称；12周内答复", "Proportionate; an answer within 12 weeks"),
			SourceMark: SeenPublished, EffectiveFrom: "2018-03-19"},
	}
}

// both is a text in Chinese and English.
func Both(zh, en string) civic.Localized {
	return civic.Localized{civic.Chinese: zh, civic.English: en}
}
