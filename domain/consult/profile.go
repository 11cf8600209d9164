package consult

import (
	"context"
	"database/sql/driver"
	"fmt"
	"slices"
	"time"
	_ "time/tzdata" // without it, a machine that has no time zones would end a period by UTC

	"minyi/domain/civic"
	"minyi/domain/policy"
)

// WrongProfile refuses a profile that does not apply to the record's kind.
var WrongProfile = civic.NewCode("WRONG_PROFILE", "该规则不适用于 {found} 类事项。", "These rules are not made for instruments of the kind {found}.")

// PolicyKinds is stored as JSON.
type PolicyKinds []policy.PolicyKind

// Scan reads the kinds from a JSON column.
func (k *PolicyKinds) Scan(from any) error { return civic.ScanJSON(from, k) }

// Value writes the kinds to a JSON column, no kinds as an empty list.
func (k PolicyKinds) Value() (driver.Value, error) {
	return civic.ValueJSON(append(PolicyKinds{}, k...))
}

// DefaultProfile returns the code of the profile for a kind of instrument if the department names no profile.
func DefaultProfile(k policy.PolicyKind) string {
	switch k {
	case policy.GovernmentRule:
		return "CN_GOVERNMENT_RULE"
	case policy.AdministrativeRegulation:
		return "CN_ADMIN_REGULATION"
	case policy.Statute:
		return "CN_STATUTE"
	case policy.NormativeDocument:
		return "CN_NORMATIVE"
	case policy.OtherPolicy:
		return GeneralProfile
	}
	return "CN_MAJOR_DECISION"
}

// GeneralProfile is the code of the profile without a law behind it.
const GeneralProfile = "GENERAL"

// ShorteningRule says whether a comment period may be shorter than the profile's minimum.
type ShorteningRule string

// The rules.
const (
	NeverShorter  ShorteningRule = "NEVER"
	ShorterReason ShorteningRule = "WITH_REASON"
	FreelyShorter ShorteningRule = "FREELY"
)

// SourceMark says how reliable a rule's source is.
type SourceMark string

// The marks.
const (
	ReadInLaw     SourceMark = "READ_IN_LAW"
	SeenPublished SourceMark = "SEEN_PUBLISHED"
	Unverified    SourceMark = "UNVERIFIED"
	Inferred      SourceMark = "INFERRED"
)

// JurisdictionProfile holds the rules of the law or the practice of one place for consultations. Profiles are rows of a table. An
// operator can change them. A new database gets DefaultProfiles.
type JurisdictionProfile struct {
	Code              string          `db:"code"`
	Titles            civic.Localized `db:"title"`
	Country           string          `db:"country"`
	For               PolicyKinds     `db:"kinds"`        // the kinds of instruments that may use the profile
	Usual             PolicyKinds     `db:"usual_for"`    // the kinds that follow the profile if the department names none
	MinimumDays       *int            `db:"minimum_days"` // nil if there is no minimum
	Unit              civic.DayUnit   `db:"unit"`
	WarnBelow         *int            `db:"warn_below"` // in the same unit as MinimumDays; a shorter period gets a warning
	Shortening        ShorteningRule  `db:"shortening"`
	FeedbackDueDays   *int            `db:"feedback_due_days"` // nil if no day is fixed, as in Decree 713
	FeedbackDueUnit   civic.DayUnit   `db:"feedback_due_unit"`
	CloseTime         string          `db:"close_time"` // HH:MM, the first minute that is too late; 24:00 means that 23:59 is in time
	Timezone          string          `db:"timezone"`
	Calendar          *string         `db:"calendar"` // the code of the working calendar; nil if only weekends are free
	HearingNoticeDays *int            `db:"hearing_notice_days"`
	SourceArticles    civic.Localized `db:"source_article"`
	SourceMark        SourceMark      `db:"source_mark"`
	EffectiveFrom     civic.Date      `db:"effective_from"`
}

// JurisdictionProfileKind is the kind of profiles.
var JurisdictionProfileKind = civic.NewKind("J")

// ID returns the profile's id, which follows from its code.
func (p JurisdictionProfile) ID() civic.ID {
	return civic.IDOf(JurisdictionProfileKind, civic.KeyFromCode(p.Code))
}

// Kinds lists the kinds of instruments that may use the profile.
func (p JurisdictionProfile) Kinds() []policy.PolicyKind { return p.For }

// UsualFor lists the kinds of instruments that follow the profile if the department names no profile.
func (p JurisdictionProfile) UsualFor() []policy.PolicyKind { return p.Usual }

// Governs refuses the profile as WRONG_PROFILE if instruments of this kind may not use it. Otherwise a department could avoid
// the rules for the instrument's kind.
func (p JurisdictionProfile) Governs(kind policy.PolicyKind) error {
	if !slices.Contains(p.For, kind) {
		return civic.Refuse(WrongProfile, "profile", civic.Found(kind))
	}
	return nil
}

// Title returns the profile's name in the wanted language.
func (p JurisdictionProfile) Title(ctx context.Context, locale *civic.WantedLocale) string {
	return p.Titles.Read(ctx, locale)
}

// SourceArticle returns the law and the article of the rule in the wanted language.
func (p JurisdictionProfile) SourceArticle(ctx context.Context, locale *civic.WantedLocale) string {
	return p.SourceArticles.Read(ctx, locale)
}

// CheckTimes returns an error if the profile's time zone or closing time is invalid, so that no period can be calculated. The error
// is for the operator who changed the row, not for the person who launches a consultation. A guessed zone or hour would make a
// wrong deadline that nobody notices.
func (p JurisdictionProfile) CheckTimes() error {
	if _, err := time.LoadLocation(p.Timezone); err != nil || p.Timezone == "" || p.Timezone == "Local" {
		return fmt.Errorf("consult: the profile %s is in the unknown time zone %q", p.Code, p.Timezone)
	}
	if !civic.IsTimeOfDay(p.CloseTime) {
		return fmt.Errorf("consult: the profile %s closes at %q, which is no time of day", p.Code, p.CloseTime)
	}
	return nil
}

// zone returns the profile's time zone. It returns UTC if the zone is unknown.
func (p JurisdictionProfile) zone() *time.Location { return civic.TimeZone(p.Timezone) }

// DefaultProfiles returns the profiles of a new database.
func DefaultProfiles() []JurisdictionProfile {
	shanghai := JurisdictionProfile{Country: "CN", Unit: civic.CalendarDays, FeedbackDueUnit: civic.CalendarDays, CloseTime: "24:00", Timezone: "Asia/Shanghai", Calendar: new("CN"), SourceMark: ReadInLaw}
	brussels := JurisdictionProfile{Country: "EU", For: PolicyKinds{policy.OtherPolicy}, Unit: civic.CalendarDays, FeedbackDueDays: new(56), FeedbackDueUnit: civic.CalendarDays, CloseTime: "24:00", Timezone: "Europe/Brussels",
		Shortening: ShorterReason, SourceMark: SeenPublished, EffectiveFrom: "2017-07-07"}
	derive := func(base JurisdictionProfile, change func(*JurisdictionProfile)) JurisdictionProfile {
		change(&base)
		return base
	}
	return []JurisdictionProfile{
		{Code: GeneralProfile, Titles: civic.Bilingual("一般事项", "General"), Country: "ZZ", For: PolicyKinds{policy.OtherPolicy}, Unit: civic.CalendarDays, Shortening: FreelyShorter,
			FeedbackDueUnit: civic.CalendarDays, CloseTime: "24:00", Timezone: "UTC", SourceArticles: civic.Bilingual("无法定期限", "No period is fixed by law"), SourceMark: Inferred, EffectiveFrom: "2019-09-01"},
		derive(shanghai, func(p *JurisdictionProfile) {
			p.For = PolicyKinds{policy.MajorDecision, policy.OtherPolicy}
			p.Code, p.Titles = "CN_MAJOR_DECISION", civic.Bilingual("重大行政决策", "Major administrative decisions")
			p.MinimumDays, p.Shortening, p.EffectiveFrom = new(30), ShorterReason, "2019-09-01"
			p.SourceArticles = civic.Bilingual("重大行政决策程序暂行条例第十五条", "Decree 713, art. 15")
		}),
		derive(shanghai, func(p *JurisdictionProfile) {
			p.For = PolicyKinds{policy.GovernmentRule}
			p.Code, p.Titles = "CN_GOVERNMENT_RULE", civic.Bilingual("规章", "Government rules")
			p.MinimumDays, p.Shortening, p.HearingNoticeDays, p.EffectiveFrom = new(30), NeverShorter, new(30), "2018-05-01"
			p.SourceArticles = civic.Bilingual("规章制定程序条例", "Regulations on the making of rules")
		}),
		derive(shanghai, func(p *JurisdictionProfile) {
			p.For = PolicyKinds{policy.AdministrativeRegulation}
			p.Code, p.Titles = "CN_ADMIN_REGULATION", civic.Bilingual("行政法规", "Administrative regulations")
			p.MinimumDays, p.Shortening, p.EffectiveFrom = new(30), NeverShorter, "2018-05-01"
			p.SourceArticles = civic.Bilingual("行政法规制定程序条例", "Regulations on the making of administrative regulations")
		}),
		derive(shanghai, func(p *JurisdictionProfile) {
			p.For = PolicyKinds{policy.Statute}
			p.Code, p.Titles = "CN_STATUTE", civic.Bilingual("法律草案", "Statutes")
			p.MinimumDays, p.Shortening, p.EffectiveFrom = new(30), ShorterReason, "2023-03-15"
			p.SourceArticles = civic.Bilingual("立法法：经委员长会议决定不公布的除外", "Legislation Law: unless the chair decides otherwise")
		}),
		derive(shanghai, func(p *JurisdictionProfile) {
			p.For = PolicyKinds{policy.NormativeDocument}
			p.Code, p.Titles = "CN_NORMATIVE", civic.Bilingual("行政规范性文件", "Normative documents")
			p.MinimumDays, p.Unit, p.WarnBelow, p.Shortening, p.EffectiveFrom = new(7), civic.WorkingDays, new(7), FreelyShorter, "2018-05-31"
			p.SourceArticles, p.SourceMark = civic.Bilingual("评估指标：一般不少于7个工作日", "An assessment indicator: usually 7 working days"), SeenPublished
		}),
		derive(shanghai, func(p *JurisdictionProfile) {
			p.For = PolicyKinds{policy.NormativeDocument}
			p.Code, p.Titles = "CN_NORMATIVE_BUSINESS", civic.Bilingual("涉及市场主体的规范性文件", "Normative documents that concern businesses")
			p.MinimumDays, p.Shortening, p.EffectiveFrom = new(30), NeverShorter, "2020-01-01"
			p.SourceArticles = civic.Bilingual("优化营商环境条例第六十二条：应当反馈采纳情况", "Business-environment regulation, art. 62: adoption must be reported")
		}),
		{Code: "US_RULEMAKING", Titles: civic.Bilingual("美国联邦规则制定", "US federal rulemaking"), Country: "US", For: PolicyKinds{policy.OtherPolicy}, Unit: civic.CalendarDays, WarnBelow: new(60), Shortening: FreelyShorter,
			FeedbackDueUnit: civic.CalendarDays, CloseTime: "24:00", Timezone: "America/New_York", SourceArticles: civic.Bilingual("通常60日，无固定期限", "Usually 60 days, none fixed"),
			SourceMark: SeenPublished, EffectiveFrom: "1946-06-11"},
		derive(brussels, func(p *JurisdictionProfile) {
			p.Code, p.Titles, p.MinimumDays = "EU_INITIATIVE", civic.Bilingual("欧盟公众咨询", "EU public consultations"), new(84)
			p.SourceArticles = civic.Bilingual("12周", "12 weeks")
		}),
		derive(brussels, func(p *JurisdictionProfile) {
			p.Code, p.Titles, p.MinimumDays = "EU_PROPOSAL", civic.Bilingual("欧盟提案反馈", "Feedback on EU proposals"), new(56)
			p.SourceArticles = civic.Bilingual("8周", "8 weeks")
		}),
		derive(brussels, func(p *JurisdictionProfile) {
			p.Code, p.Titles, p.MinimumDays = "EU_DELEGATED_ACT", civic.Bilingual("欧盟授权法案反馈", "Feedback on EU delegated acts"), new(28)
			p.SourceArticles = civic.Bilingual("4周", "4 weeks")
		}),
		{Code: "UK", Titles: civic.Bilingual("英国政府咨询", "UK government consultations"), Country: "GB", For: PolicyKinds{policy.OtherPolicy}, Unit: civic.CalendarDays, Shortening: FreelyShorter, FeedbackDueDays: new(84),
			FeedbackDueUnit: civic.CalendarDays, CloseTime: "24:00", Timezone: "Europe/London", SourceArticles: civic.Bilingual("期限应与事项相称；12周内答复", "Proportionate; an answer within 12 weeks"),
			SourceMark: SeenPublished, EffectiveFrom: "2018-03-19"},
	}
}
