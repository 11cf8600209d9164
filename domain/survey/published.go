package survey

import "minyi/domain/civic"

// PublishedResults computes from the published tallies of a version what everybody may see who may not read single responses. Fewer than
// ten people have no figures.
func PublishedResults(version int, questions []Question, counters map[string]int64, noise Noise) SurveyResults {
	results := ResultsOf(version, questions, counters)
	values := valueTallies(version, counters)
	for i, q := range questions {
		p := publication{noise, tallies{counters, tallyOf(version, q.Key)}, tallies{counters, keysOf(version, q.Key)}}
		results.Questions[i] = p.results(q, values[q.Key])
	}
	if *results.Responses < minGroup {
		results.Responses = nil
	}
	results.ByDay = mergeDays(results.ByDay)
	return results
}

// mergeDays counts days with fewer than ten people together with the day after them. The last days that have fewer are counted
// with the day before. A day that is already counted stays so, however many come later.
func mergeDays(days []civic.DayCount) []civic.DayCount {
	merged, waiting := []civic.DayCount{}, 0
	for _, day := range days {
		if waiting += day.Count; waiting >= minGroup {
			merged, waiting = append(merged, civic.DayCount{Day: day.Day, Count: waiting}), 0
		}
	}
	if last := len(merged) - 1; last >= 0 {
		merged[last].Count += waiting
	}
	return merged
}

// publication is what the published results of one question are made of: how many people each tally counts, and the sums of their record
// keys.
type publication struct {
	noise       Noise
	exact, keys tallies
}

// count is the published count of a tally.
func (p publication) count(name string) int {
	return p.noise.Count(p.exact.count(name), p.keys.all[p.keys.prefix+name])
}

// results computes the published results of one question.
func (p publication) results(q Question, values []ValueCount) QuestionResults {
	r := QuestionResults{Question: q, Protected: q.protection(), PercentBase: q.percentBase()}
	count := p.exact.count
	if q.isConditional() {
		count = p.count
	}
	if p.exact.count("asked") < minGroup {
		return r
	}
	r.Asked = new(count("asked"))
	if q.NotApplicable && q.Kind != Matrix {
		r.NotApplicable = new(count(noneTally))
	}
	if p.exact.count("answered") < minGroup {
		return r
	}
	r.Answered = new(count("answered"))
	switch {
	case q.Kind == Text:
		if p.exact.count(redactedTally) >= minGroup {
			r.Redacted = new(count(redactedTally))
		}
	case q.isBinned():
		p.addBins(&r, values)
	case q.carriesNoise():
		r.countAnswers(p.count)
		r.addScale(q, values, func(value string) int { return p.count("value/" + value) })
	default:
		r.countAnswers(p.exact.count)
		r.addScale(q, values, func(value string) int { return p.exact.count("value/" + value) })
		r.mergeSmall(p.noise)
	}
	return r
}

// addScale counts the steps of a rating.
func (r *QuestionResults) addScale(q Question, values []ValueCount, count func(value string) int) {
	if q.Kind != Rating {
		return
	}
	for _, step := range q.fullScale(values) {
		n := count(step.Value)
		r.Values = append(r.Values, ValueCount{Value: step.Value, Count: &n, Share: new(share(n, *r.Answered))})
	}
	var steps []weighed
	for i, v := range r.Values {
		steps = append(steps, weighed{*q.Min + float64(i), float64(*v.Count)})
	}
	r.summarize(steps, 1)
}

// mergeSmall counts options of few people together with others.
func (r *QuestionResults) mergeSmall(noise Noise) {
	key := r.Question.Key
	options := make([]*OptionCount, 0, len(r.Options)+1)
	for i := range r.Options {
		options = append(options, &r.Options[i])
	}
	if r.Other != nil {
		options = append(options, r.Other)
	}
	r.Merged = mergeOptions(noise, key, options, *r.Answered)
	for i := range r.Rows {
		r.Rows[i].mergeSmall(noise, key)
	}
	r.mergeSteps(noise)
}

// mergeSmall does so in a row of a matrix. A row of fewer than ten answers has no figures.
func (row *MatrixRowResults) mergeSmall(noise Noise, question string) {
	options := make([]*OptionCount, len(row.Options))
	for i := range row.Options {
		options[i] = &row.Options[i]
	}
	if *row.Answered >= minGroup {
		row.Merged = mergeOptions(noise, question+"/"+row.Row.Key, options, *row.Answered)
		return
	}
	row.Answered = nil
	for _, o := range options {
		o.Count, o.Share = nil, nil
	}
}

// mergeOptions takes the counts of the merged options away and adds them up.
func mergeOptions(noise Noise, question string, options []*OptionCount, base int) *MergedCount {
	keys, counts := make([]string, len(options)), make([]int, len(options))
	for i, o := range options {
		keys[i], counts[i] = o.Option.Key, *o.Count
	}
	sum := MergedCount{}
	for i, is := range noise.merge(question, keys, counts) {
		if is {
			sum.Keys, sum.Count = append(sum.Keys, keys[i]), sum.Count+counts[i]
			options[i].Count, options[i].Share = nil, nil
		}
	}
	return sum.of(base)
}

// of is the sum with its share, or nil if nothing is merged.
func (m MergedCount) of(base int) *MergedCount {
	if len(m.Keys) == 0 {
		return nil
	}
	m.Share = new(share(m.Count, base))
	return &m
}

// mergeSteps merges the steps of a rating. The figures are computed as if the people of the merged steps were spread over them evenly, so
// that they tell no more than the counts.
func (r *QuestionResults) mergeSteps(noise Noise) {
	if len(r.Values) == 0 {
		return
	}
	keys, counts := make([]string, len(r.Values)), make([]int, len(r.Values))
	for i, v := range r.Values {
		keys[i], counts[i] = v.Value, *v.Count
	}
	sum, merged := MergedCount{}, noise.merge(r.Question.Key, keys, counts)
	for i, is := range merged {
		if is {
			sum.Keys, sum.Count = append(sum.Keys, keys[i]), sum.Count+counts[i]
			r.Values[i].Count, r.Values[i].Share = nil, nil
		}
	}
	var steps []weighed
	for i, is := range merged {
		weight := float64(counts[i])
		if is {
			weight = float64(sum.Count) / float64(len(sum.Keys))
		}
		steps = append(steps, weighed{*r.Question.Min + float64(i), weight})
	}
	r.Merged = sum.of(*r.Answered)
	r.summarize(steps, 1)
}

// addBins counts the values in ranges, and computes the figures from the ranges, so that they tell no more.
func (p publication) addBins(r *QuestionResults, values []ValueCount) {
	q, keys := r.Question, map[string]int64{}
	for _, v := range values {
		keys[v.Value] = p.keys.all[p.keys.prefix+"value/"+v.Value]
	}
	points, name := pointsOf(values, q.Decimals, keys), numberName(q.Decimals)
	if q.Kind == Date {
		points, name = dayPoints(values, keys), dayName
	}
	bins, width := binsOf(points)
	if q.isConditional() {
		for i, b := range bins {
			bins[i].Count = p.noise.Count(b.Count, b.keys)
		}
	}
	for i, b := range bins {
		bins[i].Share = share(b.Count, *r.Answered)
	}
	r.Bins = nameBins(bins, name)
	if len(bins) > 1 && q.Kind != Date {
		r.summarize(middles(bins, width), q.unit())
	}
}

// summarize computes the mean, the median and the deviation of published counts.
func (r *QuestionResults) summarize(all []weighed, unit float64) {
	people := 0.0
	for i := range all {
		all[i].value /= unit
		people += all[i].weight
	}
	if people == 0 {
		return
	}
	mean, deviation := meanAndDeviation(all)
	r.Mean, r.Median, r.Deviation = &mean, new(middleOf(all)), &deviation
}
