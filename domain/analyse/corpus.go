package analyse

import (
	"math/rand/v2"
	"strings"
)

// PlantedText is a text of a made-up corpus. Campaign is the number of the campaign that it is a copy of, from 1 on; 0 for a text of its own.
type PlantedText struct {
	Campaign int
	Text     string
}

// Planted makes texts of which so many of a hundred are near-copies of seven texts, in random order. A copy is exact, or has single letters changed,
// left out or put in, passages left out or moved, or paragraphs of the writer's own before, after or between; the rest say what they say by themselves.
// Tests and benchmarks compare with it what the program finds.
func Planted(seed uint64, texts, copiesOfHundred int) func(yield func(PlantedText) bool) {
	random := rand.New(rand.NewPCG(seed, 1997))
	p := planter{random, rand.NewZipf(random, 1.1, 4, 20_000)}
	return func(yield func(PlantedText) bool) {
		var originals [campaignsPlanted]string
		for i := range originals {
			originals[i] = p.text(5 + 2*i)
		}
		for range texts {
			made := PlantedText{Text: p.text(4 + p.IntN(8))}
			if p.IntN(100) < copiesOfHundred {
				made.Campaign = 1 + min(p.IntN(campaignsPlanted), p.IntN(campaignsPlanted))
				made.Text = p.copy(originals[made.Campaign-1])
			}
			if !yield(made) {
				return
			}
		}
	}
}

// campaignsPlanted is how many texts are copied.
const campaignsPlanted = 7

type planter struct {
	*rand.Rand
	words *rand.Zipf
}

// stock is what many people write by themselves.
var stock = strings.Fields("我们小区的住户都认为 希望有关部门尽快 建议在文件中明确规定 感谢你们征求大家的意见 请认真考虑居民的难处 这件事情关系到每个人 因为每年冬天都有人摔倒 毕竟花的是公共的钱 邻市已经有成功的经验 孩子们的安全最重要 老人出门实在太难 法律早就有规定 居民的耐心是有限的 改善步行道的照明 公布电梯的检测结果 降低停车位的收费标准")

// sentence is made of words as frequent as those of a language (Zipf), and now and then of what many people write.
func (p planter) sentence() string {
	var said strings.Builder
	if p.IntN(3) == 0 {
		said.WriteString(stock[p.IntN(len(stock))])
	}
	for range 6 + p.IntN(8) {
		word := mix(p.words.Uint64())
		said.WriteRune(rune(0x4E00 + word%3000))
		said.WriteRune(rune(0x4E00 + word>>32%3000))
		if p.IntN(6) == 0 {
			said.WriteString("，")
		}
	}
	return said.String() + []string{"。", "。", "！", "；"}[p.IntN(4)]
}

func (p planter) text(sentences int) string {
	var text strings.Builder
	for range sentences {
		text.WriteString(p.sentence())
	}
	return text.String()
}

// copy is a copy of a text with some changes.
func (p planter) copy(text string) string {
	switch kind := p.IntN(10); {
	case kind < 3:
		return text
	case kind < 6:
		return p.typed(text, 1+p.IntN(6))
	case kind < 7:
		return p.withoutSentence(p.typed(text, p.IntN(3)))
	case kind < 8:
		return p.text(1+p.IntN(6)) + "\n" + p.typed(text, p.IntN(3))
	case kind < 9:
		return p.typed(text, p.IntN(3)) + "\n" + p.text(1+p.IntN(12))
	}
	sentences := strings.SplitAfter(text, "，")
	at := p.IntN(len(sentences))
	return strings.Join(sentences[:at], "") + "\n" + p.text(1+p.IntN(4)) + "\n" + strings.Join(sentences[at:], "")
}

// typed changes single letters.
func (p planter) typed(text string, changes int) string {
	letters := []rune(text)
	for range changes {
		at := p.IntN(len(letters))
		switch p.IntN(3) {
		case 0:
			letters[at] = rune(0x4E00 + p.IntN(5000))
		case 1:
			letters = append(letters[:at], letters[at+1:]...)
		default:
			letters = append(letters[:at], append([]rune{rune(0x4E00 + p.IntN(5000))}, letters[at:]...)...)
		}
	}
	return string(letters)
}

// withoutSentence leaves one sentence out and moves another to the end.
func (p planter) withoutSentence(text string) string {
	sentences := strings.SplitAfter(text, "，")
	at := p.IntN(len(sentences))
	kept := append(append([]string{}, sentences[:at]...), sentences[at+1:]...)
	first := p.IntN(len(kept))
	return strings.Join(append(append(append([]string{}, kept[:first]...), kept[first+1:]...), kept[first]), "")
}
