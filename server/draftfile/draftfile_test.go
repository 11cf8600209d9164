package draftfile

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
)

const ferryText = `渡口管理条例（草案）
第一章　总则
第一条　为了保障渡运安全，制定本条例。
第二条　渡口由镇人民政府设置。
下列渡口免费：
（一）学生使用的渡口；
（二）村民使用的渡口，包括：
1. 农用渡口；
2. 应急渡口。
第二章　票价
第三条　票价如下：
| 车型 | 票价 |
| 客车 | 五元 |
| 货车 | 十元 |
第四条　本条例自公布之日起施行。`

const ferryEnglish = `Ferries Act
PART I — GENERAL
1. This Act applies to every ferry in the city.
2. (1) A ferry is free for:
(a) children; and
(b) students who show a card.
(2) Every other person pays a fare.
PART II — FARES
3. The council sets the fares each year.`

// draft is a text as a draft.
func draft(text string) (policy.Draft, []legaltext.Clause) {
	cut := legaltext.CutText(text)
	return policy.Draft{Key: civic.NewKey(), PolicyRecordKey: civic.NewKey(), DepartmentCode: "PORTS", Version: 2, Title: cut.TitleOr("草案"),
		CreatedAt: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}, cut.Clauses
}

// outline is the kinds, labels and words of clauses, a line each. The signs of Markdown do not count.
func outline(clauses []legaltext.Clause) string {
	var lines []string
	for _, c := range clauses {
		label := strings.Trim(c.Label, "#* \u3000")
		words := strings.Join(strings.Fields(c.Heading+c.Text), "")
		if strings.Trim(words, "|-: ") == "" && label == "" {
			continue
		}
		lines = append(lines, strings.Repeat(" ", c.Depth)+string(c.Kind)+" "+strings.Join(strings.Fields(label), "")+words)
	}
	return strings.Join(lines, "\n")
}

// TestTextFiles reads a text in each encoding in which departments keep texts.
func TestTextFiles(t *testing.T) {
	t.Parallel()
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(ferryText))
	if err != nil {
		t.Fatal(err)
	}
	wide := func(mark string, order func(uint16) []byte, text string) []byte {
		raw := []byte(mark)
		for _, unit := range utf16.Encode([]rune(text)) {
			raw = append(raw, order(unit)...)
		}
		return raw
	}
	little, big := func(u uint16) []byte { return []byte{byte(u), byte(u >> 8)} }, func(u uint16) []byte { return []byte{byte(u >> 8), byte(u)} }
	for name, c := range map[string]struct {
		raw  []byte
		want string
		warn bool
	}{
		"UTF-8":                     {[]byte(ferryText), ferryText, false},
		"UTF-8 with a mark":         {[]byte("\xEF\xBB\xBF" + ferryText), ferryText, false},
		"GB18030":                   {gb, ferryText, true},
		"UTF-16 little":             {wide("\xFF\xFE", little, ferryText), ferryText, false},
		"UTF-16 big":                {wide("\xFE\xFF", big, ferryText), ferryText, false},
		"UTF-16 without a mark":     {wide("", little, ferryText), ferryText, false},
		"big UTF-16 without a mark": {wide("", big, ferryEnglish), ferryEnglish, false},
		"an empty file":             {nil, "", false},
	} {
		text, warnings, err := Read(c.raw)
		if err != nil || text != c.want || (len(warnings) > 0) != c.warn {
			t.Errorf("%s: got %q, %v, %v", name, text, warnings, err)
		}
	}
	for name, raw := range map[string]string{"a PDF": "%PDF-1.7\n\x00\x01\x02\xff\xfe", "a picture": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01", "a half character": "渡\xE6\x81"} {
		_, _, err := Read([]byte(raw))
		var problems civic.Problems
		if !errors.As(err, &problems) || problems[0].Code != policy.FileTypeUnknown {
			t.Errorf("%s is read: %v", name, err)
		}
	}
}

// TestWordComesBack writes drafts as .docx and as Markdown, and cuts them again.
func TestFilesComeBack(t *testing.T) {
	t.Parallel()
	texts := map[string]string{"Chinese": ferryText, "English": ferryEnglish, "Markdown": "# Ferry policy\n\n## Aims\n\nFerries are free.\n\n1. For all.\n2. Each day.\n\n## Fees\n\nThere are none."}
	for _, name := range []string{"administrative-reconsideration-2023.txt", "decree-711-open-information.txt"} {
		if raw, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "inputs", name)); err == nil {
			texts[name] = string(raw)
		}
	}
	for name, text := range texts {
		d, clauses := draft(text)
		var word, markdown bytes.Buffer
		if err := errors.Join(WriteWord(&word, d, clauses), WriteMarkdown(&markdown, d, clauses)); err != nil {
			t.Fatal(err)
		}
		for format, file := range map[string][]byte{"docx": word.Bytes(), "Markdown": markdown.Bytes()} {
			again, _, err := Read(file)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := outline(legaltext.CutText(again).Clauses), outline(clauses); got != want {
				t.Errorf("%s as %s:\n%s\nwant\n%s", name, format, firstDifference(got, want), "")
			}
		}
	}
}

// firstDifference is the first lines that differ.
func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "got  " + a[i] + "\nwant " + b[i]
		}
	}
	return "the lengths differ"
}

// TestAkomaNtoso validates drafts against the schema of Akoma Ntoso 3.0. MINYI_AKN_SCHEMA names the file akomantoso30.xsd of OASIS, which is not ours.
func TestAkomaNtoso(t *testing.T) {
	t.Parallel()
	schema := os.Getenv("MINYI_AKN_SCHEMA")
	xmllint, err := exec.LookPath("xmllint")
	for name, text := range map[string]string{"Chinese": ferryText, "English": ferryEnglish, "only a title": "渡口条例", "a part alone": "（一）渡口。", "signs": "第一条 <a>&\"'。\n附件1：表"} {
		d, clauses := draft(text)
		var file bytes.Buffer
		if err := WriteAkomaNtoso(&file, d, clauses); err != nil {
			t.Fatal(err)
		}
		for _, c := range clauses {
			for _, part := range []string{c.Heading, c.Text, strings.TrimSpace(c.Label)} {
				if !strings.Contains(file.String(), escape(part)) {
					t.Errorf("%s lacks %q", name, part)
				}
			}
		}
		if schema == "" || err != nil {
			continue
		}
		path := filepath.Join(t.TempDir(), "draft.xml")
		if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if said, err := exec.Command(xmllint, "--nonet", "--noout", "--schema", schema, path).CombinedOutput(); err != nil {
			t.Errorf("%s is not valid: %s", name, said)
		}
	}
	if schema == "" || err != nil {
		t.Skip("the schema was not checked: set MINYI_AKN_SCHEMA to akomantoso30.xsd and install xmllint")
	}
}

// TestLibreOffice reads what LibreOffice writes, and lets it read what we write.
func TestLibreOffice(t *testing.T) {
	t.Parallel()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	folder := t.TempDir()
	convert := func(name string, raw []byte, to string) []byte {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		kind, _, _ := strings.Cut(to, ":")
		said, err := exec.Command(office, "-env:UserInstallation=file://"+folder+"/profile", "--headless", "--convert-to", to, "--outdir", folder, path).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		made, err := os.ReadFile(strings.TrimSuffix(path, filepath.Ext(path)) + "." + kind)
		if err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		return made
	}
	d, clauses := draft(ferryText)
	var word bytes.Buffer
	if err := WriteWord(&word, d, clauses); err != nil {
		t.Fatal(err)
	}
	plain := string(convert("ours.docx", word.Bytes(), "txt:Text (encoded):UTF8"))
	for _, c := range clauses {
		if !isRow(c) && !strings.Contains(strings.Join(strings.Fields(plain), ""), strings.Join(strings.Fields(c.Content()), "")) {
			t.Errorf("LibreOffice does not read %q in\n%s", c.Content(), plain)
		}
	}
	theirs, warnings, err := Read(convert("theirs.fodt", []byte(libreOfficeText), "docx"))
	want := "Ferries Act\n\n# General\n\nArticle 1. A ferry is free〔注1：指渡口。〕 for:\n\n(a) children;\n\n(b) students.\n\nArticle 2. Every other person pays.\n\n# Fares\n\n| Car | 5 |\n\n| Lorry | 10 |\n\nNew words.\n\n"
	if err != nil || strings.TrimSpace(theirs) != strings.TrimSpace(want) {
		t.Errorf("what LibreOffice wrote is read as\n%q\nwant\n%q, %v, %v", theirs, want, warnings, err)
	}
	if len(warnings) != 2 {
		t.Errorf("the warnings are %v", warnings)
	}
}
