package civic

import (
	"slices"
	"strings"
)

// chinaSource names the notices of the General Office of the State Council that the calendar follows.
const chinaSource = "国务院办公厅关于节假日安排的通知（2020年至2026年；2020年春节按延长后的安排）"

// chinaDays lists the public holidays of China by name, and the weekend days on which people work instead (上班). The State
// Council publishes both in a notice in the year before. In 2020 it made the spring holiday longer while it ran.
const chinaDays = `
元旦 2020-01-01
春节 2020-01-24/2020-02-02
清明节 2020-04-04/2020-04-06
劳动节 2020-05-01/2020-05-05
端午节 2020-06-25/2020-06-27
国庆节、中秋节 2020-10-01/2020-10-08
上班 2020-01-19 2020-04-26 2020-05-09 2020-06-28 2020-09-27 2020-10-10
元旦 2021-01-01/2021-01-03
春节 2021-02-11/2021-02-17
清明节 2021-04-03/2021-04-05
劳动节 2021-05-01/2021-05-05
端午节 2021-06-12/2021-06-14
中秋节 2021-09-19/2021-09-21
国庆节 2021-10-01/2021-10-07
上班 2021-02-07 2021-02-20 2021-04-25 2021-05-08 2021-09-18 2021-09-26 2021-10-09
元旦 2022-01-01/2022-01-03
春节 2022-01-31/2022-02-06
清明节 2022-04-03/2022-04-05
劳动节 2022-04-30/2022-05-04
端午节 2022-06-03/2022-06-05
中秋节 2022-09-10/2022-09-12
国庆节 2022-10-01/2022-10-07
上班 2022-01-29 2022-01-30 2022-04-02 2022-04-24 2022-05-07 2022-10-08 2022-10-09
元旦 2022-12-31/2023-01-02
春节 2023-01-21/2023-01-27
清明节 2023-04-05
劳动节 2023-04-29/2023-05-03
端午节 2023-06-22/2023-06-24
中秋节、国庆节 2023-09-29/2023-10-06
上班 2023-01-28 2023-01-29 2023-04-23 2023-05-06 2023-06-25 2023-10-07 2023-10-08
元旦 2024-01-01
春节 2024-02-10/2024-02-17
清明节 2024-04-04/2024-04-06
劳动节 2024-05-01/2024-05-05
端午节 2024-06-10
中秋节 2024-09-15/2024-09-17
国庆节 2024-10-01/2024-10-07
上班 2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12
元旦 2025-01-01
春节 2025-01-28/2025-02-04
清明节 2025-04-04/2025-04-06
劳动节 2025-05-01/2025-05-05
端午节 2025-05-31/2025-06-02
国庆节、中秋节 2025-10-01/2025-10-08
上班 2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
元旦 2026-01-01/2026-01-03
春节 2026-02-15/2026-02-23
清明节 2026-04-04/2026-04-06
劳动节 2026-05-01/2026-05-05
端午节 2026-06-19/2026-06-21
中秋节 2026-09-25/2026-09-27
国庆节 2026-10-01/2026-10-07
上班 2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
`

// DefaultCalendars returns the calendars of a new database. Version 2 covers the years from 2020; version 1, which older
// databases have, covered 2025 and 2026.
func DefaultCalendars() []WorkingCalendar {
	var days CalendarDayList
	for line := range strings.Lines(strings.TrimSpace(chinaDays)) {
		fields := strings.Fields(line)
		for _, span := range fields[1:] {
			days = append(days, spanDays(fields[0], span)...)
		}
	}
	slices.SortFunc(days, CalendarDay.compare)
	return []WorkingCalendar{{Code: "CN", Version: 2, Source: chinaSource, CoversFrom: "2020-01-01", CoversTo: "2026-12-31", Differing: days}}
}

// spanDays lists the days of a span such as 2026-05-01/2026-05-05 under the name of a holiday, or as working days under 上班.
func spanDays(name, span string) (days CalendarDayList) {
	from, to, several := strings.Cut(span, "/")
	if !several {
		to = from
	}
	working := name == "上班"
	if working {
		name = ""
	}
	for day := Date(from); day <= Date(to); day = day.Add(1) {
		days = append(days, CalendarDay{Day: day, Working: working, Name: name})
	}
	return days
}
