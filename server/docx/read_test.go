package docx

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
)

// TestRead reads documents in the form in which Word writes them.
func TestRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		parts map[string]string
		want  string
		warns string
	}{
		"plain": {map[string]string{"word/document.xml": document(par("", words("第一条　为了渡运安全，")+words("制定本条例。")) + par("", "<w:r><w:t>第二条</w:t><w:tab/><w:t>渡口免费。</w:t></w:r>"))},
			"第一条　为了渡运安全，制定本条例。\n第二条\t渡口免费。\n", ""},
		"numbers of a Chinese law": {map[string]string{"word/numbering.xml": numberingPart, "word/styles.xml": testStyles, "word/document.xml": document(
			par(`<w:pStyle w:val="a3"/>`, words("渡口条例")) + par(`<w:pStyle w:val="Zhang"/>`, words("总则")) + par(inList("1", "1"), words("渡口免费。")) + par(inList("1", "1"), words("下列除外：")) +
				par(inList("1", "2"), words("货车；")) + par(inList("1", "2"), words("拖拉机。")) + par(`<w:pStyle w:val="Zhang"/>`, words("附则")) + par(inList("1", "1"), words("自公布之日起施行。")))},
			"渡口条例\n第一章 总则\n第一条 渡口免费。\n第二条 下列除外：\n（一）货车；\n（二）拖拉机。\n第二章 附则\n第三条 自公布之日起施行。\n", ""},
		"numbers of an English law": {map[string]string{"word/numbering.xml": numberingPart, "word/document.xml": document(
			par(inList("2", "0"), words("Ferries are free for:")) + par(inList("2", "1"), words("children;")) + par(inList("2", "2"), words("under six;")) + par(inList("2", "1"), words("dogs.")) +
				par(inList("2", "0"), words("They carry:")) + par(inList("2", "1"), words("people.")) + par(inList("4", "0"), words("a note")))},
			"Article 1. Ferries are free for:\n(a) children;\n(i) under six;\n(b) dogs.\nArticle 2. They carry:\n(a) people.\n• a note\n", ""},
		"a list that starts again": {map[string]string{"word/numbering.xml": numberingPart, "word/document.xml": document(
			par(inList("2", "1"), words("one")) + par(inList("2", "1"), words("two")) + par(inList("3", "1"), words("again")) + par(inList("0", "0"), words("none")))},
			"(a) one\n(b) two\n(a) again\nnone\n", ""},
		"tracked changes": {map[string]string{"word/document.xml": document(par("", words("渡口")+`<w:del w:id="1"><w:r><w:delText>收费</w:delText></w:r></w:del><w:ins w:id="2">`+words("免费")+`</w:ins>`+words("。")) +
			par(`<w:rPr><w:del w:id="3"/></w:rPr>`, words("大雾")) + par("", words("停渡。")) + `<w:p><w:moveFrom w:id="4">` + words("旧处") + `</w:moveFrom><w:moveTo w:id="5">` + words("新处") + `</w:moveTo></w:p>`)},
			"渡口免费。\n大雾停渡。\n新处\n", "TRACKED_CHANGES 1"},
		"a table": {map[string]string{"word/document.xml": document(par("", words("票价：")) + `<w:tbl><w:tblPr/><w:tr>` + cell("车型") + cell("票价") + `</w:tr><w:tr>` + cell("货|车") + cell("十元") +
			`</w:tr><w:tr><w:trPr><w:del w:id="1"/></w:trPr>` + cell("旧") + cell("行") + `</w:tr></w:tbl>`)}, "票价：\n| 车型 | 票价 |\n| 货／车 | 十元 |\n", "TRACKED_CHANGES 2"},
		"a cell of several paragraphs": {map[string]string{"word/document.xml": document(`<w:tbl><w:tr>` + cell("车型") + cell("票价") + `</w:tr><w:tr><w:tc>` + par("", words("货车")) + par("", words("")) + par("", words("客车")) +
			`</w:tc>` + cell("十元") + `</w:tr></w:tbl>`)}, "| 车型 | 票价 |\n| 货车 客车 | 十元 |\n", ""},
		"a frame of one cell": {map[string]string{"word/document.xml": document(`<w:tbl><w:tr><w:tc>` + par("", words("第一条 甲。")) + par("", words("第二条 乙。")) + `</w:tc></w:tr></w:tbl>`)},
			"第一条 甲。\n第二条 乙。\n", ""},
		"footnotes": {map[string]string{"word/footnotes.xml": openWord + `<w:footnotes` + wordSpace + `><w:footnote w:type="separator" w:id="-1">` + par("", words("线")) + `</w:footnote><w:footnote w:id="2">` +
			par("", words("指摆渡的地方。")) + `</w:footnote></w:footnotes>`, "word/document.xml": document(par("", words("第一条 渡口")+`<w:r><w:footnoteReference w:id="2"/></w:r>`+words("免费。")))},
			"第一条 渡口〔注1：指摆渡的地方。〕免费。\n", "FOOTNOTES 1"},
		"headings by style": {map[string]string{"word/styles.xml": testStyles, "word/document.xml": document(par(`<w:pStyle w:val="a3"/>`, words("Ferry policy")) + par(`<w:pStyle w:val="1"/>`, words("Aims")) +
			par("", words("Ferries are free.")) + par(`<w:pStyle w:val="own"/>`, words("Fees")) + par("", words("There are none.")))},
			"Ferry policy\n\n# Aims\n\nFerries are free.\n\n# Fees\n\nThere are none.\n\n", ""},
		"headings by text": {map[string]string{"word/styles.xml": testStyles, "word/document.xml": document(par(`<w:pStyle w:val="1"/>`, words("第一章　总则")) + par("", words("第一条　甲。")))},
			"第一章　总则\n第一条　甲。\n", ""},
		"what is not printed": {map[string]string{"word/document.xml": document(par("", words("渡口")+`<w:r><w:rPr><w:vanish/></w:rPr><w:t>秘密</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>`+words("免费")))}, "渡口免费\n", ""},
		"a text box and a picture": {map[string]string{"word/document.xml": document(`<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>` + par("", words("框中")) +
			`</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>` + par("", words("框中")) + `</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>` +
			par("", `<w:r><w:drawing><pic><blip/></pic></w:drawing></w:r>`))}, "\n框中\n\n", "PICTURES 3"},
		"controls and links": {map[string]string{"word/document.xml": document(`<w:sdt><w:sdtContent>` + par("", `<w:hyperlink>`+words("第一条")+`</w:hyperlink><w:sdt><w:sdtContent>`+words(" 甲")+`</w:sdtContent></w:sdt><w:r><w:sym w:char="3002"/><w:noBreakHyphen/></w:r>`) + `</w:sdtContent></w:sdt>`)},
			"第一条 甲。-\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, warnings, err := Read(wordFile(t, c.parts))
			var warns []string
			for _, w := range warnings {
				warns = append(warns, fmt.Sprint(w.Kind, " ", w.Line))
			}
			if err != nil || text != c.want || strings.Join(warns, ",") != c.warns {
				t.Errorf("got %q, %v, %v, want %q, %s", text, warns, err, c.want, c.warns)
			}
		})
	}
}

func cell(text string) string { return `<w:tc><w:tcPr/>` + par("", words(text)) + `</w:tc>` }

// TestReadRefuses refuses files that could do harm, by name.
func TestReadRefuses(t *testing.T) {
	t.Parallel()
	good := document(par("", words("甲")))
	encrypted := append(append([]byte{}, oleMagic...), utf16Name("EncryptedPackage")...)
	flagged := wordFile(t, map[string]string{"word/document.xml": good})
	binary.LittleEndian.PutUint16(flagged[bytes.LastIndex(flagged, []byte("PK\x01\x02"))+8:], 1)
	many := map[string]string{"word/document.xml": good}
	for i := range maxParts {
		many[fmt.Sprint("word/", i)] = ""
	}
	for name, c := range map[string]struct {
		raw  []byte
		want civic.Code
	}{
		"a bomb":                {wordFile(t, map[string]string{"word/document.xml": document(strings.Repeat(" ", maxPart))}), policy.FileExpands},
		"a bomb of styles":      {wordFile(t, map[string]string{"word/document.xml": good, "word/styles.xml": strings.Repeat(" ", maxPart+1)}), policy.FileExpands},
		"too many parts":        {wordFile(t, many), policy.FileExpands},
		"too deep":              {wordFile(t, map[string]string{"word/document.xml": document("<w:p>" + strings.Repeat("<w:ins>", 300) + strings.Repeat("</w:ins>", 300) + "</w:p>")}), policy.FileExpands},
		"an external entity":    {wordFile(t, map[string]string{"word/document.xml": `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>` + good}), policy.FileHasEntities},
		"an entity in styles":   {wordFile(t, map[string]string{"word/document.xml": good, "word/styles.xml": `<!DOCTYPE x>` + testStyles}), policy.FileHasEntities},
		"an unknown entity":     {wordFile(t, map[string]string{"word/document.xml": document(par("", words("&e;")))}), policy.FileBroken},
		"macros":                {wordFile(t, map[string]string{"word/document.xml": good, "word/vbaProject.bin": "x"}), policy.FileHasMacros},
		"macros by type":        {wordFile(t, map[string]string{"word/document.xml": good, "[Content_Types].xml": strings.Replace(contentTypes, "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "application/vnd.ms-word.document.macroEnabled.main+xml", 1)}), policy.FileHasMacros},
		"a password":            {encrypted, policy.FileEncrypted},
		"an encrypted part":     {flagged, policy.FileEncrypted},
		"an old .doc":           {append([]byte{}, oleMagic...), policy.FileTypeUnknown},
		"another archive":       {wordFile(t, map[string]string{"a.txt": "x", "[Content_Types].xml": "<Types/>"}), policy.FileTypeUnknown},
		"half an archive":       {flagged[:len(flagged)/2], policy.FileBroken},
		"XML that is not whole": {wordFile(t, map[string]string{"word/document.xml": good[:len(good)/2]}), policy.FileBroken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, _, err := Read(c.raw)
			var problems civic.Problems
			if !errors.As(err, &problems) || problems[0].Code != c.want || text != "" {
				t.Errorf("got %q, %v, want %s", text, err, c.want)
			}
		})
	}
}

// TestFormatNumber writes numbers in Word's formats.
func TestFormatNumber(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{
		"decimal": "1 10 11 21 105", "chineseCounting": "一 十 十一 二十一 一百零五", "ideographDigital": "一 一〇 一一 二一 一〇五", "lowerLetter": "a j k u aaaaa", "upperRoman": "I X XI XXI CV",
		"decimalEnclosedCircle": "① ⑩ ⑪ 21 105", "decimalFullWidth": "１ １０ １１ ２１ １０５", "decimalZero": "01 10 11 21 105", "ordinal": "1st 10th 11th 21st 105th", "none": "    ",
		"chineseLegalSimplified": "壹 拾 拾壹 贰拾壹 壹佰零伍", "strange": "1 10 11 21 105",
	} {
		var got []string
		for _, n := range []int{1, 10, 11, 21, 105} {
			got = append(got, formatNumber(n, format))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s writes %q, want %q", format, strings.Join(got, " "), want)
		}
	}
}

// FuzzRead reads damaged files. It never panics, and refuses with a code what it does not read.
func FuzzRead(f *testing.F) {
	f.Add(wordFile(f, map[string]string{"word/document.xml": document(par(inList("1", "1"), words("甲"))), "word/numbering.xml": numberingPart, "word/styles.xml": testStyles}))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, _, err := Read(raw)
		var problems civic.Problems
		if err != nil && !errors.As(err, &problems) {
			t.Errorf("an error without a code: %v", err)
		}
	})
}

// FuzzReadDocument reads documents whose text is XML of any kind.
func FuzzReadDocument(f *testing.F) {
	f.Add(par(inList("1", "1"), words("甲")))
	f.Add(`<w:tbl><w:tr>` + cell("甲") + `</w:tr></w:tbl>`)
	f.Add(`<w:p><w:r><w:footnoteReference w:id="1"/><w:sym w:char="F0B7"/></w:r></w:p>`)
	f.Fuzz(func(t *testing.T, blocks string) {
		text, _, err := Read(wordFile(t, map[string]string{"word/document.xml": document(blocks), "word/numbering.xml": numberingPart, "word/styles.xml": testStyles}))
		if err == nil {
			legaltext.CutText(text)
		}
	})
}
