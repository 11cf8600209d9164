package example

import (
	"strings"
	"time"

	disclosedb "minyi/db/disclose"
	informdb "minyi/db/inform"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/disclose"
	"minyi/domain/inform"
	"minyi/domain/policy"
)

// openGovernment adds what a government tells beside its consultations: an interpretation of the text in force, two concerns of which one is answered,
// a topic column, the annual report of last year, a catalogue, and two reading points.
func (c *city) openGovernment(inForce launched) {
	const code = "HOUSING"
	c.interpret(inForce, code)
	c.concerns(code)
	c.topic(code)
	c.annualReport(code)
	c.catalogue(code)
	c.readingPoints(code)
}

// releaseContent passes a content through the three steps of the review and releases it.
func (c *city) releaseContent(id civic.ID, hash, code string) {
	editor, publisher := c.person("editor", civic.Editor, code), c.person("publisher", civic.Publisher, code)
	var passed []policy.GateVerdictInput
	for _, gate := range policy.ReviewGates {
		passed = append(passed, policy.GateVerdictInput{Gate: gate, Passed: true})
	}
	c.step(policydb.SubmitContentForReview(c.ctx, c.db, editor, policy.SubmitContentForReviewInput{ContentID: id}))
	for _, step := range []struct {
		stage policy.ReviewStage
		by    civic.Actor
	}{{policy.StageEdit, editor}, {policy.StageReview, c.person("reviewer", civic.Reviewer, code)}, {policy.StagePublish, publisher}} {
		c.step(policydb.RecordContentReview(c.ctx, c.db, step.by, policy.RecordContentReviewInput{ContentID: id, Stage: step.stage, Decision: policy.Approve, Verdicts: passed, ContentHash: hash}))
	}
	c.step(policydb.ReleaseContent(c.ctx, c.db, publisher, policy.ReleaseContentInput{ContentID: id, ContentHash: hash}))
}

// step keeps the error of a step whose result nobody needs.
func (c *city) step(_ policy.ReviewedContent, err error) { c.keepError(err) }

// interpret explains the text in force.
func (c *city) interpret(inForce launched, code string) {
	made := must(c, func() (*inform.PolicyInterpretation, error) {
		return informdb.CreateInterpretation(c.ctx, c.db, c.person("editor", civic.Editor, code), inform.CreateInterpretationInput{
			PolicyRecordID: civic.IDOf(policy.PolicyRecordKind, inForce.draft.PolicyRecordKey),
			Interpretation: inform.InterpretationInput{Title: inBoth("一图读懂电动自行车停放充电新规", "The new rules on e-bikes at a glance"),
				Body:   inBoth("近年火灾多由室内充电引起，因此新规要求在室外集中充电，并由小区提供场所。", "Most fires began where e-bikes were charged indoors. So the rules ask for places outdoors."),
				Origin: inform.Own, Medium: inform.Infographic, MediaURL: new("https://example.org/e-bikes.png"),
				Transcript: inChinese("左图：楼道内充电，打叉。右图：室外充电棚，打勾。"), Elements: inform.InterpretationElements}})
	})
	c.releaseContent(made.ID(), made.ContentHash, code)
}

// concerns notes two concerns, and answers one of them.
func (c *city) concerns(code string) {
	editor, department := c.person("editor", civic.Editor, code), c.department(code)
	note := func(summary string, ago time.Duration) civic.ID {
		return must(c, func() (*inform.PublicConcern, error) {
			return informdb.RecordConcern(c.ctx, c.db, editor, inform.RecordConcernInput{DepartmentID: &department, Kind: "POLICY_MISREAD", Severity: inform.Ordinary, Summary: summary,
				SensedAt: time.Now().Add(-ago), Sources: []inform.ConcernSourceInput{{Name: "本地论坛"}}})
		}).ID()
	}
	answered := note("网传加装电梯的费用全部由一楼住户承担。", 40*time.Hour)
	note("网传电动自行车将被禁止进入小区。", 3*time.Hour)
	made := must(c, func() (*inform.PublicConcernResponse, error) {
		return informdb.AnswerConcern(c.ctx, c.db, editor, inform.AnswerConcernInput{Answer: inform.ConcernAnswerInput{ConcernIDs: []civic.ID{answered},
			Title: inChinese("关于加装电梯费用的说明"), Body: inChinese("费用由共同商定的业主分摊，一楼住户不必承担。")}})
	})
	c.releaseContent(made.ID(), made.ContentHash, code)
}

// topic opens a column on homes.
func (c *city) topic(code string) {
	made := must(c, func() (*inform.TopicColumn, error) {
		return informdb.OpenTopic(c.ctx, c.db, c.person("editor", civic.Editor, code), inform.OpenTopicInput{DepartmentID: c.department(code),
			Topic: inform.TopicInput{Locale: civic.Chinese, Title: "老旧小区改造", Summary: "关于老旧小区的政策和征集。", Rule: &inform.TopicRuleInput{TitleContains: "电动自行车"}}})
	})
	c.releaseContent(made.ID(), made.ContentHash, code)
}

// annualReport reports on last year.
func (c *city) annualReport(code string) {
	editor, year := c.person("editor", civic.Editor, code), c.year()-1
	made := must(c, func() (*disclose.AnnualReport, error) {
		return disclosedb.OpenAnnualReport(c.ctx, c.db, editor, disclose.OpenAnnualReportInput{DepartmentID: c.department(code), Year: year, Scope: disclose.OfDepartment, RegisterCovers: true})
	})
	figures := []disclose.FigureInput{}
	for _, cell := range made.Form().Cells() {
		if !strings.HasPrefix(cell, "T3") {
			figures = append(figures, disclose.FigureInput{Cell: cell, Value: new(0.0), Reason: "据本局台账。"})
		}
	}
	made = must(c, func() (*disclose.AnnualReport, error) {
		return disclosedb.EnterFigures(c.ctx, c.db, editor, disclose.EnterFiguresInput{ContentID: made.ID(), Figures: figures})
	})
	for _, section := range made.Form().Sections {
		made = must(c, func() (*disclose.AnnualReport, error) {
			return disclosedb.WriteSection(c.ctx, c.db, editor, disclose.WriteSectionInput{ContentID: made.ID(), Section: section.Code, Text: "本局依法做好本项工作。"})
		})
	}
	c.releaseContent(made.ID(), made.ContentHash, code)
}

// year is the year of today.
func (c *city) year() (year int) {
	for _, digit := range c.today[:4] {
		year = 10*year + int(digit-'0')
	}
	return year
}

// catalogue publishes a catalogue of what must be published, under which one thing was formed.
func (c *city) catalogue(code string) {
	editor := c.person("editor", civic.Editor, code)
	made := must(c, func() (*disclose.DisclosureCatalogue, error) {
		return disclosedb.ImportCatalogue(c.ctx, c.db, editor, disclose.ImportCatalogueInput{DepartmentID: c.department(code), District: "示例区", Field: "保障性住房",
			Table: "序号,一级事项,二级事项,公开内容（要素）,公开依据,公开时限,公开主体,公开渠道和载体\n1,分配,名单,公租房分配名单,公共租赁住房管理办法,形成之日起20个工作日内,住房和城乡建设局,■政府网站 □政府公报\n2,,结果,分配结果,同上,及时,,政府网站\n"})
	})
	must(c, func() (*disclose.DisclosureCatalogue, error) {
		return disclosedb.PublishCatalogue(c.ctx, c.db, c.person("publisher", civic.Publisher, code), disclose.PublishCatalogueInput{CatalogueID: made.ID()})
	})
	items, err := disclosedb.CatalogueItems(c.ctx, c.db, *made, civic.PageArgs{})
	if c.keepError(err); c.err == nil {
		must(c, func() (*disclose.DisclosureDuty, error) {
			return disclosedb.RecordFormed(c.ctx, c.db, editor, disclose.RecordFormedInput{ItemID: items.Rows[0].ID(), Title: "第一批分配名单", FormedOn: c.today.Add(-3)})
		})
	}
}

// openFrom are the same hours on several days.
func openFrom(opens, closes string, days ...disclose.OpeningDay) (hours []disclose.OpeningHoursInput) {
	for _, day := range days {
		hours = append(hours, disclose.OpeningHoursInput{Day: day, Opens: opens, Closes: closes})
	}
	return hours
}

// readingPoints opens two places where everybody reads government information.
func (c *city) readingPoints(code string) {
	for _, point := range []disclose.ReadingPointInput{
		{Kind: "ARCHIVE", Name: inBoth("示例市档案馆查阅点", "Reading point of the Example City Archive"), Address: inBoth("示例区档案路1号", "1 Archive Road, Example District"),
			OpeningHours: inBoth("工作日9:00至17:00", "9 am to 5 pm on working days"), Contact: "0898-0000 0001", Hours: []disclose.OpeningHoursInput{{Day: disclose.WorkingDays, Opens: "09:00", Closes: "17:00"}}, Position: &disclose.GeoPointInput{Latitude: 18.2528, Longitude: 109.5119}},
		{Kind: "LIBRARY", Name: inBoth("示例市图书馆查阅点", "Reading point of the Example City Library"), Address: inBoth("示例区书香路2号二楼", "2 Book Road, second floor, Example District"),
			OpeningHours: inBoth("周二至周日9:00至21:00，周一闭馆", "9 am to 9 pm, closed on Mondays"), Contact: "0898-0000 0002", Hours: openFrom("09:00", "21:00", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")},
	} {
		must(c, func() (*disclose.ReadingPoint, error) {
			return disclosedb.OpenReadingPoint(c.ctx, c.db, c.person("editor", civic.Editor, code), disclose.OpenReadingPointInput{DepartmentID: c.department(code), ReadingPoint: point})
		})
	}
}
