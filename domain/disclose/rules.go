package disclose

import "minyi/domain/civic"

// Rules are the limits that the clock of a request follows. They are data: an agency may read the law in another way.
type Rules struct {
	Reply         civic.DeadlineRule
	Correction    civic.DeadlineRule // until when the agency may ask for a correction
	Opinion       civic.DeadlineRule // how long a third party or another agency may take
	Payment       civic.DeadlineRule
	MaxExtension  int // working days in all
	ApplicantKept int // days from the end of a request to the erasure of who applied
	// FromService leaves out the time of asking others from the day on which the letter reached them, and not from the day of asking.
	FromService bool
}

// DefaultRules returns the limits of Decree 711, and of the order of 2020 on fees.
func DefaultRules() Rules {
	working := func(code string, days int, zh, en string) civic.DeadlineRule {
		return civic.DeadlineRule{Code: code, Days: days, Unit: civic.WorkingDays, SourceArticles: civic.Bilingual(zh, en)}
	}
	return Rules{
		Reply:         working("DISCLOSURE_REPLY", 20, "政府信息公开条例第三十三条", "Decree 711, art. 33"),
		Correction:    working("DISCLOSURE_CORRECTION_NOTICE", 7, "政府信息公开条例第三十条", "Decree 711, art. 30"),
		Opinion:       working("DISCLOSURE_OPINION", 15, "政府信息公开条例第三十二条、第三十四条", "Decree 711, art. 32 and 34"),
		Payment:       working("DISCLOSURE_PAYMENT", 20, "政府信息公开信息处理费管理办法（国办函〔2020〕109号）", "Order on fees of 2020 (no. 109)"),
		MaxExtension:  20,
		ApplicantKept: 2 * 365,
	}
}

// FeeByItems returns the fee in yuan of an applicant's n-th request in a calendar month: 10 are free, the next 20 cost 100 yuan each, and
// the price rises by 100 yuan with every ten (order on fees of 2020, art. 4).
func FeeByItems(n int) int {
	switch {
	case n <= 10:
		return 0
	case n <= 30:
		return 100
	}
	return 100 * ((n-31)/10 + 2)
}

// FeeByPages returns the fee in yuan of a request that is answered with so many pages: 30 are free, then each page costs 10 yuan up to 100
// pages, 20 up to 200, and 40 beyond (order on fees of 2020, art. 5).
func FeeByPages(pages int) int {
	part := func(after, to int) int { return max(0, min(pages, to)-after) }
	return 10*part(30, 100) + 20*part(100, 200) + 40*part(200, pages)
}
